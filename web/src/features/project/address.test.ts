// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { expect, test } from "vitest";
import { projectAddress } from "./address";

test("an address has what a person can choose and nothing else", () => {
  expect(projectAddress({})).toEqual({});
  expect(projectAddress({ tab: "files", file: "", script: ["a.py"], every: "yes", strip: "open" })).toEqual(
    {},
  );
  expect(projectAddress({ tab: "runs", file: "src/a.py", script: "train.py", every: true })).toEqual({
    tab: "runs",
    file: "src/a.py",
    script: "train.py",
    every: true,
  });
  expect(projectAddress({ filter: "metrics.loss < 1", tab: "runs" })).toEqual({
    filter: "metrics.loss < 1",
    tab: "runs",
  });
  expect(projectAddress({ file: 5, script: true })).toEqual({ file: "5", script: "true" });
});
