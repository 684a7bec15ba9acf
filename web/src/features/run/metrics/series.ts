// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { numbersOf, type WireNumber } from "../../../api/numbers";
import type { Series } from "../../../charts/types";

/** Buckets of a run as the server tells them. */
export interface WireSeries {
  readonly run: string;
  readonly x: readonly WireNumber[];
  readonly first: readonly WireNumber[];
  readonly last: readonly WireNumber[];
  readonly min: readonly WireNumber[];
  readonly max: readonly WireNumber[];
  readonly mean: readonly WireNumber[];
  readonly count: readonly number[];
}

const LOOK = { hue: 1, dash: 0 } as const;

/** A run's buckets as a chart takes them. */
export function seriesOf(label: string, told: WireSeries): Series {
  return {
    id: told.run,
    label,
    look: LOOK,
    x: numbersOf(told.x),
    first: numbersOf(told.first),
    last: numbersOf(told.last),
    min: numbersOf(told.min),
    max: numbersOf(told.max),
    mean: numbersOf(told.mean),
    count: Float64Array.from(told.count),
  };
}

/** Points of two columns in the order of x; rows in which one is no number are left out. */
export function pairSeries(label: string, xs: readonly unknown[], ys: readonly unknown[]): Series {
  const rows = xs
    .map((x, row) => [x, ys[row]] as const)
    .filter((row): row is readonly [number, number] =>
      row.every((value) => typeof value === "number" && !Number.isNaN(value)),
    )
    .toSorted(([a], [b]) => a - b);
  const x = Float64Array.from(rows, ([value]) => value);
  const y = Float64Array.from(rows, ([, value]) => value);
  return {
    id: label,
    label,
    look: LOOK,
    x,
    first: y,
    last: y,
    min: y,
    max: y,
    mean: y,
    count: new Float64Array(x.length).fill(1),
  };
}
