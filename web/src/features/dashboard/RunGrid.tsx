// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { useNavigate } from "@tanstack/react-router";
import { type Ref, useCallback, useMemo } from "react";
import { cellValue } from "../../api/numbers";
import type { Cell } from "../../api/schema";
import type { Looks } from "../../charts/colours";
import { Grid, type GridHandle } from "../../grid/Grid";
import { texts } from "../../messages";
import type { Highlight } from "../../ui/highlight";
import { writeOrder } from "./address";
import { gridColumns, nextOrder, orderColumn, orderField, RUN } from "./columns";
import { RunCell, RunName, runLabel } from "./RunCell";
import type { RunRows } from "./useRunRows";
import type { ChangeAddress, View } from "./useView";

/** The best value of a field among the runs, which stands out in its column. */
export interface Best {
  readonly field: string;
  readonly value: number;
}

interface RunGridProps {
  readonly rows: RunRows;
  readonly total: number | undefined;
  readonly view: View;
  readonly looks: Looks;
  readonly best: Best | undefined;
  readonly selected: ReadonlySet<string>;
  readonly highlight: Highlight;
  readonly ref: Ref<GridHandle>;
  readonly onSelect: (selected: ReadonlySet<string>) => void;
  readonly onSight: (first: number, last: number) => void;
  readonly onAddress: ChangeAddress;
}

/** The runs as rows, one cell a field. */
export function RunGrid(props: RunGridProps) {
  const { rows, view, looks, best, highlight, onAddress } = props;
  const open = useOpenRun();
  const columns = useMemo(() => gridColumns(view.fields, view.widths), [view.fields, view.widths]);
  const cell = useCallback(
    (row: number, column: string) => {
      const id = rows.id(row) ?? "";
      if (column === RUN) {
        return (
          <RunName
            id={id}
            number={rows.value(row, "number")}
            name={rows.value(row, "name")}
            look={looks.of(id)}
          />
        );
      }
      const value = rows.value(row, column);
      const isBest = column === best?.field && cellValue(value as Cell) === best.value;
      return <RunCell field={column} value={value} best={isBest} />;
    },
    [rows, looks, best],
  );
  const order = view.order && { ...view.order, column: orderColumn(view.order.column) };
  const onSort = useCallback(
    (column: string) => {
      const next = nextOrder(orderField(column), view.order);
      onAddress({ order: next && writeOrder(next) });
    },
    [view.order, onAddress],
  );
  return (
    <Grid
      ref={props.ref}
      label={texts.dashboard.runs}
      columns={columns}
      rows={rows.count}
      total={rows.isWhole ? rows.count : (props.total ?? -1)}
      rowId={rows.id}
      cell={cell}
      order={order}
      density={view.density}
      selected={props.selected}
      highlight={highlight}
      selectLabel={useCallback(
        (row: number) => texts.dashboard.select(runLabel(rows.value(row, "name"), rows.value(row, "number"))),
        [rows],
      )}
      selectAllLabel={texts.dashboard.selectAll}
      onSelect={props.onSelect}
      onSort={onSort}
      onResize={view.setWidth}
      onOpen={useCallback((row: number) => open(rows.id(row)), [open, rows])}
      onHover={useCallback(
        (row: number | undefined) => highlight.set(row === undefined ? undefined : rows.id(row)),
        [rows, highlight],
      )}
      onSight={props.onSight}
    />
  );
}

/** Goes to the page of a run. */
export function useOpenRun(): (run: string | undefined) => void {
  const navigate = useNavigate();
  return useCallback(
    (run) => {
      if (run !== undefined) {
        void navigate({ to: "/runs/$run/$tab", params: { run, tab: "overview" } });
      }
    },
    [navigate],
  );
}
