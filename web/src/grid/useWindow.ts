// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { defaultRangeExtractor, type Range, useVirtualizer } from "@tanstack/react-virtual";
import { type RefObject, useCallback, useEffect, useMemo, useState } from "react";
import type { GridColumn } from "./columns";
import type { Place } from "./place";

/** A row or a column in sight, and where it begins, in pixels. */
export interface Slot {
  readonly index: number;
  readonly start: number;
}

interface Shape {
  readonly rows: number;
  readonly rowHeight: number;
  readonly headHeight: number;
  readonly columns: readonly GridColumn[];
  readonly pinnedWidth: number;
  readonly place: Place;
}

const ROWS_BEYOND = 6;
const COLUMNS_BEYOND = 2;
// A pinned column may cover all of a narrow window but this.
const LEAST_OPEN = 160;

/** Which rows and columns are in sight, and what brings others there. The place of the keyboard stays mounted. */
export function useWindow(scroller: RefObject<HTMLElement | null>, shape: Shape) {
  const { rows, rowHeight, headHeight, columns, pinnedWidth, place } = shape;
  const window = useWidth(scroller);
  const whole = columns.slice(1).reduce((sum, column) => sum + column.width, pinnedWidth);
  const isPinned = window === 0 || (window >= pinnedWidth + LEAST_OPEN && whole > window);
  const covered = isPinned ? pinnedWidth : 0;
  const vertical = useVirtualizer({
    count: rows,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: ROWS_BEYOND,
    scrollPaddingStart: headHeight,
    scrollMargin: headHeight,
    useFlushSync: false,
    rangeExtractor: useCallback((range: Range) => withIndex(range, place.row), [place.row]),
  });
  const horizontal = useVirtualizer({
    horizontal: true,
    count: columns.length - 1,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => columns[index + 1]?.width ?? 0,
    overscan: COLUMNS_BEYOND,
    paddingStart: pinnedWidth,
    scrollPaddingStart: covered,
    useFlushSync: false,
    rangeExtractor: useCallback((range: Range) => withIndex(range, place.column - 2), [place.column]),
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: other heights and widths are measured again
  useEffect(() => {
    vertical.measure();
    horizontal.measure();
  }, [vertical, horizontal, rowHeight, columns, pinnedWidth]);
  const items = horizontal.getVirtualItems();
  const slots = useMemo<readonly Slot[]>(
    () => items.map(({ index, start }) => ({ index: index + 1, start })),
    [items],
  );
  const reveal = useCallback(
    (to: Place) => {
      if (to.row >= 0) {
        vertical.scrollToIndex(to.row, { align: "auto" });
      }
      if (to.column >= 2) {
        horizontal.scrollToIndex(to.column - 2, { align: "auto" });
      }
    },
    [vertical, horizontal],
  );
  return {
    rows: vertical.getVirtualItems(),
    slots,
    // A column that has not scrolled away need not be kept: a layer for each row takes the browser time in every frame.
    pins: isPinned && (window === 0 || (horizontal.scrollOffset ?? 0) > 0),
    height: rows * rowHeight,
    width: horizontal.getTotalSize(),
    pageRows: Math.max(1, Math.floor(((scroller.current?.clientHeight ?? 0) - headHeight) / rowHeight) - 1),
    reveal,
  };
}

function withIndex(range: Range, index: number): number[] {
  const indices = defaultRangeExtractor(range);
  if (index < 0 || index >= range.count || indices.includes(index)) {
    return indices;
  }
  return [...indices, index].sort((a, b) => a - b);
}

/** 0 before the element is laid out. */
function useWidth(element: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const watched = element.current;
    if (watched === null) {
      return;
    }
    const watch = new ResizeObserver(() => setWidth(watched.clientWidth));
    watch.observe(watched);
    return () => watch.disconnect();
  }, [element]);
  return width;
}
