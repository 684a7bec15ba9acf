// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { type ReactNode, useState } from "react";
import { texts } from "../messages";
import { Card } from "../ui/Card";
import { Empty } from "../ui/Empty";
import { ChartActions } from "./ChartActions";
import classes from "./ChartFrame.module.css";
import { ChartTable } from "./ChartTable";
import type { ChartRows } from "./table";
import type { Logs } from "./types";

/** What every chart says of itself, whatever it draws. */
export interface ChartHead {
  readonly title: string;
  /** Small, beside the title. */
  readonly note?: ReactNode;
  /** The page's own controls, before the chart's. */
  readonly controls?: ReactNode;
  /** Height of the drawing in pixels. */
  readonly height?: number;
  /** What stands there when there is nothing to draw. */
  readonly empty?: string;
}

interface ChartFrameProps {
  readonly head: ChartHead;
  readonly rows: ChartRows;
  /** Said below the drawing: what is left out of it. */
  readonly remarks?: readonly string[];
  /** Absent where the chart has no scale to choose. */
  readonly logs?: Logs;
  readonly onLogs?: (logs: Logs) => void;
  readonly hasLogX?: boolean;
  readonly isZoomed?: boolean;
  readonly onZoom?: (range: undefined) => void;
  readonly children: ReactNode;
}

/** Title, actions, and either the drawing or its values as a table. */
export function ChartFrame({ head, rows, remarks = [], children, ...actionable }: ChartFrameProps) {
  const [isTable, setTable] = useState(false);
  const isEmpty = rows.length === 0;
  const actions = (
    <>
      {head.controls}
      {!isEmpty && (
        <ChartActions title={head.title} rows={rows} isTable={isTable} onTable={setTable} {...actionable} />
      )}
    </>
  );
  const title = (
    <span className={classes.title} dir="auto" title={head.title}>
      {head.title}
    </span>
  );
  return (
    <Card title={title} note={head.note} actions={actions}>
      <div className={classes.body}>
        {isEmpty ? (
          <Empty title={head.empty ?? texts.charts.empty} />
        ) : isTable ? (
          <ChartTable title={head.title} rows={rows} />
        ) : (
          children
        )}
        {!isEmpty && remarks.length > 0 && <p className={classes.remarks}>{remarks.join(" · ")}</p>}
      </div>
    </Card>
  );
}
