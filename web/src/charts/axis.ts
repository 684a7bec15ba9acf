// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors

import { wholeNumber } from "../format/number";
import { duration, wholeStamp } from "../format/time";
import { logLabels, numberLabels, spanLabels, timeLabels } from "./labels";
import { logTicks, niceTicks, spanTicks, timeTicks, wholeTicks } from "./ticks";
import type { Range, XKind } from "./types";

/** How an axis is cut, and how its marks and values are written. */
export interface Cut {
  readonly ticks: (low: number, high: number, most: number) => number[];
  readonly labels: (ticks: readonly number[]) => string[];
  /** Pixels that a label wants along x. */
  readonly space: number;
}

/** An axis of a picture: what of it is shown and how. */
export interface Axis {
  readonly range: Range;
  readonly log: boolean;
  readonly cut: Cut;
  readonly label?: string;
}

/** One mark shows no scale: where a narrow axis would have no second one, its marks stand closer. */
function atLeastTwo(ticks: Cut["ticks"]): Cut["ticks"] {
  return (low, high, most) => {
    const found = ticks(low, high, most);
    return found.length < 2 && high > low ? ticks(low, high, 2 * most) : found;
  };
}

const NUMBERS: Cut = { ticks: atLeastTwo(niceTicks), labels: (ticks) => numberLabels(ticks), space: 64 };
const STEPS: Cut = { ticks: atLeastTwo(wholeTicks), labels: (ticks) => numberLabels(ticks, true), space: 64 };
const TIMES: Cut = { ticks: atLeastTwo(timeTicks), labels: (ticks) => timeLabels(ticks), space: 70 };
const SPANS: Cut = { ticks: atLeastTwo(spanTicks), labels: spanLabels, space: 62 };
const POWERS: Cut = { ticks: logTicks, labels: logLabels, space: 56 };

export type AxisKind = XKind | "number";

/** A logarithmic axis counts in powers whatever it shows, but spans keep their units. */
export function cutOf(kind: AxisKind, log: boolean): Cut {
  if (log) {
    return kind === "relative" ? { ...POWERS, labels: spanLabels, space: 76 } : POWERS;
  }
  switch (kind) {
    case "step":
      return STEPS;
    case "time":
      return TIMES;
    case "relative":
      return SPANS;
    case "metric":
    case "number":
      return NUMBERS;
  }
}

/** Texts at the whole numbers from 0 on; where there is no room for all, every second, third, … one. */
export function cutOfCategories(names: readonly string[]): Cut {
  return {
    ticks: (low, high, most) => wholeTicks(Math.max(0, low), Math.min(names.length - 1, high), most),
    labels: (ticks) => ticks.map((tick) => shortened(names[tick] ?? "")),
    space: Math.max(0, ...names.map((name) => shortened(name).length)) * LETTER + 14,
  };
}

const LONGEST_NAME = 14;
/** About the width of one at 11 pixels. */
const LETTER = 6.2;

export function shortened(name: string, longest = LONGEST_NAME): string {
  const letters = [...name];
  return letters.length <= longest ? name : `${letters.slice(0, longest - 1).join("")}…`;
}

/** One x in full, for tooltips. */
export function xText(kind: AxisKind, x: number): string {
  switch (kind) {
    case "time":
      return wholeStamp(x);
    case "relative":
      return x < 0 ? `−${duration(-x / 1_000)}` : duration(x / 1_000);
    case "step":
    case "metric":
    case "number":
      return wholeNumber(x);
  }
}
