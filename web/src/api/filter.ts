// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
//
// Pieces of the filter language, see docs/filters.md.

const PLAIN = /^[\p{L}\p{N}_\-/:@]+(?:\.[\p{L}\p{N}_\-/:@]+)*$/u;
export const AGGREGATES = ["last", "min", "max", "first", "count"] as const;

/** What of a metric's values is meant. */
export type Aggregate = (typeof AGGREGATES)[number];

export type Family = "metrics" | "params" | "tags" | "properties";

/** A text as the language writes it: in quotes, a quote inside twice. */
export function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

/** The field of a family, such as `metrics."val loss".min`. */
export function field(family: Family, name: string, aggregate?: Aggregate): string {
  const stands = PLAIN.test(name) && !endsAsAggregate(name);
  return `${family}.${stands ? name : quoted(name)}${aggregate ? `.${aggregate}` : ""}`;
}

function endsAsAggregate(name: string): boolean {
  return AGGREGATES.some((aggregate) => name === aggregate || name.endsWith(`.${aggregate}`));
}
