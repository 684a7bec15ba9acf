// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors

export const COMPARISON_TABS = ["summary", "charts", "images", "files", "code"] as const;

export type ComparisonTab = (typeof COMPARISON_TABS)[number];

export const CURVES_X = ["relative", "time"] as const;

export type CurvesX = (typeof CURVES_X)[number];

/** What is compared and how; what is usual is left out. */
export interface ComparisonAddress {
  /** Ids of the runs with commas between, the baseline first. */
  readonly runs?: string;
  readonly tab?: ComparisonTab;
  /** Rows in which the runs are the same are shown too. */
  readonly same?: true;
  /** What curves lie over where it is not their steps. */
  readonly x?: CurvesX;
  /** How smooth curves are: above 0 and below 1. */
  readonly smooth?: number;
}

/** The search part of a comparison's address, without what it cannot be. */
export function comparisonAddress(search: Record<string, unknown>): ComparisonAddress {
  const { runs, tab, same, x, smooth } = search;
  return {
    ...(typeof runs === "string" && runs !== "" ? { runs } : {}),
    ...(isTab(tab) && tab !== "summary" ? { tab } : {}),
    ...(same === true ? { same } : {}),
    ...(x === "relative" || x === "time" ? { x } : {}),
    ...(typeof smooth === "number" && smooth > 0 && smooth < 1 ? { smooth } : {}),
  };
}

/** The runs of an address, each once. */
export function comparedRuns(address: ComparisonAddress): readonly string[] {
  return [...new Set((address.runs ?? "").split(",").filter((id) => id !== ""))];
}

/** Of other runs; the first is the baseline. */
export function comparing(runs: readonly string[]): ComparisonAddress {
  return runs.length === 0 ? {} : { runs: runs.join(",") };
}

function isTab(value: unknown): value is ComparisonTab {
  return COMPARISON_TABS.some((tab) => tab === value);
}
