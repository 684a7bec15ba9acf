// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import type { Value } from "../../../api/numbers";
import { shortNumber, wholeNumber } from "../../../format/number";

/** A value as it is shown: numbers short, nothing for none. */
export function valueText(value: Value): string {
  return typeof value === "number" ? shortNumber(value) : value === null ? "" : String(value);
}

/** A value with all its digits. */
export function wholeValue(value: Value): string {
  return typeof value === "number" ? wholeNumber(value) : value === null ? "" : String(value);
}
