// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { texts } from "../messages";
import type { AxisKind } from "./axis";
import type { CsvCell } from "./csv";
import { within } from "./pieces";
import { at, type Bar, type Bins, type Point, type Range, type Series } from "./types";

/** The values of a chart as rows, made when asked for: a chart may have a million. */
export interface ChartRows {
  readonly columns: readonly string[];
  readonly length: number;
  row(index: number): readonly CsvCell[];
}

const { columns } = texts.charts;

/** A row a bucket in the window, series by series. */
export function seriesRows(all: readonly Series[], window: Range, kind: AxisKind, x: string): ChartRows {
  const parts = partsOf(all, window);
  return {
    columns: [
      columns.series,
      x,
      columns.first,
      columns.last,
      columns.min,
      columns.max,
      columns.mean,
      columns.points,
    ],
    length: parts.at(-1)?.end ?? 0,
    row: (index) => {
      const part = parts.find((each) => index < each.end);
      return part === undefined ? [] : bucketRow(part.series, index + part.shift, kind);
    },
  };
}

interface Part {
  readonly series: Series;
  /** The row after its last. */
  readonly end: number;
  /** From row to bucket. */
  readonly shift: number;
}

function partsOf(all: readonly Series[], window: Range): Part[] {
  let begin = 0;
  return all.map((series) => {
    const [first, past] = within(series.x, window);
    const part = { series, end: begin + past - first, shift: first - begin };
    begin = part.end;
    return part;
  });
}

function bucketRow(series: Series, index: number, kind: AxisKind): CsvCell[] {
  const { first, last, min, max, mean, count } = series;
  return [
    series.label,
    xCell(at(series.x, index), kind),
    ...[first, last, min, max, mean, count].map((values) => at(values, index)),
  ];
}

function xCell(x: number, kind: AxisKind): CsvCell {
  return kind === "time" && Number.isFinite(x) ? new Date(x).toISOString() : x;
}

export function pointRows(points: readonly Point[], kind: AxisKind, x: string, y: string): ChartRows {
  return {
    columns: [columns.run, x, y],
    length: points.length,
    row: (index) => {
      const point = points[index];
      return point === undefined
        ? []
        : [point.label, typeof point.x === "number" ? xCell(point.x, kind) : point.x, point.y];
    },
  };
}

export function barRows(bars: readonly Bar[], name: string): ChartRows {
  return {
    columns: [name, columns.value],
    length: bars.length,
    row: (index) => {
      const bar = bars[index];
      return bar === undefined ? [] : [bar.label, bar.value];
    },
  };
}

export function binRows(bins: Bins): ChartRows {
  return {
    columns: [columns.from, columns.to, columns.count],
    length: bins.counts.length,
    row: (index) => [at(bins.edges, index), at(bins.edges, index + 1), at(bins.counts, index)],
  };
}

/** The head and all rows, one after the other. */
export function* csvRows(rows: ChartRows): Generator<readonly CsvCell[]> {
  yield rows.columns;
  for (let i = 0; i < rows.length; i++) {
    yield rows.row(i);
  }
}
