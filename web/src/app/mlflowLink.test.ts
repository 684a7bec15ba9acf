// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { expect, test } from "vitest";
import { meantByMlflow } from "./mlflowLink";

test.each([
  ["/experiments/1/runs/fe4ab49f03814dc78e64cf286e63f33f", "1", "fe4ab49f03814dc78e64cf286e63f33f"],
  ["/experiments/12/runs/my_run-7", "12", "my_run-7"],
  ["/experiments/12", "12", undefined],
  ["/experiments/12/", "12", undefined],
])("%s means experiment %s and run %s", (hash, experiment, run) => {
  expect(meantByMlflow(hash)).toEqual({ experiment, run });
});

test.each([
  "",
  "/",
  "/experiments/",
  "/experiments/1/runs/",
  "/runs/1",
  "/experiments/1/runs/../..",
  "//evil.example",
])("'%s' means nothing", (hash) => {
  expect(meantByMlflow(hash)).toBeUndefined();
});
