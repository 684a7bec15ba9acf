// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
//
// Groups of runs as rows: each group is one, and below an open group are its runs.

import { quoted } from "../../api/filter";
import { numberOf, type WireNumber } from "../../api/numbers";

export interface Group {
  readonly key: Readonly<Record<string, string | null>>;
  readonly runs: number;
  readonly metrics: Readonly<Record<string, Statistics>>;
}

export interface Statistics {
  readonly count: number;
  readonly nan: number;
  readonly mean?: WireNumber;
  readonly min?: WireNumber;
  readonly max?: WireNumber;
  readonly std?: WireNumber;
}

export const STATISTICS = ["mean", "min", "max", "std"] as const;
export type Statistic = (typeof STATISTICS)[number];

export type GroupRow =
  | { readonly kind: "group"; readonly id: string; readonly group: Group; readonly isOpen: boolean }
  | { readonly kind: "run"; readonly id: string; readonly of: string; readonly row: number }
  | { readonly kind: "rest"; readonly id: string; readonly group: Group; readonly more: number };

export function groupId(group: Group): string {
  return JSON.stringify(Object.values(group.key));
}

/** @param runsOf ids of the runs that are loaded of an open group */
export function groupRows(
  groups: readonly Group[],
  open: ReadonlySet<string>,
  runsOf: (id: string) => readonly string[],
): readonly GroupRow[] {
  return groups.flatMap((group) => {
    const id = groupId(group);
    const head: GroupRow = { kind: "group", id: `group ${id}`, group, isOpen: open.has(id) };
    if (!open.has(id)) {
      return [head];
    }
    const ids = runsOf(id);
    const runs = ids.map((run, row): GroupRow => ({ kind: "run", id: run, of: id, row }));
    const more = group.runs - ids.length;
    return more > 0
      ? [head, ...runs, { kind: "rest" as const, id: `rest ${id}`, group, more }]
      : [head, ...runs];
  });
}

/** The filter of a group's runs. */
export function groupFilter(group: Group): string {
  return Object.entries(group.key)
    .map(([field, value]) => {
      if (value === null) {
        return `${field} is null`;
      }
      return field === "archived" ? `archived = ${value}` : `${field} = ${quoted(value)}`;
    })
    .join(" and ");
}

export function statistic(group: Group, metric: string, name: Statistic): number | undefined {
  const value = group.metrics[metric]?.[name];
  return value === undefined ? undefined : numberOf(value);
}
