// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { type Tick, ticksAt } from "./bars";
import { niceTicks, wholeTicks } from "./ticks";
import { at, type Bins } from "./types";

/** A bin in pixels of a plotting area with 0 in the upper left corner. */
export interface BinPlace {
  readonly index: number;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface BinLayout {
  readonly places: readonly BinPlace[];
  readonly x: readonly Tick[];
  readonly y: readonly Tick[];
}

const GAP = 1;

/** Bins as wide as their edges say; where all values are one, one bin over the whole width. */
export function binLayout(bins: Bins, width: number, height: number): BinLayout {
  const from = at(bins.edges, 0);
  const to = at(bins.edges, bins.edges.length - 1);
  const most = Math.max(1, ...bins.counts);
  const x = (value: number) => (to > from ? ((value - from) / (to - from)) * width : 0);
  const y = (count: number) => height - (count / most) * height;
  return {
    places: bins.counts.map((count, index) => {
      const left = x(at(bins.edges, index));
      const right = to > from ? x(at(bins.edges, index + 1)) : width;
      return {
        index,
        left,
        top: y(count),
        width: Math.max(GAP, right - left - GAP),
        height: height - y(count),
      };
    }),
    x: ticksAt(niceTicks(from, to, Math.max(2, Math.floor(width / 70))), x),
    y: ticksAt(wholeTicks(0, most, Math.max(2, Math.floor(height / 40))), y),
  };
}
