// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { type KeyboardEvent, type PointerEvent, useRef } from "react";
import { boundWidth, type GridColumn, groupSpans, type Order } from "./columns";
import classes from "./Grid.module.css";
import type { Slot } from "./useWindow";

export const HEAD_HEIGHT = 30;
export const GROUP_HEIGHT = 24;
const WIDTH_STEP = 16;

interface HeadProps {
  readonly columns: readonly GridColumn[];
  readonly slots: readonly Slot[];
  readonly order: Order | undefined;
  readonly active: number | undefined;
  readonly selectable: boolean;
  /** Whether all loaded rows are selected; undefined when some are. */
  readonly all: boolean | undefined;
  readonly selectAllLabel: string;
  readonly onSelectAll: () => void;
  readonly onSort: (column: string) => void;
  readonly onResize: (column: string, width: number) => void;
}

/** The names of the columns, and above them those of their groups. Alt with left or right makes a column narrower or wider. */
export function Head(props: HeadProps) {
  const { columns, slots, active } = props;
  const first = columns[0];
  return (
    <>
      <GroupRow columns={columns} slots={slots} />
      <div role="row" aria-rowindex={1} className={classes.head}>
        <div className={classes.pinned} role="presentation">
          <div
            role="columnheader"
            aria-colindex={1}
            tabIndex={active === 0 ? 0 : -1}
            className={classes.box}
            data-column={0}
            style={props.selectable ? {} : { width: 0, padding: 0 }}
          >
            {props.selectable && (
              <input
                type="checkbox"
                tabIndex={-1}
                aria-label={props.selectAllLabel}
                checked={props.all === true}
                ref={(box) => {
                  if (box) {
                    box.indeterminate = props.all === undefined;
                  }
                }}
                onChange={props.onSelectAll}
              />
            )}
          </div>
          {first && <HeadCell {...props} column={first} at={1} className={classes.first} />}
        </div>
        {slots.map(({ index, start }) => {
          const column = columns[index];
          return (
            column && (
              <HeadCell
                key={column.id}
                {...props}
                column={column}
                at={index + 1}
                start={start}
                className={classes.cell}
              />
            )
          );
        })}
      </div>
    </>
  );
}

/** Nothing where no column has a group. */
function GroupRow({ columns, slots }: { columns: readonly GridColumn[]; slots: readonly Slot[] }) {
  const spans = groupSpans(columns);
  const shown = slots[0];
  if (spans.length === 0 || shown === undefined) {
    return null;
  }
  const startOf = (index: number): number => {
    const between = columns.slice(Math.min(index, shown.index), Math.max(index, shown.index));
    const width = between.reduce((sum, column) => sum + column.width, 0);
    return index < shown.index ? shown.start - width : shown.start + width;
  };
  return (
    <div className={classes.groups} aria-hidden="true">
      {spans
        .filter(({ first }) => first > 0)
        .map(({ label, first, count }) => (
          <div
            key={first}
            className={classes.group}
            style={{
              left: startOf(first),
              width: columns.slice(first, first + count).reduce((sum, column) => sum + column.width, 0),
            }}
          >
            <span>{label}</span>
          </div>
        ))}
    </div>
  );
}

interface HeadCellProps extends HeadProps {
  readonly column: GridColumn;
  readonly at: number;
  readonly start?: number;
  readonly className: string | undefined;
}

function HeadCell({ column, at, start, className, active, order, onSort, onResize }: HeadCellProps) {
  const direction = order?.column === column.id ? order.direction : undefined;
  const sorted = direction === "asc" ? "ascending" : direction === "desc" ? "descending" : "none";
  const sort = (): void => {
    if (column.sortable) {
      onSort(column.id);
    }
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = event.key === "ArrowLeft" ? -WIDTH_STEP : event.key === "ArrowRight" ? WIDTH_STEP : 0;
    if (event.altKey && step !== 0) {
      event.preventDefault();
      event.stopPropagation();
      onResize(column.id, boundWidth(column.width + step));
    } else if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      event.stopPropagation();
      sort();
    }
  };
  return (
    <div
      role="columnheader"
      aria-colindex={at + 1}
      aria-sort={column.sortable ? sorted : undefined}
      aria-description={column.group}
      tabIndex={active === at ? 0 : -1}
      className={className}
      data-column={at}
      data-end={column.align === "end" || undefined}
      data-sortable={column.sortable || undefined}
      style={start === undefined ? { width: column.width } : { left: start, width: column.width }}
      title={column.label}
      onClick={sort}
      onKeyDown={onKeyDown}
    >
      <span className={classes.label} dir="auto">
        {column.label}
      </span>
      {direction && <Arrow up={direction === "asc"} />}
      <Edge width={column.width} onResize={(width) => onResize(column.id, width)} />
    </div>
  );
}

function Arrow({ up }: { up: boolean }) {
  return (
    <svg viewBox="0 0 10 12" width="10" height="12" aria-hidden="true" className={classes.arrow}>
      <path d={up ? "M5 11V2M1.5 5.5L5 2l3.5 3.5" : "M5 1v9M1.5 6.5L5 10l3.5-3.5"} />
    </svg>
  );
}

/** The right edge of a head, which a pointer drags. */
function Edge({ width, onResize }: { width: number; onResize: (width: number) => void }) {
  const from = useRef<{ x: number; width: number } | undefined>(undefined);
  const onPointerDown = (event: PointerEvent<HTMLSpanElement>): void => {
    event.preventDefault();
    event.currentTarget.setPointerCapture(event.pointerId);
    from.current = { x: event.clientX, width };
  };
  const onPointerMove = (event: PointerEvent): void => {
    if (from.current) {
      onResize(boundWidth(from.current.width + event.clientX - from.current.x));
    }
  };
  return (
    <span
      aria-hidden="true"
      className={classes.edge}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={() => {
        from.current = undefined;
      }}
      onClick={(event) => event.stopPropagation()}
    />
  );
}
