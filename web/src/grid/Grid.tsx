// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import {
  type KeyboardEvent,
  type MouseEvent,
  memo,
  type ReactNode,
  type Ref,
  useCallback,
  useEffect,
  useImperativeHandle,
  useRef,
  useState,
} from "react";
import { type Highlight, NOTHING } from "../ui/highlight";
import { type Density, type GridColumn, groupSpans, type Order, ROW_HEIGHT } from "./columns";
import classes from "./Grid.module.css";
import { GROUP_HEIGHT, HEAD_HEIGHT, Head } from "./Head";
import { moved, type Place } from "./place";
import { Row } from "./Row";
import { rangeOf, withAll } from "./selection";
import { useWindow } from "./useWindow";

/** What a page does with a grid from outside. */
export interface GridHandle {
  /** Takes the keyboard, at the row it was on last. */
  focus(): void;
}

export interface GridProps {
  readonly label: string;
  readonly columns: readonly GridColumn[];
  /** Rows that can be scrolled to now. */
  readonly rows: number;
  /** Rows there are in all; -1 when nobody knows. */
  readonly total: number;
  /** Undefined while a row is not loaded. A new function tells that rows changed. */
  readonly rowId: (row: number) => string | undefined;
  /** What a cell shows. A new function tells that cells changed. */
  readonly cell: (row: number, column: string) => ReactNode;
  readonly order?: Order | undefined;
  readonly density?: Density;
  readonly selected?: ReadonlySet<string>;
  /** The row that stands out. */
  readonly highlight?: Highlight;
  readonly selectLabel?: (row: number) => string;
  readonly selectAllLabel?: string;
  readonly ref?: Ref<GridHandle>;
  /** Without it rows cannot be selected. */
  readonly onSelect?: (selected: ReadonlySet<string>) => void;
  readonly onSort: (column: string) => void;
  readonly onResize: (column: string, width: number) => void;
  readonly onOpen: (row: number) => void;
  readonly onHover?: (row: number | undefined) => void;
  /** The rows in sight, after each change of them. */
  readonly onSight?: (first: number, last: number) => void;
}

const BOX_WIDTH = 38;
const NONE: ReadonlySet<string> = new Set();
const nameless = (): string => "";

/**
 * A table of any size of which only what is in sight is mounted, rows and columns. It is the ARIA grid: one cell has the focus,
 * arrows, Home, End and pages move it, space selects the row and Enter opens it; j, k and x do as the arrows and space.
 */
export const Grid = memo(function Grid(props: GridProps) {
  const { columns, rows, rowId, selected = NONE, density = "normal", onSelect, onSight } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const anchor = useRef(0);
  const [place, setPlace] = useState<Place>({ row: 0, column: 1 });
  const rowHeight = ROW_HEIGHT[density];
  const headHeight = HEAD_HEIGHT + (groupSpans(columns).some(({ first }) => first > 0) ? GROUP_HEIGHT : 0);
  const selectable = onSelect !== undefined;
  const pinnedWidth = (selectable ? BOX_WIDTH : 0) + (columns[0]?.width ?? 0);
  const sight = useWindow(scroller, { rows, rowHeight, headHeight, columns, pinnedWidth, place });
  const focus = useFocus(scroller, setPlace, sight.reveal);
  useImperativeHandle(props.ref, () => ({ focus: () => focus(place) }), [focus, place]);

  const first = sight.rows[0]?.index;
  const last = sight.rows.at(-1)?.index;
  useEffect(() => {
    if (first !== undefined && last !== undefined) {
      onSight?.(first, last);
    }
  }, [first, last, onSight]);

  const select = useCallback(
    (row: number, isRange: boolean) => {
      const id = rowId(row);
      if (onSelect === undefined || id === undefined) {
        return;
      }
      const range = isRange ? rangeOf(anchor.current, row) : [row];
      onSelect(withAll(selected, range.map(rowId), isRange || !selected.has(id)));
      anchor.current = row;
    },
    [onSelect, rowId, selected],
  );
  const loaded = (): string[] =>
    Array.from({ length: rows }, (_, row) => rowId(row)).filter((id) => id !== undefined);
  const all = selected.size === 0 ? false : loaded().every((id) => selected.has(id)) || undefined;

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.altKey || event.metaKey || (event.ctrlKey && !/^(Home|End)$/.test(event.key))) {
      return;
    }
    const key = event.ctrlKey ? `Ctrl+${event.key}` : event.key;
    const to = moved(key, place, { rows, columns: columns.length + 1, page: sight.pageRows });
    if (to) {
      focus(to);
    } else if ((key === " " || key === "x") && place.row >= 0) {
      select(place.row, event.shiftKey);
    } else if (key === "Enter" && place.row >= 0) {
      props.onOpen(place.row);
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  };
  const onClick = (event: MouseEvent): void => {
    const cell = placeOf(event.target);
    if (cell === undefined) {
      return;
    }
    setPlace(cell);
    if (cell.row >= 0 && cell.column === 0) {
      select(cell.row, event.shiftKey);
    }
  };
  const onMouseOver = (event: MouseEvent): void => props.onHover?.(placeOf(event.target)?.row);

  return (
    <div
      ref={scroller}
      role="grid"
      aria-label={props.label}
      aria-rowcount={props.total < 0 ? -1 : props.total + 1}
      aria-colcount={columns.length + 1}
      aria-multiselectable={selectable || undefined}
      className={classes.grid}
      data-pins={sight.pins || undefined}
      onKeyDown={onKeyDown}
      onClick={onClick}
      onMouseOver={onMouseOver}
      onMouseLeave={() => props.onHover?.(undefined)}
    >
      <div
        role="rowgroup"
        className={classes.heads}
        style={{ width: sight.width, height: headHeight }}
        data-row={-1}
      >
        <Head
          columns={columns}
          slots={sight.slots}
          order={props.order}
          active={place.row === -1 ? place.column : undefined}
          selectable={selectable}
          all={all}
          selectAllLabel={props.selectAllLabel ?? ""}
          onSelectAll={() => onSelect?.(withAll(selected, loaded(), all !== true))}
          onSort={props.onSort}
          onResize={props.onResize}
        />
      </div>
      <div role="rowgroup" className={classes.body} style={{ height: sight.height, width: sight.width }}>
        {sight.rows.map(({ index, start }) => {
          const id = rowId(index);
          return (
            <Row
              key={index}
              index={index}
              id={id}
              top={start - headHeight}
              height={rowHeight}
              columns={columns}
              slots={sight.slots}
              selectable={selectable}
              selected={id !== undefined && selected.has(id)}
              highlight={props.highlight ?? NOTHING}
              active={place.row === index ? place.column : undefined}
              cell={props.cell}
              selectLabel={props.selectLabel ?? nameless}
            />
          );
        })}
      </div>
    </div>
  );
});

/** Moves the keyboard to a place, which may have to be mounted first. */
function useFocus(
  scroller: React.RefObject<HTMLElement | null>,
  setPlace: (place: Place) => void,
  reveal: (place: Place) => void,
) {
  const [wanted, setWanted] = useState<Place | undefined>(undefined);
  useEffect(() => {
    if (wanted === undefined) {
      return;
    }
    const row = wanted.row === -1 ? '[data-row="-1"]' : `[role="row"][data-row="${wanted.row}"]`;
    scroller.current
      ?.querySelector<HTMLElement>(`${row} [data-column="${wanted.column}"]`)
      ?.focus({ preventScroll: true });
    setWanted(undefined);
  }, [wanted, scroller]);
  return useCallback(
    (to: Place) => {
      setPlace(to);
      reveal(to);
      setWanted(to);
    },
    [setPlace, reveal],
  );
}

function placeOf(target: EventTarget): Place | undefined {
  if (!(target instanceof Element)) {
    return undefined;
  }
  const row = target.closest("[data-row]")?.getAttribute("data-row");
  const column = target.closest("[data-column]")?.getAttribute("data-column");
  return row == null || column == null ? undefined : { row: Number(row), column: Number(column) };
}
