// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { expect, test } from "vitest";
import { lastLine, logToShow } from "./lastLine";

test.each([
  ["", ""],
  ["\n\n", ""],
  ["one\ntwo\n", "two"],
  ["one\ntwo\n  \n", "two"],
  ["epoch 1\r\nepoch 2\r\n", "epoch 2"],
  [" 10%\r 50%\r 90%", "90%"],
  [" 10%\r 90%\r", "90%"],
  ["\u001b[32mgood\u001b[0m \u001b]0;title\u0007end\u0000", "good end"],
  ["<img src=x onerror=alert(1)>", "<img src=x onerror=alert(1)>"],
])("of %j the last line is %j", (text, line) => {
  expect(lastLine(text)).toBe(line);
});

test("the log that is shown is the script's, or the last one with something in it", () => {
  const driver = { path: "azureml-logs/70_driver_log.txt", size: 3 };
  const build = { path: "azureml-logs/20_image_build_log.txt", size: 9 };
  const own = { path: "logs/z.txt", size: 1 };
  expect(logToShow([build, driver, own])).toBe(driver);
  expect(logToShow([build, { ...driver, size: 0 }])).toBe(build);
  expect(logToShow([])).toBeUndefined();
});
