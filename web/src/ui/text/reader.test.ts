// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { expect, test } from "vitest";
import { PIECE, TextReader } from "./reader";

class TestingText {
  asked: number[] = [];
  fails = false;
  bytes: Uint8Array;

  constructor(text: string) {
    this.bytes = new TextEncoder().encode(text);
  }

  readonly read = async (from: number) => {
    this.asked.push(from);
    if (this.fails) {
      throw new Error("the server does not answer");
    }
    return { bytes: this.bytes.subarray(from, from + PIECE), size: this.bytes.length };
  };

  grow(text: string): number {
    this.bytes = new TextEncoder().encode(new TextDecoder().decode(this.bytes) + text);
    return this.bytes.length;
  }
}

const lines = (reader: TextReader) => reader.reading().window.lines.map((line) => line.raw);
const numbered = (count: number) =>
  Array.from({ length: count }, (_, at) => `${String(at).padStart(9, "0")}\n`).join("");

test("a short text is read whole", async () => {
  const reader = new TextReader(new TestingText("a\nb\n").read);
  await reader.open();
  expect(lines(reader)).toEqual(["a", "b"]);
  expect(reader.reading().size).toBe(4);
});

test("what comes is added, asked from where it ended", async () => {
  const text = new TestingText("a\nb");
  const reader = new TextReader(text.read);
  await reader.openEnd(3);
  await reader.grown(text.grow("c\nd\n"));
  expect(lines(reader)).toEqual(["a", "bc", "d"]);
  expect(text.asked).toEqual([0, 3]);
});

test("of a long text the end is read first, then what is older, and no more is kept than may be", async () => {
  const text = new TestingText(numbered(1_000_000));
  const reader = new TextReader(text.read, { bytes: 2 * PIECE, lines: 1e6 });
  await reader.openEnd(10_000_000);
  expect(lines(reader).at(-1)).toBe("000999999");
  for (let step = 0; step < 8; step++) {
    await reader.older();
  }
  const { window } = reader.reading();
  expect(window.to - window.from).toBeLessThanOrEqual(2 * PIECE);
  expect(window.lines[0]?.raw).toBe(String(window.from / 10).padStart(9, "0"));
  expect(window.lines.at(-1)?.raw).toBe(String(window.to / 10 - 1).padStart(9, "0"));
  await reader.newer();
  expect(reader.reading().window.to).toBe(window.to + PIECE);
});

test("while what is old is looked at, what comes is only counted", async () => {
  const text = new TestingText(numbered(300_000));
  const reader = new TextReader(text.read);
  await reader.open();
  await reader.grown(text.grow("more\n"));
  expect(text.asked).toEqual([0]);
  expect(reader.reading().size).toBe(3_000_005);
});

test("who fell far behind sees the end", async () => {
  const text = new TestingText("a\n");
  const reader = new TextReader(text.read);
  await reader.openEnd(2);
  await reader.grown(text.grow(numbered(1_000_000)));
  expect(lines(reader).at(-1)).toBe("000999999");
  expect(text.asked).toHaveLength(2);
});

test("what grew while something was read comes after it", async () => {
  const text = new TestingText("a\n");
  const reader = new TextReader(text.read);
  const opening = reader.openEnd(2);
  text.bytes = new TextEncoder().encode("a\nb\n");
  await Promise.all([opening, reader.grown(text.bytes.length)]);
  const newer = reader.newer();
  const grown = reader.grown(text.grow("c\n"));
  await Promise.all([newer, grown]);
  expect(lines(reader)).toEqual(["a", "b", "c"]);
});

test("who wants to see the end while something is read sees it then", async () => {
  const text = new TestingText(numbered(1_000_000));
  const reader = new TextReader(text.read);
  await reader.open();
  await Promise.all([reader.newer(), reader.openEnd(10_000_000)]);
  expect(lines(reader).at(-1)).toBe("000999999");
});

test("a failure is told and can be tried again", async () => {
  const text = new TestingText("a\n");
  text.fails = true;
  const reader = new TextReader(text.read);
  await reader.open();
  expect(String(reader.reading().error)).toContain("does not answer");
  text.fails = false;
  await reader.open();
  expect(reader.reading().error).toBeUndefined();
  expect(lines(reader)).toEqual(["a"]);
});
