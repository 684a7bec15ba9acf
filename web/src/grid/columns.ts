// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors

/** A column of the grid; the first one stays in sight while others scroll. */
export interface GridColumn {
  readonly id: string;
  readonly label: string;
  /** Named once above all neighbours with the same one. */
  readonly group?: string;
  /** In pixels. */
  readonly width: number;
  readonly align: "start" | "end";
  readonly sortable: boolean;
}

export interface Order {
  readonly column: string;
  readonly direction: "asc" | "desc";
}

export type Density = "compact" | "normal" | "roomy";

/** Height of a row in pixels. */
export const ROW_HEIGHT: Readonly<Record<Density, number>> = { compact: 24, normal: 30, roomy: 38 };

export const NARROWEST = 56;
export const WIDEST = 640;

/** A width a column can have. */
export function boundWidth(width: number): number {
  return Math.round(Math.min(WIDEST, Math.max(NARROWEST, width)));
}

/** Neighbours of one group among the columns from `from` on: where they start and how far they go, in columns. */
export interface Span {
  readonly label: string;
  readonly first: number;
  readonly count: number;
}

export function groupSpans(columns: readonly GridColumn[]): readonly Span[] {
  const spans: { label: string; first: number; count: number }[] = [];
  columns.forEach(({ group }, index) => {
    const last = spans.at(-1);
    if (group === undefined) {
      return;
    }
    if (last?.label === group && last.first + last.count === index) {
      last.count++;
    } else {
      spans.push({ label: group, first: index, count: 1 });
    }
  });
  return spans;
}
