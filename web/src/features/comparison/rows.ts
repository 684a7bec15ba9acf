// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { cellValue, type Value } from "../../api/numbers";
import type { Metric, Run } from "../../api/schema";

/** One run of a comparison with the summaries of its metrics, as far as they were asked for. */
export interface Compared {
  readonly run: Run;
  readonly metrics: readonly Metric[];
}

export type Section = "run" | "arguments" | "parameters" | "metrics" | "tags" | "properties";

/** One thing that runs are compared by; `undefined` where a run has none. */
export interface Row {
  readonly section: Section;
  readonly name: string;
  readonly cells: readonly (Value | undefined)[];
  readonly differs: boolean;
}

/** A number's way from the baseline's. */
export interface Change {
  readonly by: number;
  /** Of the baseline's size; absent when that is zero. */
  readonly share?: number;
}

/** All rows, those first that runs are compared for; within metrics, parameters, tags and properties by name. */
export function comparisonRows(runs: readonly Compared[]): readonly Row[] {
  return [
    ...keyed(runs, "metrics", ({ metrics }) => lastValues(metrics)),
    ...keyed(runs, "parameters", ({ run }) => cells(run.params)),
    ...argumentRows(runs),
    ...facts(runs),
    ...keyed(runs, "tags", ({ run }) => run.tags),
    ...keyed(runs, "properties", ({ run }) => run.properties),
  ];
}

/** What a number is beside the baseline's; nothing when one of them is no finite number. */
export function change(baseline: Value | undefined, value: Value | undefined): Change | undefined {
  if (
    typeof baseline !== "number" ||
    typeof value !== "number" ||
    !Number.isFinite(baseline) ||
    !Number.isFinite(value)
  ) {
    return undefined;
  }
  const by = value - baseline;
  return baseline === 0 ? { by } : { by, share: by / Math.abs(baseline) };
}

/** Indices of the runs whose number is the best, none when all are the same or only one has a number. */
export function bestOf(row: Row, goal: "min" | "max"): ReadonlySet<number> {
  const numbers = row.cells.map((cell) =>
    typeof cell === "number" && !Number.isNaN(cell) ? cell : undefined,
  );
  const known = numbers.filter((number) => number !== undefined);
  const best = goal === "min" ? Math.min(...known) : Math.max(...known);
  if (known.length < 2 || known.every((number) => number === best)) {
    return new Set();
  }
  return new Set(numbers.flatMap((number, at) => (number === best ? [at] : [])));
}

function facts(runs: readonly Compared[]): readonly Row[] {
  const all: readonly (readonly [string, (run: Run) => Value | undefined])[] = [
    ["status", ({ status }) => status],
    ["number", ({ number }) => number],
    ["experiment", ({ experiment }) => experiment.name],
    ["script", ({ script }) => script],
    ["target", ({ target }) => target],
    ["user", ({ user }) => user.name ?? user.id],
    ["host", ({ host }) => host],
    ["created", ({ created }) => created],
    ["started", ({ started }) => started],
    ["ended", ({ ended }) => ended],
    ["duration", ({ duration }) => duration],
    ["snapshot", ({ snapshot }) => snapshot],
    ["parent", ({ parent }) => parent],
    ["description", ({ description }) => description],
    ["error", ({ error }) => error?.message],
  ];
  return all
    .map(([name, of]) =>
      row(
        "run",
        name,
        runs.map(({ run }) => of(run)),
      ),
    )
    .filter(({ cells }) => cells.some((cell) => cell !== undefined));
}

function argumentRows(runs: readonly Compared[]): readonly Row[] {
  const most = Math.max(0, ...runs.map(({ run }) => run.arguments.length));
  return Array.from({ length: most }, (_, at) =>
    row(
      "arguments",
      String(at + 1),
      runs.map(({ run }) => run.arguments[at]),
    ),
  );
}

function keyed(
  runs: readonly Compared[],
  section: Section,
  of: (compared: Compared) => Readonly<Record<string, Value>>,
): readonly Row[] {
  const maps = runs.map((compared) => new Map(Object.entries(of(compared))));
  const names = new Set(maps.flatMap((map) => [...map.keys()]));
  return [...names].sort(byName).map((name) =>
    row(
      section,
      name,
      maps.map((map) => map.get(name)),
    ),
  );
}

function row(section: Section, name: string, cells: readonly (Value | undefined)[]): Row {
  return { section, name, cells, differs: cells.some((cell) => !Object.is(cell, cells[0])) };
}

function cells(params: Run["params"]): Record<string, Value> {
  return Object.fromEntries(Object.entries(params).map(([name, cell]) => [name, cellValue(cell)]));
}

/** Of metrics of one column, as of a scalar or a list; a table's columns by their names. */
function lastValues(metrics: readonly Metric[]): Record<string, Value> {
  return Object.fromEntries(
    metrics.flatMap(({ name, columns }) =>
      columns.map((column) => [
        column.name === "" ? name : `${name} · ${column.name}`,
        cellValue(column.last),
      ]),
    ),
  );
}

function byName(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
