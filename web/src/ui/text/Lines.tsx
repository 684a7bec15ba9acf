// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, type Ref, type RefObject, useImperativeHandle } from "react";
import classes from "./Lines.module.css";

/** Moves what is seen of the lines. */
export interface LinesHandle {
  toLine(line: number, align?: "start" | "center" | "end"): void;
  firstSeen(): number;
}

interface LinesProps {
  readonly count: number;
  readonly keyOf: (line: number) => string | number;
  readonly line: (line: number) => ReactNode;
  readonly label: string;
  readonly frame: RefObject<HTMLDivElement | null>;
  readonly handle?: Ref<LinesHandle>;
  readonly wrap?: boolean;
  /** Whether lines may be of other heights without being wrapped. */
  readonly uneven?: boolean;
  readonly onScroll?: () => void;
}

const LINE = 18;
const AROUND = 30;

/** Lines of fixed-width text, of which only those in sight are on the page. */
export function Lines({
  count,
  keyOf,
  line,
  label,
  frame,
  handle,
  wrap = false,
  uneven = false,
  onScroll,
}: LinesProps) {
  const rows = useVirtualizer({
    count,
    getScrollElement: () => frame.current,
    estimateSize: () => LINE,
    getItemKey: keyOf,
    overscan: AROUND,
  });
  useImperativeHandle(handle, () => ({
    toLine: (at, align = "center") => rows.scrollToIndex(at, { align }),
    firstSeen: () => Math.floor((frame.current?.scrollTop ?? 0) / LINE),
  }));
  return (
    <section
      ref={frame}
      className={classes.frame}
      aria-label={label}
      tabIndex={0}
      data-wrap={wrap || undefined}
      onScroll={onScroll}
    >
      <div className={classes.lines} style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map((row) => (
          <div
            key={row.key}
            data-index={row.index}
            ref={wrap || uneven ? rows.measureElement : null}
            className={classes.line}
            style={{ transform: `translateY(${row.start}px)` }}
          >
            {line(row.index)}
          </div>
        ))}
      </div>
    </section>
  );
}
