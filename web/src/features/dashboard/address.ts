// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import type { Density } from "../../grid/columns";
import { readField, splitFields, writeField } from "./fields";

const KINDS = ["points", "curve", "bars"] as const;

export type ChartKind = (typeof KINDS)[number];

/** A chart as a person chose it. */
export interface ChartChoice {
  readonly kind: ChartKind;
  /** The field shown; of curves a metric without aggregate. */
  readonly y: string;
  /** Of points a field, of curves what steps are; the strip's axis without it. */
  readonly x?: string;
  readonly log?: true;
  readonly logX?: true;
}

/** What a person chose to see of the runs. Absent is what everybody sees at first. */
export interface DashboardAddress {
  readonly filter?: string;
  /** Name; only where runs of all experiments are shown. */
  readonly experiment?: string;
  readonly archived?: "yes" | "all";
  /** A field, and `desc` after a space where the greatest come first. */
  readonly order?: string;
  readonly columns?: string;
  readonly group?: string;
  readonly charts?: readonly ChartChoice[];
  /** What points lie over: a field. */
  readonly x?: string;
  readonly strip?: "closed";
  readonly density?: Exclude<Density, "normal">;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export const DEFAULT_X = "number";
export const MOST_CHARTS = 24;
const MOST_GROUPED = 2;

/** The search part of the page's address, without what it cannot be and without what is so anyway. */
export function dashboardAddress(search: Record<string, unknown>): DashboardAddress {
  const address: Mutable<DashboardAddress> = {};
  for (const key of ["filter", "experiment"] as const) {
    const value = textOf(search[key]);
    if (value !== undefined && value.trim() !== "") {
      address[key] = value;
    }
  }
  if (search.archived === "yes" || search.archived === "all") {
    address.archived = search.archived;
  }
  if (search.strip === "closed") {
    address.strip = "closed";
  }
  if (search.density === "compact" || search.density === "roomy") {
    address.density = search.density;
  }
  const order = readOrder(textOf(search.order));
  if (order) {
    address.order = writeOrder(order);
  }
  const columns = fieldsOf(search.columns);
  if (columns.length > 0) {
    address.columns = columns.join(",");
  }
  const group = fieldsOf(search.group).slice(0, MOST_GROUPED);
  if (group.length > 0) {
    address.group = group.join(",");
  }
  const x = axisOf(search.x);
  if (x !== undefined && x !== DEFAULT_X) {
    address.x = x;
  }
  if (Array.isArray(search.charts)) {
    address.charts = search.charts
      .map(chartOf)
      .filter((chart) => chart !== undefined)
      .slice(0, MOST_CHARTS);
  }
  return address;
}

/** Whether somebody chose to see only some of the runs. */
export function isNarrowed({ filter, experiment, archived }: DashboardAddress): boolean {
  return filter !== undefined || experiment !== undefined || archived !== undefined;
}

export interface FieldOrder {
  readonly column: string;
  readonly direction: "asc" | "desc";
}

export function readOrder(order: string | undefined): FieldOrder | undefined {
  const parts = /^(.+?)(?:\s+(asc|desc))?$/su.exec(order?.trim() ?? "");
  const read = parts?.[1] === undefined ? undefined : readField(parts[1]);
  return read && { column: writeField(read), direction: parts?.[2] === "desc" ? "desc" : "asc" };
}

export function writeOrder({ column, direction }: FieldOrder): string {
  return direction === "desc" ? `${column} desc` : column;
}

// A router reads what looks like a number as one.
function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : typeof value === "number" ? String(value) : undefined;
}

function fieldsOf(value: unknown): readonly string[] {
  const fields = typeof value === "string" ? splitFields(value) : [];
  const known = fields.map(readField).filter((read) => read !== undefined);
  return [...new Set(known.map(writeField))];
}

function axisOf(value: unknown): string | undefined {
  const read = typeof value === "string" ? readField(value) : undefined;
  return read && writeField(read);
}

function chartOf(value: unknown): ChartChoice | undefined {
  if (typeof value !== "object" || value === null) {
    return undefined;
  }
  const { kind, y, x, log, logX } = value as Record<string, unknown>;
  const shown = axisOf(y);
  const known = KINDS.find((each) => each === kind);
  if (known === undefined || shown === undefined) {
    return undefined;
  }
  const axis = known === "curve" ? stepOf(x) : known === "points" ? axisOf(x) : undefined;
  return {
    kind: known,
    y: shown,
    ...(axis && { x: axis }),
    ...(log === true && { log }),
    ...(logX === true && { logX }),
  };
}

function stepOf(value: unknown): string | undefined {
  return value === "time" || value === "relative" ? value : undefined;
}
