// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { type CSSProperties, memo, type ReactNode } from "react";
import { type Highlight, useIsHighlighted } from "../ui/highlight";
import type { GridColumn } from "./columns";
import classes from "./Grid.module.css";
import type { Slot } from "./useWindow";

export interface RowProps {
  readonly index: number;
  /** Absent while the row is not loaded. */
  readonly id: string | undefined;
  readonly top: number;
  readonly height: number;
  readonly columns: readonly GridColumn[];
  /** The columns in sight, but the first. */
  readonly slots: readonly Slot[];
  readonly selectable: boolean;
  readonly selected: boolean;
  readonly highlight: Highlight;
  /** The cell of this row that the keyboard is on. */
  readonly active: number | undefined;
  readonly cell: (row: number, column: string) => ReactNode;
  readonly selectLabel: (row: number) => string;
}

/** One row. It renders again only when something of its own changes, never because the grid scrolls. */
export const Row = memo(function Row(props: RowProps) {
  const { index, id, top, height, columns, slots, selected, active, cell } = props;
  const highlighted = useIsHighlighted(props.highlight, id);
  const first = columns[0];
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={props.selectable ? selected : undefined}
      aria-busy={id === undefined || undefined}
      className={classes.row}
      data-row={index}
      data-highlighted={highlighted || undefined}
      style={{ transform: `translateY(${top}px)`, height }}
    >
      <div className={classes.pinned} role="presentation">
        <Cell
          column={0}
          active={active}
          className={classes.box}
          style={props.selectable ? {} : { width: 0, padding: 0 }}
        >
          {props.selectable && id !== undefined && (
            <input
              type="checkbox"
              tabIndex={-1}
              checked={selected}
              readOnly
              aria-label={props.selectLabel(index)}
              data-select={index}
            />
          )}
        </Cell>
        {first && (
          <Cell column={1} active={active} className={classes.first} style={{ width: first.width }}>
            {id === undefined ? <Waiting /> : cell(index, first.id)}
          </Cell>
        )}
      </div>
      {slots.map(({ index: at, start }) => {
        const column = columns[at];
        return (
          column && (
            <Cell
              key={column.id}
              column={at + 1}
              active={active}
              end={column.align === "end"}
              className={classes.cell}
              style={{ left: start, width: column.width }}
            >
              {id === undefined ? <Waiting /> : cell(index, column.id)}
            </Cell>
          )
        );
      })}
    </div>
  );
});

interface CellProps {
  readonly column: number;
  readonly active: number | undefined;
  readonly end?: boolean;
  readonly className: string | undefined;
  readonly style: CSSProperties;
  readonly children: ReactNode;
}

function Cell({ column, active, end = false, className, style, children }: CellProps) {
  return (
    <div
      role="gridcell"
      aria-colindex={column + 1}
      tabIndex={active === column ? 0 : -1}
      className={className}
      data-column={column}
      data-end={end || undefined}
      style={style}
    >
      {children}
    </div>
  );
}

function Waiting() {
  return <span className={classes.waiting} />;
}
