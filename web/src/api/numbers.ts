// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import type { Cell } from "./schema";

/** A number as the wire has it: JSON knows no NaN and no infinity. */
export type WireNumber = number | "NaN" | "Infinity" | "-Infinity";

const NAMED: Readonly<Record<string, number>> = {
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  "-Infinity": Number.NEGATIVE_INFINITY,
};

export function numberOf(value: WireNumber): number {
  return typeof value === "number" ? value : (NAMED[value] ?? Number.NaN);
}

export function numbersOf(values: readonly WireNumber[]): Float64Array {
  return Float64Array.from(values, numberOf);
}

/** What a cell says: a number (NaN and infinities too), a truth, a text, or nothing. */
export type Value = number | boolean | string | null;

/** The three strings that are numbers come as texts in an object, see `Cell` of the API. */
export function cellValue(cell: Cell | undefined): Value {
  if (cell === undefined || cell === null) {
    return null;
  }
  if (typeof cell === "object") {
    return cell.x;
  }
  return typeof cell === "string" && Object.hasOwn(NAMED, cell) ? numberOf(cell as WireNumber) : cell;
}
