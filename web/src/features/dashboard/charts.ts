// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { field } from "../../api/filter";
import { cellValue, type Value } from "../../api/numbers";
import type { Cell } from "../../api/schema";
import type { ChartChoice } from "./address";

/** A metric of which some run has a number, and whether a run logs it more than once. */
export interface LoggedMetric {
  readonly name: string;
  readonly isSeries: boolean;
}

export interface NamedMetric {
  readonly name: string;
  readonly column: string;
  readonly runs: number;
}

export const FIRST_CHARTS = 6;
export const FIRST_METRICS = 6;
const FEW_CHARTS = 3;
const SYSTEM = "system/";
// Names are asked about in one address, which may not grow without end.
const MOST_TEXT = 3_500;

/** Names worth a look at their values: the primary metric first, then what most runs have; what machines measure is left out. */
export function candidates(names: readonly NamedMetric[], primary: string | undefined): readonly string[] {
  const own = names.filter(
    ({ name, column }) => column === "" && !name.startsWith(SYSTEM) && name !== primary,
  );
  const ordered = [...own].sort((a, b) => b.runs - a.runs).map(({ name }) => name);
  let left = MOST_TEXT;
  return (primary === undefined ? ordered : [primary, ...ordered]).filter((name) => {
    left -= name.length;
    return left >= 0;
  });
}

/** The columns that say of each name whether it has numbers and how many. */
export function probeColumns(names: readonly string[]): string {
  return names.flatMap((name) => [field("metrics", name), field("metrics", name, "count")]).join(",");
}

/** Of the names, those with a number in one of the runs. */
export function loggedOf(
  names: readonly string[],
  columns: Readonly<Record<string, readonly unknown[]>>,
): readonly LoggedMetric[] {
  const values = (name: string): readonly Value[] =>
    (columns[name] ?? []).map((cell) => cellValue(cell as Cell));
  return names
    .filter((name) => values(field("metrics", name)).some((value) => typeof value === "number"))
    .map((name) => ({
      name,
      isSeries: values(field("metrics", name, "count")).some(
        (count) => typeof count === "number" && count > 1,
      ),
    }));
}

/** A chart a metric: over its steps where runs log it often, else over the runs; the duration where there are few. */
export function firstCharts(logged: readonly LoggedMetric[]): readonly ChartChoice[] {
  const charts = logged.slice(0, FIRST_CHARTS).map(
    ({ name, isSeries }): ChartChoice => ({
      kind: isSeries ? "curve" : "points",
      y: field("metrics", name),
    }),
  );
  return charts.length < FEW_CHARTS ? [...charts, { kind: "points", y: "duration" }] : charts;
}

/** Fields that charts need of every run they show. */
export function fieldsOf(charts: readonly ChartChoice[], x: string): readonly string[] {
  const fields = charts
    .filter(({ kind }) => kind !== "curve")
    .flatMap((chart) => (chart.kind === "points" ? [chart.y, chart.x ?? x] : [chart.y]));
  return [...new Set(fields)];
}
