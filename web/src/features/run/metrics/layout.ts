// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import type { Metric } from "../../../api/schema";
import { type Display, displayOf } from "./display";

export type Group = "values" | "curves" | "texts" | "tables" | "files";

export interface Shown {
  readonly metric: Metric;
  readonly display: Display;
}

/** A line of the page: some values side by side, some charts, or one wide thing. */
export interface Shelf {
  readonly group: Group;
  readonly items: readonly Shown[];
  /** How many would fit beside each other; fewer where the group has no more, so that they have the room. */
  readonly columns: number;
}

const GROUP_OF: Readonly<Record<Exclude<Display["show"], "images">, Group>> = {
  value: "values",
  line: "curves",
  pair: "curves",
  texts: "texts",
  table: "tables",
  file: "files",
};

const ORDER: readonly Group[] = ["values", "curves", "tables", "texts", "files"];

/** Metrics by how they are shown, each group in the order of logging. Images have a tab of their own. */
export function groupsOf(metrics: readonly Metric[]): ReadonlyMap<Group, readonly Shown[]> {
  const groups = new Map<Group, Shown[]>(ORDER.map((group) => [group, []]));
  for (const metric of metrics) {
    const display = displayOf(metric);
    if (display.show !== "images") {
      groups.get(GROUP_OF[display.show])?.push({ metric, display });
    }
  }
  return groups;
}

/** How many things of each group stand side by side at a width in pixels. */
export function perShelf(group: Group, width: number): number {
  if (group === "values") {
    return Math.max(1, Math.min(6, Math.floor((width + 12) / 184)));
  }
  return Math.max(1, Math.min(3, Math.floor((width + 12) / 372)));
}

/** The page as lines of things. */
export function shelvesOf(groups: ReadonlyMap<Group, readonly Shown[]>, width: number): readonly Shelf[] {
  const shelves: Shelf[] = [];
  for (const [group, items] of groups) {
    const each = perShelf(group, width);
    for (let at = 0; at < items.length; at += each) {
      const columns = group === "values" ? each : Math.min(each, items.length);
      shelves.push({ group, items: items.slice(at, at + each), columns });
    }
  }
  return shelves;
}
