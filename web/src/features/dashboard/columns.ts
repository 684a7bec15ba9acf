// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { field } from "../../api/filter";
import type { GridColumn } from "../../grid/columns";
import { texts } from "../../messages";
import { FIRST_METRICS, type LoggedMetric } from "./charts";
import { fieldGroup, fieldLabel, isNumeric, isTime, readField } from "./fields";

/** The first column: a run's name or number. It is no field of its own. */
export const RUN = "run";

const WIDTHS: Readonly<Record<string, number>> = {
  run: 156,
  status: 122,
  experiment: 170,
  started: 150,
  created: 150,
  ended: 150,
  duration: 96,
  number: 96,
  target: 88,
  user: 88,
  tags: 200,
  script: 150,
  description: 260,
  id: 220,
};
const LETTER = 7;
const PADDING = 36;
const NARROW = 96;
const WIDE = 240;

/** What a list shows before anybody chose: where a run stands, its metrics, where it ran. */
export function firstColumns(logged: readonly LoggedMetric[], hasExperiments: boolean): readonly string[] {
  return [
    ...(hasExperiments ? ["experiment"] : []),
    "status",
    "started",
    "duration",
    ...logged.slice(0, FIRST_METRICS).map(({ name }) => field("metrics", name)),
    "target",
    "user",
    "tags",
  ];
}

/** The columns of the grid for these fields, the run before them. */
export function gridColumns(
  fields: readonly string[],
  widths: Readonly<Record<string, number>>,
): readonly GridColumn[] {
  const run: GridColumn = {
    id: RUN,
    label: texts.dashboard.run,
    width: widths[RUN] ?? WIDTHS[RUN] ?? NARROW,
    align: "start",
    sortable: true,
  };
  return [run, ...fields.map((each) => columnOf(each, widths[each]))];
}

function columnOf(text: string, width: number | undefined): GridColumn {
  const label = fieldLabel(text);
  const group = fieldGroup(text);
  const fitting = Math.min(WIDE, Math.max(NARROW, label.length * LETTER + PADDING));
  return {
    id: text,
    label,
    width: width ?? WIDTHS[text] ?? fitting,
    align: isNumeric(text) ? "end" : "start",
    sortable: text !== "tags",
    ...(group !== undefined && { group }),
  };
}

/** What the server is asked for to fill these columns. */
export function askedColumns(fields: readonly string[]): string {
  return [...new Set(["id", "number", "name", "status", ...fields])].join(",");
}

/** The field rows are ordered by when the head of a column is used. */
export function orderField(column: string): string {
  return column === RUN ? "number" : column;
}

export function orderColumn(field: string): string {
  return field === "number" ? RUN : field;
}

/** The next order of a column: numbers and times begin with the greatest, texts with the first; the third time none. */
export function nextOrder(
  field: string,
  current: { readonly column: string; readonly direction: "asc" | "desc" } | undefined,
): { readonly column: string; readonly direction: "asc" | "desc" } | undefined {
  const isText = !isNumeric(field) && !isTime(field) && readField(field) !== undefined;
  const first = isText ? "asc" : "desc";
  if (current?.column !== field) {
    return { column: field, direction: first };
  }
  return current.direction === first
    ? { column: field, direction: first === "asc" ? "desc" : "asc" }
    : undefined;
}

/** The list with the field at `from` in the place of the one at `to`. */
export function reordered(fields: readonly string[], from: number, to: number): readonly string[] {
  const moving = fields[from];
  if (moving === undefined || to < 0 || to >= fields.length) {
    return fields;
  }
  const others = fields.filter((_, index) => index !== from);
  return [...others.slice(0, to), moving, ...others.slice(to)];
}
