// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { numberLabels } from "./labels";
import { niceTicks } from "./ticks";
import type { Bar, Range } from "./types";

/** Where bars lie, in pixels from the plotting area's left. */
export interface BarPlace {
  readonly bar: Bar;
  readonly left: number;
  readonly width: number;
  /** Where the value is written, and to which side of it. */
  readonly labelAt: number;
  readonly anchor: "start" | "end";
}

export interface Tick {
  readonly value: number;
  readonly at: number;
  readonly label: string;
}

export interface BarLayout {
  readonly range: Range;
  readonly ticks: readonly Tick[];
  readonly places: readonly BarPlace[];
  readonly zero: number;
}

const APART = 6;
const TICK_SPACE = 70;

/** Bars from 0 to their value: below 0 to the left, above to the right. What is no number has no length. */
export function barLayout(bars: readonly Bar[], width: number): BarLayout {
  const values = bars.map((bar) => bar.value).filter(Number.isFinite);
  const low = Math.min(0, ...values);
  const high = Math.max(0, ...values);
  const range = niceRange(low, high > low ? high : 1, width);
  const x = (value: number) => ((value - range.from) / (range.to - range.from)) * width;
  return {
    range,
    ticks: ticksAt(niceTicks(range.from, range.to, Math.max(2, Math.floor(width / TICK_SPACE))), x),
    places: bars.map((bar) => placeOf(bar, x)),
    zero: x(0),
  };
}

export function ticksAt(values: readonly number[], place: (value: number) => number): Tick[] {
  const labels = numberLabels(values);
  return values.map((value, index) => ({ value, at: place(value), label: labels[index] ?? "" }));
}

/** With the steps at both ends whole, so that the longest bar ends before the frame. */
function niceRange(low: number, high: number, width: number): Range {
  const ticks = niceTicks(low, high, Math.max(2, Math.floor(width / TICK_SPACE)));
  const step = (ticks[1] ?? high) - (ticks[0] ?? low);
  return { from: Math.floor(low / step + 1e-9) * step, to: Math.ceil(high / step - 1e-9) * step };
}

function placeOf(bar: Bar, x: (value: number) => number): BarPlace {
  const value = Number.isFinite(bar.value) ? bar.value : 0;
  const ends = [x(0), x(value)];
  const left = Math.min(...ends);
  const right = Math.max(...ends);
  return value < 0
    ? { bar, left, width: right - left, labelAt: left - APART, anchor: "end" }
    : { bar, left, width: right - left, labelAt: right + APART, anchor: "start" };
}
