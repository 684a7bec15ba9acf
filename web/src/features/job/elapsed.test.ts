// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { expect, test } from "vitest";
import { elapsed } from "./elapsed";

test.each([
  [-5, "0 s"],
  [999, "0 s"],
  [59_999, "59 s"],
  [60_000, "1 min"],
  [222_400, "3 min 42 s"],
])("%d ms are seen as %s", (milliseconds, shown) => {
  expect(elapsed(milliseconds)).toBe(shown);
});
