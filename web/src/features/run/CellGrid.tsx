// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
// biome-ignore-all lint/a11y/useSemanticElements: rows and cells are placed by hand, which takes a table's own elements their roles
// biome-ignore-all lint/a11y/useFocusableInteractive: the frame is what scrolls and is focused

import { useElementSize, useMergedRef } from "@mantine/hooks";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useEffect, useRef } from "react";
import classes from "./CellGrid.module.css";

interface CellGridProps {
  readonly label: string;
  readonly head: readonly string[];
  readonly count: number;
  /** What a cell says; numbers stand at the right. */
  readonly cell: (row: number, column: number) => ReactNode;
  readonly note?: ReactNode;
  readonly onEnd?: () => void;
}

const ROW = 28;
const COLUMN = 140;

/** A table of many rows and columns, of which only those in sight are on the page. */
export function CellGrid({ label, head, count, cell, note, onEnd }: CellGridProps) {
  const frame = useRef<HTMLDivElement>(null);
  const { ref, width: room } = useElementSize();
  const column = Math.max(COLUMN, Math.floor(room / Math.max(1, head.length)));
  const rows = useVirtualizer({
    count,
    getScrollElement: () => frame.current,
    estimateSize: () => ROW,
    overscan: 15,
    onChange: (seen) => {
      if (onEnd && (seen.range?.endIndex ?? 0) >= count - 30) {
        onEnd();
      }
    },
  });
  const columns = useVirtualizer({
    horizontal: true,
    count: head.length,
    getScrollElement: () => frame.current,
    estimateSize: () => column,
    overscan: 3,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: columns are measured anew when they are of another width
  useEffect(() => columns.measure(), [column]);
  const seen = columns.getVirtualItems();
  const width = columns.getTotalSize();
  return (
    <div className={classes.grid}>
      <div
        ref={useMergedRef(frame, ref)}
        className={classes.frame}
        role="table"
        aria-label={label}
        aria-rowcount={count + 1}
        aria-colcount={head.length}
        tabIndex={0}
      >
        <div role="row" aria-rowindex={1} className={classes.head} style={{ width }}>
          {seen.map(({ index, start }) => (
            <div
              key={index}
              role="columnheader"
              aria-colindex={index + 1}
              style={{ left: start, width: column }}
              title={head[index]}
              dir="auto"
            >
              {head[index]}
            </div>
          ))}
        </div>
        <div role="rowgroup" style={{ height: rows.getTotalSize(), width, position: "relative" }}>
          {rows.getVirtualItems().map((row) => (
            <div
              key={row.index}
              role="row"
              aria-rowindex={row.index + 2}
              className={classes.row}
              style={{ transform: `translateY(${row.start}px)` }}
            >
              {seen.map(({ index, start }) => {
                const content = cell(row.index, index);
                return (
                  <div
                    key={index}
                    role="cell"
                    aria-colindex={index + 1}
                    style={{ left: start, width: column }}
                    dir="auto"
                    title={typeof content === "string" ? content : undefined}
                  >
                    {content}
                  </div>
                );
              })}
            </div>
          ))}
        </div>
      </div>
      {note !== undefined && <p className={classes.note}>{note}</p>}
    </div>
  );
}
