// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { at, type Series } from "./types";

/** The index whose x is nearest, of two equally near ones the earlier; -1 where there is none. x ascends. */
export function nearestIndex(x: Float64Array, wanted: number): number {
  let low = 0;
  let high = x.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (at(x, middle) < wanted) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  if (low === 0) {
    return x.length === 0 ? -1 : 0;
  }
  return low === x.length || wanted - at(x, low - 1) <= at(x, low) - wanted ? low - 1 : low;
}

/** What a series says at the crosshair. */
export interface Reading {
  readonly series: Series;
  readonly index: number;
  /** What the line shows there: smoothed, where smoothing is on. */
  readonly shown: number;
}

/** How a value becomes a pixel. */
export type Projection = (value: number) => number;

export type Order = "nearest" | "descending";

/**
 * The readings at an x, of the series that have a bucket within `reach` of it: beyond its end a run says
 * nothing. `lineOf` gives the values that a series' line goes through.
 */
export function readingsAt(
  all: readonly Series[],
  x: number,
  reach: number,
  lineOf: (series: Series) => Float64Array,
): Reading[] {
  const readings: Reading[] = [];
  for (const series of all) {
    const index = nearestIndex(series.x, x);
    if (index >= 0 && isBeside(series.x, index, x, reach)) {
      readings.push({ series, index, shown: at(lineOf(series), index) });
    }
  }
  return readings;
}

function isBeside(x: Float64Array, index: number, wanted: number, reach: number): boolean {
  const within = wanted >= at(x, 0) && wanted <= at(x, x.length - 1);
  return within || Math.abs(at(x, index) - wanted) <= reach;
}

/** Nearest to the pointer first, or greatest first; what is no number comes last. */
export function sorted(readings: readonly Reading[], order: Order, distance: Projection): Reading[] {
  const rank = (reading: Reading) => (order === "nearest" ? distance(reading.shown) : -reading.shown);
  return readings
    .map((reading) => ({ reading, rank: rank(reading) }))
    .sort((a, b) => last(a.rank) - last(b.rank) || a.rank - b.rank || 0)
    .map((each) => each.reading);
}

function last(rank: number): number {
  return Number.isNaN(rank) ? 1 : 0;
}

/** Places on the canvas, in pixels; NaN for what is not drawn. */
export interface Spots {
  readonly left: Float64Array;
  readonly top: Float64Array;
}

/** The index of the spot nearest to a place and at most `reach` pixels off, else -1; of equals the last drawn. */
export function nearestSpot(spots: Spots, left: number, top: number, reach: number): number {
  let best = reach * reach;
  let found = -1;
  for (let i = 0; i < spots.left.length; i++) {
    const dx = at(spots.left, i) - left;
    const dy = at(spots.top, i) - top;
    const distance = dx * dx + dy * dy;
    if (distance <= best) {
      best = distance;
      found = i;
    }
  }
  return found;
}
