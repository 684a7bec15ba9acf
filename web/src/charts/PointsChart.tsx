// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { useMemo } from "react";
import type { Highlight } from "../ui/highlight";
import { ChartFrame, type ChartHead } from "./ChartFrame";
import { PointsPlot } from "./PointsPlot";
import { axisKind, type PointsXKind, pointsModel, pointsRemarks } from "./pointsModel";
import { pointRows } from "./table";
import type { Logs, Point, Range } from "./types";
import { useLogs } from "./useLogs";
import { useOwned } from "./useOwned";

export interface PointsChartProps extends ChartHead {
  readonly points: readonly Point[];
  readonly xKind: PointsXKind;
  readonly xLabel: string;
  readonly yLabel: string;
  /** Kept by the chart itself where `onLogs` is absent, and this is how it begins. */
  readonly logs?: Logs | undefined;
  readonly onLogs?: ((logs: Logs) => void) | undefined;
  /** Along x. Kept by the chart itself where `onZoom` is absent. */
  readonly zoom?: Range | undefined;
  readonly onZoom?: ((range: Range | undefined) => void) | undefined;
  /** Which point has a ring, here and wherever else it is shown; the pointer and the keys tell it. */
  readonly highlight?: Highlight | undefined;
  readonly onOpen?: ((id: string) => void) | undefined;
}

const HEIGHT = 200;

/** One point a run: a value over the run's number, its start or anything else that it has. */
export function PointsChart(props: PointsChartProps) {
  const { title, points, xKind, xLabel, yLabel } = props;
  const [logs, setLogs] = useLogs(props.logs, props.onLogs);
  const [zoom, setZoom] = useOwned(props.zoom, props.onZoom);
  const model = useMemo(
    () => pointsModel({ title, points, xKind, xLabel, yLabel, logs, zoom }),
    [title, points, xKind, xLabel, yLabel, logs, zoom],
  );
  const rows = useMemo(() => {
    const shown = zoom === undefined ? points : model.order.flatMap((index) => points[index] ?? []);
    return pointRows(shown, axisKind(xKind), xLabel, yLabel);
  }, [points, model, zoom, xKind, xLabel, yLabel]);
  const remarks = useMemo(() => pointsRemarks(model), [model]);
  return (
    <ChartFrame
      head={props}
      rows={rows}
      remarks={remarks}
      logs={logs}
      onLogs={setLogs}
      hasLogX={xKind === "number" || xKind === "run"}
      isZoomed={zoom !== undefined}
      onZoom={setZoom}
    >
      <PointsPlot
        model={model}
        height={props.height ?? HEIGHT}
        highlight={props.highlight}
        onOpen={props.onOpen}
        onZoom={setZoom}
      />
    </ChartFrame>
  );
}
