// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { at } from "./types";

/** The greatest weight: at 1 nothing would ever move. */
export const STRONGEST = 0.999;

/**
 * Exponential moving average without the pull towards 0 at its start. The weight (0 to 0.999) is what the
 * past counts. Non-finite values stay as they are and move nothing; a series that never changes stays as it is.
 */
export function smooth(values: Float64Array, weight: number): Float64Array {
  const kept = Math.min(Math.max(weight, 0), STRONGEST);
  if (kept === 0 || isConstant(values)) {
    return values;
  }
  let sum = 0;
  // What of the weights is still missing: kept to the power of the finite values so far.
  let missing = 1;
  return values.map((value) => {
    if (!Number.isFinite(value)) {
      return value;
    }
    sum = sum * kept + value * (1 - kept);
    missing *= kept;
    return sum / (1 - missing);
  });
}

function isConstant(values: Float64Array): boolean {
  const first = at(values, 0);
  return values.every((value) => value === first);
}
