// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import type { Look, Series } from "./types";

/** A series of buckets of one point each, for tests. */
export function seriesOf(id: string, x: readonly number[], values: readonly number[], look?: Look): Series {
  const value = Float64Array.from(values);
  return {
    id,
    label: id,
    look: look ?? { hue: 1, dash: 0 },
    x: Float64Array.from(x),
    first: value,
    last: value,
    min: value,
    max: value,
    mean: value,
    count: new Float64Array(value.length).fill(1),
  };
}
