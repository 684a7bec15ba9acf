// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { isLost } from "./extent";
import { at, type Logs, type Range, type Series } from "./types";

/** A stretch of buckets that a line may join: indices from `start` up to `end`, without it. */
export interface Piece {
  readonly start: number;
  readonly end: number;
}

/**
 * The stretches of a series that are drawn through: never over a bucket of NaN or an infinity, nor over
 * what a logarithmic axis leaves out. Only what lies in the window and one bucket on either side of it, so
 * that lines run out of the picture and do not end in it.
 */
export function piecesOf(series: Series, line: Float64Array, window: Range, logs: Logs): Piece[] {
  const [begin, stop] = around(series.x, window);
  const pieces: Piece[] = [];
  let start = -1;
  for (let i = begin; i < stop; i++) {
    const value = at(line, i);
    if (Number.isFinite(value) && !isLost(at(series.x, i), value, logs)) {
      start = start < 0 ? i : start;
    } else if (start >= 0) {
      pieces.push({ start, end: i });
      start = -1;
    }
  }
  if (start >= 0) {
    pieces.push({ start, end: stop });
  }
  return pieces;
}

/** Where a bucket is nothing but NaN, or an infinity: index and what it is. */
export interface Mark {
  readonly index: number;
  readonly kind: "nan" | "up" | "down";
}

export function marksOf(series: Series, window: Range): Mark[] {
  const marks: Mark[] = [];
  for (let index = 0; index < series.x.length; index++) {
    const value = at(series.last, index);
    const x = at(series.x, index);
    if (!Number.isFinite(value) && x >= window.from && x <= window.to) {
      marks.push({ index, kind: Number.isNaN(value) ? "nan" : value > 0 ? "up" : "down" });
    }
  }
  return marks;
}

/** Points of the window that are NaN and nothing else, over all series. */
export function countOfNaN(all: readonly Series[], window: Range): number {
  let count = 0;
  for (const series of all) {
    for (const mark of marksOf(series, window)) {
      count += mark.kind === "nan" ? at(series.count, mark.index) : 0;
    }
  }
  return count;
}

/** The first index of the window and the one after its last. x ascends. */
export function within(x: Float64Array, window: Range): readonly [number, number] {
  return [firstFrom(x, (each) => each >= window.from), firstFrom(x, (each) => each > window.to)];
}

function around(x: Float64Array, window: Range): readonly [number, number] {
  const [first, past] = within(x, window);
  return [Math.max(0, first - 1), Math.min(x.length, past + 1)];
}

function firstFrom(x: Float64Array, isFrom: (value: number) => boolean): number {
  let low = 0;
  let high = x.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isFrom(at(x, middle))) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}
