// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { expect, test } from "vitest";
import { joinArguments, splitArguments } from "./commandLine";

test.each([
  ["", []],
  ["   ", []],
  ["0.5", ["0.5"]],
  ["--lr 0.1  --name 'a b'", ["--lr", "0.1", "--name", "a b"]],
  ['--q "say \\"hi\\" \\\\ \\n"', ["--q", 'say "hi" \\ \\n']],
  ["a''b '' \"\"", ["ab", "", ""]],
  ["a\\ b \\\\ '\\'", ["a b", "\\", "\\"]],
  ["$HOME *.csv; rm", ["$HOME", "*.csv;", "rm"]],
  ["ends with \\", ["ends", "with", "\\"]],
  ['"a\\" b" c', ['a" b', "c"]],
  ["tab\tand\nline", ["tab", "and", "line"]],
])("%s are the words %j", (line, words) => {
  expect(splitArguments(line)).toEqual({ arguments: words });
});

test.each(["'", '"'] as const)("a quote %s that is not closed is told", (quote) => {
  expect(splitArguments(`a ${quote}b`)).toEqual({ unclosed: quote });
});

test("words come back from the line they make", () => {
  const words = ["", "a", "--x=1", "a b", "it's", '"', "\\", "$x", "née", "a\nb", "*"];
  expect(splitArguments(joinArguments(words))).toEqual({ arguments: words });
  expect(joinArguments(["--lr", "0.1", "x y"])).toBe("--lr 0.1 'x y'");
});
