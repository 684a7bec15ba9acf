// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
//
// The part of a long text that is kept, as lines with their places in bytes. Lines are cut at bytes, so that no letter is.
import { lastState, PLAIN, type Style, styledLine } from "./ansi";

export interface TextLine {
  /** Where the line begins, in bytes from the text's beginning. */
  readonly at: number;
  /** Its length in bytes with its line end. */
  readonly bytes: number;
  readonly raw: string;
  /** The style that holds at its beginning. */
  readonly start: Style;
}

export interface TextWindow {
  /** First byte kept. */
  readonly from: number;
  /** Byte after the last one read. */
  readonly to: number;
  readonly lines: readonly TextLine[];
  /** What was read of a line that has not ended. */
  readonly tail: Uint8Array;
  /** Number of the first line from 1, where it is known. */
  readonly number: number | undefined;
}

/** Most that is kept. */
export interface Limit {
  readonly bytes: number;
  readonly lines: number;
}

const NEWLINE = 10;
const RETURN = 13;
const NOTHING = new Uint8Array();
const LONGEST_TAIL = 256 * 1024;

export function emptyWindow(at: number): TextWindow {
  return { from: at, to: at, lines: [], tail: NOTHING, number: at === 0 ? 1 : undefined };
}

/** The window of bytes from the middle of a text: begins with the first whole line. */
export function windowAt(from: number, bytes: Uint8Array): TextWindow {
  const skip = from === 0 ? 0 : firstWhole(bytes);
  return appended(emptyWindow(from + skip), bytes.subarray(skip));
}

/** With the bytes after it. */
export function appended(window: TextWindow, bytes: Uint8Array): TextWindow {
  const whole = joined(window.tail, bytes);
  const began = window.to - window.tail.length;
  const end = whole.lastIndexOf(NEWLINE) + 1;
  const last = window.lines.at(-1);
  const style = last === undefined ? PLAIN : styledLine(last.raw, last.start).end;
  const { lines, rest } = ended(linesOf(whole.subarray(0, end), began, style), whole.slice(end), began + end);
  return { ...window, to: window.to + bytes.length, lines: window.lines.concat(lines), tail: rest };
}

/** With the bytes before it, which begin at `at`. */
export function prepended(window: TextWindow, at: number, bytes: Uint8Array): TextWindow {
  const skip = at === 0 ? 0 : firstWhole(bytes);
  const lines = linesOf(bytes.subarray(skip), at + skip, PLAIN);
  const from = at + skip;
  const known = window.number === undefined ? undefined : window.number - lines.length;
  return { ...window, from, lines: lines.concat(window.lines), number: from === 0 ? 1 : known };
}

/** Without its first lines, as far as it is over the limit. */
export function withoutStart(window: TextWindow, limit: Limit): TextWindow {
  const tail = window.tail.length;
  const first = firstKept(window.lines, (line) => window.to - line.at <= limit.bytes, limit.lines);
  if (first === 0) {
    return window;
  }
  const lines = window.lines.slice(first);
  const number = window.number === undefined ? undefined : window.number + first;
  return { ...window, from: lines[0]?.at ?? window.to - tail, lines, number };
}

/** Without its last lines, as far as it is over the limit. */
export function withoutEnd(window: TextWindow, limit: Limit): TextWindow {
  let count = Math.min(window.lines.length, limit.lines);
  if (window.to - window.from <= limit.bytes && count === window.lines.length) {
    return window;
  }
  while (count > 1 && endOf(window.lines[count - 1]) - window.from > limit.bytes) {
    count--;
  }
  const lines = window.lines.slice(0, count);
  return { ...window, to: endOf(lines.at(-1)), lines, tail: NOTHING };
}

/** The line that has not ended, as far as it came. */
export function openLine(window: TextWindow): TextLine | undefined {
  if (window.tail.length === 0) {
    return undefined;
  }
  const last = window.lines.at(-1);
  return {
    at: window.to - window.tail.length,
    bytes: window.tail.length,
    // What is cut inside a letter waits for its other bytes.
    raw: lastState(new TextDecoder().decode(window.tail, { stream: true })),
    start: last === undefined ? PLAIN : styledLine(last.raw, last.start).end,
  };
}

function endOf(line: TextLine | undefined): number {
  return line === undefined ? 0 : line.at + line.bytes;
}

function firstKept(lines: readonly TextLine[], fits: (line: TextLine) => boolean, most: number): number {
  let first = Math.max(0, lines.length - most);
  while (first < lines.length && !fits(lines[first] as TextLine)) {
    first++;
  }
  return first;
}

function linesOf(bytes: Uint8Array, at: number, start: Style): TextLine[] {
  const decoder = new TextDecoder();
  const lines: TextLine[] = [];
  let style = start;
  let begin = 0;
  while (begin < bytes.length) {
    const newline = bytes.indexOf(NEWLINE, begin);
    const end = newline < 0 ? bytes.length : newline;
    const raw = lastState(decoder.decode(bytes.subarray(begin, end)));
    lines.push({ at: at + begin, bytes: (newline < 0 ? end : end + 1) - begin, raw, start: style });
    // Most lines set no style; only those that do are read here.
    style = raw.includes("\x1b") || raw.includes("\x9b") ? styledLine(raw, style).end : style;
    begin = end + 1;
  }
  return lines;
}

// A line without an end in sight is cut, or loses the states of its progress bar that are over.
function ended(lines: TextLine[], tail: Uint8Array, at: number): { lines: TextLine[]; rest: Uint8Array } {
  if (tail.length <= LONGEST_TAIL) {
    return { lines, rest: tail };
  }
  const cut = tail.lastIndexOf(RETURN, tail.length - 2);
  const rest = cut < 0 ? wholeLetters(tail) : cut;
  const last = lines.at(-1);
  const style = last === undefined ? PLAIN : styledLine(last.raw, last.start).end;
  return { lines: lines.concat(linesOf(tail.subarray(0, rest), at, style)), rest: tail.slice(rest) };
}

// Bytes up to the last one that begins a letter.
function wholeLetters(bytes: Uint8Array): number {
  let end = bytes.length - 1;
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) {
    end--;
  }
  return end;
}

// The place after the first line end; in a line without one, of the first letter.
function firstWhole(bytes: Uint8Array): number {
  const newline = bytes.indexOf(NEWLINE);
  if (newline >= 0 && newline < bytes.length - 1) {
    return newline + 1;
  }
  let begin = 0;
  while (begin < bytes.length && ((bytes[begin] ?? 0) & 0xc0) === 0x80) {
    begin++;
  }
  return begin;
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  if (first.length === 0) {
    return second;
  }
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}
