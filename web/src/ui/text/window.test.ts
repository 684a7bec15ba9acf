// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { expect, test } from "vitest";
import {
  appended,
  emptyWindow,
  openLine,
  prepended,
  type TextWindow,
  windowAt,
  withoutEnd,
  withoutStart,
} from "./window";

const bytes = (text: string) => new TextEncoder().encode(text);
const raws = (window: TextWindow) => window.lines.map((line) => line.raw);

test("lines keep their places in bytes", () => {
  const window = appended(emptyWindow(0), bytes("é1\nb\n\nrest"));
  expect(window.lines).toEqual([
    { at: 0, bytes: 4, raw: "é1", start: {} },
    { at: 4, bytes: 2, raw: "b", start: {} },
    { at: 6, bytes: 1, raw: "", start: {} },
  ]);
  expect(window.to).toBe(11);
  expect(openLine(window)).toEqual({ at: 7, bytes: 4, raw: "rest", start: {} });
});

test("however a text is cut into pieces, its lines are the same", () => {
  const text = "α 正則化 🎯\r\n\x1b[31mred\nstill \x1b]8;;http://x\x07red\x1b[0m\n 10%\r 50%\r🎯100%\nend";
  const all = bytes(text);
  const whole = appended(emptyWindow(0), all);
  for (let size = 1; size <= 7; size++) {
    let window = emptyWindow(0);
    for (let at = 0; at < all.length; at += size) {
      window = appended(window, all.subarray(at, at + size));
    }
    expect(window.lines).toEqual(whole.lines);
    expect(openLine(window)?.raw).toBe("end");
  }
  expect(raws(whole)[3]).toBe("🎯100%");
  expect(whole.lines[2]?.start).toEqual({ foreground: 1 });
});

test("a letter that is cut waits for its other bytes", () => {
  const letter = bytes("a🎯");
  expect(openLine(appended(emptyWindow(0), letter.subarray(0, 3)))?.raw).toBe("a");
  expect(openLine(appended(appended(emptyWindow(0), letter.subarray(0, 3)), letter.subarray(3)))?.raw).toBe(
    "a🎯",
  );
});

test("bytes that are no text show as marks and break nothing", () => {
  expect(raws(appended(emptyWindow(0), Uint8Array.from([0xff, 0x61, 10, 0x62, 10])))).toEqual(["�a", "b"]);
});

test("a window from the middle begins with the first whole line", () => {
  const window = windowAt(100, bytes("alf a line\nwhole\n"));
  expect(window.from).toBe(111);
  expect(raws(window)).toEqual(["whole"]);
  expect(window.number).toBeUndefined();
});

test("older bytes come before, and lines are numbered once the beginning is there", () => {
  const text = bytes("one\ntwo\nthree\nfour\n");
  let window = windowAt(10, text.subarray(10));
  expect(raws(window)).toEqual(["four"]);
  window = prepended(window, 5, text.subarray(5, window.from));
  expect(raws(window)).toEqual(["three", "four"]);
  expect(window.number).toBeUndefined();
  window = prepended(window, 0, text.subarray(0, window.from));
  expect(raws(window)).toEqual(["one", "two", "three", "four"]);
  expect([window.from, window.to, window.number]).toEqual([0, 19, 1]);
});

test("over the limit the first lines go, and the numbers stay right", () => {
  const window = withoutStart(appended(emptyWindow(0), bytes("one\ntwo\nthree\nfo")), {
    bytes: 9,
    lines: 100,
  });
  expect(raws(window)).toEqual(["three"]);
  expect([window.from, window.to, window.number]).toEqual([8, 16, 3]);
  expect(raws(withoutStart(window, { bytes: 100, lines: 100 }))).toEqual(["three"]);
});

test("over the limit the last lines go, and what follows is read from there", () => {
  const window = withoutEnd(appended(emptyWindow(0), bytes("one\ntwo\nthree\nfo")), { bytes: 9, lines: 100 });
  expect(raws(window)).toEqual(["one", "two"]);
  expect(window.to).toBe(8);
  expect(raws(appended(window, bytes("three\n")))).toEqual(["one", "two", "three"]);
});

test("a text of nothing but line ends is limited by lines", () => {
  const window = appended(emptyWindow(0), bytes("\n".repeat(5_000)));
  expect(withoutStart(window, { bytes: 1e6, lines: 1_000 }).number).toBe(4_001);
  expect(withoutEnd(window, { bytes: 1e6, lines: 1_000 }).to).toBe(1_000);
});

test("an endless progress bar keeps only its last states", () => {
  let window = emptyWindow(0);
  for (let part = 0; part < 20; part++) {
    window = appended(window, bytes(`\r${part}%`.padEnd(30_000, "#")));
  }
  expect(window.tail.length).toBeLessThan(300_000);
  expect(openLine(window)?.raw.startsWith("19%")).toBe(true);
});

test("an endless line is cut between letters", () => {
  const window = appended(emptyWindow(0), bytes("é".repeat(200_000)));
  expect(raws(window).join("") + (openLine(window)?.raw ?? "")).toBe("é".repeat(200_000));
  expect(window.lines).toHaveLength(1);
});
