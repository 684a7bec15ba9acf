// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { expect, test } from "vitest";
import { lastState, PLAIN, plainLine, styledLine } from "./ansi";

const shown = (raw: string) => styledLine(raw, PLAIN).spans;

test("a plain line is one run of text", () => {
  expect(shown("epoch 1")).toEqual([{ text: "epoch 1", style: {} }]);
});

test("colours and weights begin and end where they are set", () => {
  expect(shown("\x1b[33mWARN\x1b[0m 2 rows \x1b[1;4mdropped\x1b[22m!")).toEqual([
    { text: "WARN", style: { foreground: 3 } },
    { text: " 2 rows ", style: {} },
    { text: "dropped", style: { bold: true, underline: true } },
    { text: "!", style: { underline: true } },
  ]);
});

test.each([
  ["\x1b[91mx", { foreground: 9 }],
  ["\x1b[104mx", { background: 12 }],
  ["\x1b[38;5;9mx", { foreground: 9 }],
  ["\x1b[38;5;196mx", { foreground: "rgb(255 0 0)" }],
  ["\x1b[48;5;244mx", { background: "rgb(128 128 128)" }],
  ["\x1b[38;2;1;2;3;1mx", { foreground: "rgb(1 2 3)", bold: true }],
  ["\x1b[38:2::10:20:30mx", { foreground: "rgb(10 20 30)" }],
  ["\x1b[38;2;999;2;3mx", {}],
  ["\x1b[38;5;300mx", {}],
  ["\x1b[1;31m\x1b[39mx", { bold: true }],
  ["\x1b[38mx", {}],
  ["\x1b[7;3;2mx", { inverse: true, italic: true, faint: true }],
])("the colour of %j", (raw, style) => {
  expect(shown(raw)).toEqual([{ text: "x", style }]);
});

test("a colour that nobody ended holds for the next line", () => {
  expect(styledLine("\x1b[31mTraceback", PLAIN).end).toEqual({ foreground: 1 });
  expect(styledLine("  File", { foreground: 1 }).spans).toEqual([
    { text: "  File", style: { foreground: 1 } },
  ]);
});

test.each([
  ["a link", "see \x1b]8;;http://evil/\x07this\x1b]8;;\x07 now", "see this now"],
  ["a link ended by ST", "see \x1b]8;;javascript:alert(1)\x1b\\this\x1b]8;;\x1b\\ now", "see this now"],
  ["the clipboard", "a\x1b]52;c;cm0gLXJm\x07b", "ab"],
  ["a title without an end", "a\x1b]0;owned", "a"],
  ["a device string", "a\x1bPq#0\x1b\\b", "ab"],
  ["cursor moves and erasing", "a\x1b[2J\x1b[1;1H\x1b[Kb", "ab"],
  ["private modes", "a\x1b[?25lb\x1b[?1049h", "ab"],
  ["an escape that is cut off", "a\x1b[31", "a"],
  ["a lone escape", "a\x1b", "a"],
  ["eight-bit controls", "a\x9b31mb\x9d0;t\x9cc\x85", "abc"],
  ["controls", "a\x00\x07\x08\x7fb\tc", "ab\tc"],
  ["markup", "<script>alert(1)</script>", "<script>alert(1)</script>"],
])("%s leaves only its text", (_what, raw, text) => {
  expect(plainLine(raw)).toBe(text);
  expect(
    shown(raw)
      .map((span) => span.text)
      .join(""),
  ).toBe(text);
});

test("a progress bar shows its last state with the colour set before", () => {
  expect(lastState("\r 10%\r 50%\r100%")).toBe("100%");
  expect(lastState("100%\r")).toBe("100%");
  expect(lastState("done\r\r")).toBe("done");
  expect(shown("\x1b[32m 10%\r100%")).toEqual([{ text: "100%", style: { foreground: 2 } }]);
});

test("a line of a hundred thousand escapes is read in time proportional to it", () => {
  const began = performance.now();
  expect(plainLine("\x1b[31mx".repeat(100_000))).toHaveLength(100_000);
  expect(plainLine("\x1b]".repeat(100_000))).toBe("");
  expect(performance.now() - began).toBeLessThan(5_000);
});
