// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { expect, test } from "vitest";
import { firstShown } from "./first";

test.each([
  [["outputs/a.bin", "azureml-logs/70_driver_log.txt", "user_logs/std_log.txt"], "user_logs/std_log.txt"],
  [["logs/system.txt", "logs/user.txt"], "logs/user.txt"],
  [["outputs/a.bin", "outputs/b.csv"], "outputs/b.csv"],
  [["roc_1.png", "outputs/roc.png"], "outputs/roc.png"],
  [["model.pkl"], "model.pkl"],
  [[], undefined],
])("of %j %s is open first", (paths, first) => {
  expect(firstShown(paths.map((path) => ({ path })))).toBe(first);
});
