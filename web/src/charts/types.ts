// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors

/** How a series or run is told from the others: one of eight hues (1..8), and after eight a dash. */
export interface Look {
  readonly hue: number;
  /** 0 solid, 1 long dashes, 2 dots. */
  readonly dash: 0 | 1 | 2;
}

/**
 * One line: the buckets of one column of one run in order of x, as the server cuts them. Empty buckets are
 * left out. All arrays have the same length; a bucket that holds nothing but NaN is NaN in all five values.
 */
export interface Series {
  readonly id: string;
  readonly label: string;
  readonly look: Look;
  readonly x: Float64Array;
  readonly first: Float64Array;
  readonly last: Float64Array;
  readonly min: Float64Array;
  readonly max: Float64Array;
  readonly mean: Float64Array;
  /** Points in each bucket: at 1 the values are the point itself. */
  readonly count: Float64Array;
}

/** One run in a chart across runs. */
export interface Point {
  readonly id: string;
  readonly label: string;
  readonly look: Look;
  /** Number, ms since 1970, or the text of a category, as the chart's `xKind` says. */
  readonly x: number | string;
  readonly y: number;
  /** Further lines of the tooltip. */
  readonly more?: readonly Line[];
}

export interface Line {
  readonly label: string;
  readonly value: string;
}

export interface Bar {
  readonly id: string;
  readonly label: string;
  readonly value: number;
  /** Without one the bar has a plain colour. */
  readonly look?: Look;
}

/** `counts[i]` values lie from `edges[i]` up to `edges[i + 1]`: one edge more than counts. */
export interface Bins {
  readonly edges: readonly number[];
  readonly counts: readonly number[];
}

/** From smallest to greatest, both inclusive. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** What x is: time in ms since 1970, relative in ms since the series' first point. */
export type XKind = "step" | "time" | "relative" | "metric";

/** Which axes are logarithmic. */
export interface Logs {
  readonly x: boolean;
  readonly y: boolean;
}

export const LINEAR: Logs = { x: false, y: false };

/** The value at an index of an array known to be long enough; NaN past its end. */
export function at(values: Float64Array | readonly number[], index: number): number {
  return values[index] ?? Number.NaN;
}
