// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import type { Metric } from "../../api/schema";
import type { Look } from "../../charts/types";
import { isNumeric } from "../run/metrics/display";

const HUES = 8;

/** What can be drawn of several runs. */
export interface Overlays {
  /** Names of metrics of which a run has several numbers. */
  readonly curves: readonly string[];
  /** Names of those of which each run has one at most. */
  readonly values: readonly string[];
}

/** Numeric metrics without columns that any run has, those that more runs have first. */
export function overlaysOf(runs: readonly (readonly Metric[])[]): Overlays {
  const found = new Map<string, { runs: number; most: number }>();
  for (const metric of runs.flat()) {
    const [column] = metric.columns;
    if (column !== undefined && column.name === "" && isNumeric(column)) {
      const { runs: before, most } = found.get(metric.name) ?? { runs: 0, most: 0 };
      found.set(metric.name, { runs: before + 1, most: Math.max(most, column.count) });
    }
  }
  const names = [...found].toSorted(([, one], [, other]) => other.runs - one.runs);
  return {
    curves: names.filter(([, { most }]) => most > 1).map(([name]) => name),
    values: names.filter(([, { most }]) => most === 1).map(([name]) => name),
  };
}

/** The look of the run at a place of the comparison: eight hues, then the same dashed. */
export function lookAt(at: number): Look {
  return { hue: (at % HUES) + 1, dash: (Math.floor(at / HUES) % 3) as Look["dash"] };
}
