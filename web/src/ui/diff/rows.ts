// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { diffLines } from "diff";

/** A line of two texts set against each other; numbers are from 1. */
export type DiffRow =
  | { readonly kind: "same"; readonly left: number; readonly right: number; readonly text: string }
  | { readonly kind: "removed"; readonly left: number; readonly text: string }
  | { readonly kind: "added"; readonly right: number; readonly text: string };

/** A stretch of rows: some are shown at first, long equal ones are not. */
export interface Stretch {
  readonly rows: readonly DiffRow[];
  readonly hidden: boolean;
}

const PATIENCE_MS = 3_000;
const AROUND = 3;
const WORTH_HIDING = 4;

/** What became of the lines of one text in another; nothing when they differ too much to say in reasonable time. */
export function diffRows(from: string, to: string): readonly DiffRow[] | undefined {
  const parts = diffLines(from, to, { timeout: PATIENCE_MS });
  if (parts === undefined) {
    return undefined;
  }
  const rows: DiffRow[] = [];
  let left = 1;
  let right = 1;
  for (const { value, added, removed } of parts) {
    for (const text of linesOf(value)) {
      if (added) {
        rows.push({ kind: "added", right: right++, text });
      } else if (removed) {
        rows.push({ kind: "removed", left: left++, text });
      } else {
        rows.push({ kind: "same", left: left++, right: right++, text });
      }
    }
  }
  return rows;
}

function linesOf(text: string): readonly string[] {
  const lines = text.split("\n");
  if (lines.at(-1) === "") {
    lines.pop();
  }
  return lines;
}

/** Rows with the equal ones far from every change set apart. */
export function stretchesOf(rows: readonly DiffRow[]): readonly Stretch[] {
  const near = new Uint8Array(rows.length);
  rows.forEach(({ kind }, at) => {
    if (kind !== "same") {
      near.fill(1, Math.max(0, at - AROUND), at + AROUND + 1);
    }
  });
  const stretches: Stretch[] = [];
  for (let at = 0; at < rows.length; ) {
    let end = at;
    while (end < rows.length && near[end] === near[at]) {
      end++;
    }
    stretches.push({ rows: rows.slice(at, end), hidden: near[at] === 0 && end - at >= WORTH_HIDING });
    at = end;
  }
  return stretches;
}

/** A line of the side-by-side view: what was removed stands beside what was added in its place. */
export interface Pair {
  readonly left: DiffRow | undefined;
  readonly right: DiffRow | undefined;
}

export function pairsOf(rows: readonly DiffRow[]): readonly Pair[] {
  const pairs: Pair[] = [];
  let removed: DiffRow[] = [];
  let added: DiffRow[] = [];
  const flush = (): void => {
    for (let at = 0; at < Math.max(removed.length, added.length); at++) {
      pairs.push({ left: removed[at], right: added[at] });
    }
    removed = [];
    added = [];
  };
  for (const row of rows) {
    if (row.kind === "same") {
      flush();
      pairs.push({ left: row, right: row });
    } else {
      (row.kind === "removed" ? removed : added).push(row);
    }
  }
  flush();
  return pairs;
}
