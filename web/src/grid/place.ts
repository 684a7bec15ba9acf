// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors

/** Where the keyboard is: row -1 is the head; column 0 holds the boxes. */
export interface Place {
  readonly row: number;
  readonly column: number;
}

export interface Extent {
  readonly rows: number;
  readonly columns: number;
  /** Rows that fit in the window. */
  readonly page: number;
}

const MOVES: Readonly<Record<string, (place: Place, extent: Extent) => Place>> = {
  ArrowDown: ({ row, column }) => ({ row: row + 1, column }),
  ArrowUp: ({ row, column }) => ({ row: row - 1, column }),
  ArrowRight: ({ row, column }) => ({ row, column: column + 1 }),
  ArrowLeft: ({ row, column }) => ({ row, column: column - 1 }),
  j: ({ row, column }) => ({ row: row + 1, column }),
  k: ({ row, column }) => ({ row: Math.max(0, row - 1), column }),
  Home: ({ row }) => ({ row, column: 0 }),
  End: ({ row }, { columns }) => ({ row, column: columns - 1 }),
  PageDown: ({ row, column }, { page }) => ({ row: row + page, column }),
  PageUp: ({ row, column }, { page }) => ({ row: Math.max(0, row - page), column }),
  "Ctrl+Home": () => ({ row: 0, column: 0 }),
  "Ctrl+End": (_, { rows, columns }) => ({ row: rows - 1, column: columns - 1 }),
};

/** Where a key leads from a place, within the grid; undefined for a key that does not move. */
export function moved(key: string, from: Place, extent: Extent): Place | undefined {
  const to = MOVES[key]?.(from, extent);
  return (
    to && {
      row: Math.min(Math.max(to.row, -1), extent.rows - 1),
      column: Math.min(Math.max(to.column, 0), extent.columns - 1),
    }
  );
}
