// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors

/** The rows of a click with shift: from the row of the last click to this one, both ends in. */
export function rangeOf(anchor: number, index: number): readonly number[] {
  const first = Math.min(anchor, index);
  return Array.from({ length: Math.abs(anchor - index) + 1 }, (_, offset) => first + offset);
}

/** The selection with all of `ids` in it or out of it. */
export function withAll(
  selected: ReadonlySet<string>,
  ids: readonly (string | undefined)[],
  isIn: boolean,
): ReadonlySet<string> {
  const next = new Set(selected);
  for (const id of ids) {
    if (id === undefined) {
      continue;
    }
    if (isIn) {
      next.add(id);
    } else {
      next.delete(id);
    }
  }
  return next;
}
