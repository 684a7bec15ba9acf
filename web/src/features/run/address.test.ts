// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { expect, test } from "vitest";
import { runAddress } from "./address";

test("what a run's address cannot be is left out", () => {
  expect(runAddress({ metric: "loss", file: "", with: ["x"], step: -1, other: 1 })).toEqual({
    metric: "loss",
  });
  expect(runAddress({ metric: 5, file: true, step: 3 })).toEqual({ metric: "5", file: "true", step: 3 });
  expect(runAddress({ x: "step", smooth: 1 })).toEqual({});
  expect(runAddress({ x: "time", smooth: 0.6 })).toEqual({ x: "time", smooth: 0.6 });
});
