// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
//
// From the server's columns to what charts draw.
import { cellValue } from "../../api/numbers";
import type { Cell, RunStatus } from "../../api/schema";
import type { Looks } from "../../charts/colours";
import type { Bar, Point, Series } from "../../charts/types";
import { duration } from "../../format/time";
import { texts } from "../../messages";
import { seriesOf as runSeries, type WireSeries } from "../run/metrics/series";
import { isTime } from "./fields";
import { runLabel } from "./RunCell";

export type Columns = Readonly<Record<string, readonly unknown[]>>;

/** What the x of points is: a number, a time, or one of a few texts. */
export type PointsKind = "number" | "time" | "category";

/** What every chart of runs asks for besides its own fields. */
export const POINT_COLUMNS = ["id", "number", "name", "status", "duration"] as const;

/** A text that is a number counts as one where all of a column are. */
export function pointsKind(values: readonly unknown[], field: string): PointsKind {
  if (isTime(field)) {
    return "time";
  }
  const known = values.filter((value) => value !== null && value !== undefined);
  return known.every((value) => Number.isFinite(asNumber(value))) ? "number" : "category";
}

/** Of the runs that have both values. */
export function pointsOf(columns: Columns, x: string, y: string, looks: Looks): readonly Point[] {
  const kind = pointsKind(columns[x] ?? [], x);
  return (columns.id ?? []).flatMap((id, row) => {
    const at = xOf(columns[x]?.[row], kind);
    const value = asNumber(columns[y]?.[row]);
    if (at === undefined || value === undefined) {
      return [];
    }
    const run = String(id);
    return [
      {
        id: run,
        label: runLabel(columns.name?.[row], columns.number?.[row]),
        look: looks.of(run),
        x: at,
        y: value,
        more: linesOf(columns, row, y),
      },
    ];
  });
}

function linesOf(columns: Columns, row: number, y: string): NonNullable<Point["more"]> {
  const words = texts.dashboard.fields;
  const status = columns.status?.[row] as RunStatus | undefined;
  const seconds = columns.duration?.[row];
  return [
    ...(typeof columns.name?.[row] === "string"
      ? [{ label: words.number, value: String(columns.number?.[row]) }]
      : []),
    ...(status ? [{ label: words.status, value: texts.status[status] ?? status }] : []),
    ...(typeof seconds === "number" && y !== "duration"
      ? [{ label: words.duration, value: duration(seconds) }]
      : []),
  ];
}

function xOf(value: unknown, kind: PointsKind): number | string | undefined {
  if (value === null || value === undefined) {
    return undefined;
  }
  if (kind === "time") {
    return Date.parse(String(value));
  }
  return kind === "number" ? asNumber(value) : String(value);
}

function asNumber(value: unknown): number | undefined {
  const read = cellValue(value as Cell | undefined);
  if (typeof read === "string" && read.trim() !== "") {
    const number = Number(read);
    return Number.isNaN(number) ? undefined : number;
  }
  return typeof read === "number" ? read : typeof read === "boolean" ? Number(read) : undefined;
}

export function barsOf(columns: Columns, y: string, looks: Looks): readonly Bar[] {
  return (columns.id ?? []).flatMap((id, row) => {
    const value = asNumber(columns[y]?.[row]);
    const run = String(id);
    const label = runLabel(columns.name?.[row], columns.number?.[row]);
    return value === undefined ? [] : [{ id: run, label, value, look: looks.of(run) }];
  });
}

/** Of the runs that logged the metric at all. */
export function seriesOf(
  wire: readonly WireSeries[],
  labels: ReadonlyMap<string, string>,
  looks: Looks,
): readonly Series[] {
  return wire
    .filter(({ x }) => x.length > 0)
    .map((told) => ({
      ...runSeries(labels.get(told.run) ?? told.run, told),
      look: looks.of(told.run),
    }));
}
