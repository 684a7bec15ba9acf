// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors

/** What a person chose to see of a run. */
export interface RunAddress {
  /** The one metric that is shown large. */
  readonly metric?: string;
  /** The file that is open. */
  readonly file?: string;
  /** The run whose snapshot this one's is compared with. */
  readonly with?: string;
  /** Place of the images that are shown, from 0. */
  readonly step?: number;
  /** What curves lie over where it is not their steps. */
  readonly x?: string;
  /** How smooth curves are: above 0 and below 1. */
  readonly smooth?: number;
}

/** The search part of the page's address, without what it cannot be. */
export function runAddress(search: Record<string, unknown>): RunAddress {
  const { metric, file, with: other, step, x, smooth } = search;
  return {
    ...text("metric", metric),
    ...text("file", file),
    ...text("with", other),
    ...(typeof step === "number" && Number.isSafeInteger(step) && step >= 0 ? { step } : {}),
    ...(x === "step" ? {} : text("x", x)),
    ...(typeof smooth === "number" && smooth > 0 && smooth < 1 ? { smooth } : {}),
  };
}

// A name like `5` or `true` comes parsed from the address and is a text all the same.
function text<K extends string>(key: K, value: unknown): { [P in K]?: string } {
  const said = typeof value === "number" || typeof value === "boolean" ? String(value) : value;
  return (typeof said === "string" && said !== "" ? { [key]: said } : {}) as { [P in K]?: string };
}
