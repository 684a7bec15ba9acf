// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useRef } from "react";
import type { Run } from "../../api/schema";
import { nameOf } from "./ComparedRuns";
import classes from "./ComparedTable.module.css";
import { Swatch } from "./Swatch";

const ROW_PX = 30;
const LABEL_PX = 240;
const RUN_PX = 180;

/** One row of a {@link ComparedTable}. */
export interface ComparedLine {
  readonly key: string;
  readonly label: ReactNode;
  /** Whole, when hovered. */
  readonly title: string;
  /** One a run. */
  readonly cells: readonly ComparedCell[];
  /** Whether it stands apart from the one above. */
  readonly isFirst?: boolean;
}

export interface ComparedCell {
  readonly shown: ReactNode;
  readonly title: string;
}

interface ComparedTableProps {
  readonly label: string;
  readonly what: string;
  readonly runs: readonly Run[];
  readonly count: number;
  /** The line at an index; asked for those that are looked at. */
  readonly line: (index: number) => ComparedLine | undefined;
}

/** A column a run and as many rows as are looked at; the head and the first column stay in view. */
export function ComparedTable({ label, what, runs, count, line }: ComparedTableProps) {
  const frame = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => frame.current,
    estimateSize: () => ROW_PX,
    overscan: 10,
  });
  return (
    <div className={classes.frame} ref={frame} tabIndex={0} role="region" aria-label={label}>
      <div
        role="table"
        aria-rowcount={count + 1}
        aria-label={label}
        style={{ minWidth: LABEL_PX + runs.length * RUN_PX }}
      >
        <div role="row" aria-rowindex={1} className={`${classes.row} ${classes.head}`}>
          <span role="columnheader" className={classes.label}>
            {what}
          </span>
          {runs.map((run, at) => (
            <span role="columnheader" key={run.id} className={classes.cell} dir="auto">
              <Swatch at={at} /> {nameOf(run, run.id)}
            </span>
          ))}
        </div>
        <div role="rowgroup" style={{ height: virtual.getTotalSize(), position: "relative" }}>
          {virtual.getVirtualItems().map(({ index, start }) => {
            const told = line(index);
            return told && <Line key={told.key} line={told} at={index + 2} top={start} />;
          })}
        </div>
      </div>
    </div>
  );
}

function Line({ line, at, top }: { line: ComparedLine; at: number; top: number }) {
  return (
    <div
      role="row"
      aria-rowindex={at}
      className={classes.row}
      data-first={line.isFirst || undefined}
      style={{ position: "absolute", top, left: 0, right: 0 }}
    >
      <span role="rowheader" className={classes.label} title={line.title}>
        {line.label}
      </span>
      {line.cells.map(({ shown, title }, column) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a cell is known by its place
        <span role="cell" key={column} className={classes.cell} title={title}>
          {shown}
        </span>
      ))}
    </div>
  );
}
