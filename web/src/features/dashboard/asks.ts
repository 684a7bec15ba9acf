// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
//
// What a dashboard asks of the server. The page asks it when it is drawn, and `ahead.ts` while its code is on the way.
import { metricNames, runGroups, runPage } from "../../api/queries";
import type { DashboardAddress } from "./address";
import { type LoggedMetric, probeColumns } from "./charts";
import { askedColumns, firstColumns } from "./columns";
import { both } from "./conditions";
import { splitFields } from "./fields";

/** The runs a dashboard is about, before anybody filters them. */
export interface Scope {
  /** Name of an experiment; without it runs of all. */
  readonly experiment?: string;
  /** Only runs of this script. */
  readonly script?: string;
  readonly primaryMetric?: { readonly name: string; readonly goal: "min" | "max" };
}

/** Runs of the first page, which is what most people see and what is asked again after each hint. */
export const FIRST_PAGE = 200;
const NAMES_ASKED = 100;
const RUNS_PROBED = 20;

/** The name under which this person's choices for a scope are kept. */
export function personalKey({ experiment = "", script = "" }: Scope): string {
  return `${experiment}/${script}`;
}

/** What the server is asked about the runs, without what is shown of them. */
export function runsAsk(scope: Scope, address: DashboardAddress) {
  const experiment = scope.experiment ?? address.experiment;
  const script = scope.script === undefined ? undefined : `script = "${scope.script.replaceAll('"', '""')}"`;
  const filter = both(address.filter, script);
  return {
    ...(experiment !== undefined && { experiment }),
    ...(filter !== undefined && { filter }),
    ...(address.archived !== undefined && { archived: address.archived }),
  };
}

/** The same in the order that the list has. */
export function orderedAsk(scope: Scope, address: DashboardAddress) {
  return { ...runsAsk(scope, address), ...(address.order !== undefined && { orderBy: address.order }) };
}

/** How many runs there are, however few of them are loaded. */
export function countAsk(scope: Scope, address: DashboardAddress) {
  return runGroups({ ...runsAsk(scope, address), by: "archived" });
}

export function namesAsk(scope: Scope, address: DashboardAddress) {
  const experiment = scope.experiment ?? address.experiment;
  return metricNames({ ...(experiment !== undefined && { experiment }), limit: NAMES_ASKED });
}

/** Which of the names have numbers, and how many, in the newest runs. */
export function probeAsk(scope: Scope, address: DashboardAddress, names: readonly string[]) {
  const unfiltered: DashboardAddress = address.experiment ? { experiment: address.experiment } : {};
  return runPage({ ...runsAsk(scope, unfiltered), columns: probeColumns(names), limit: RUNS_PROBED });
}

/** The fields of the list: those chosen, else those of what was logged. */
export function shownFields(
  scope: Scope,
  chosen: string | undefined,
  logged: readonly LoggedMetric[],
): readonly string[] {
  return chosen === undefined ? firstColumns(logged, scope.experiment === undefined) : splitFields(chosen);
}

/** The rows of the list, without how many of them. */
export function rowsAsk(scope: Scope, address: DashboardAddress, fields: readonly string[]) {
  return { ...orderedAsk(scope, address), columns: askedColumns(fields) };
}
