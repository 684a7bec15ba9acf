// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { useMemo } from "react";
import type { Highlight } from "../ui/highlight";
import { ChartFrame, type ChartHead } from "./ChartFrame";
import { LinePlot } from "./LinePlot";
import { lineModel, lineRemarks } from "./lineModel";
import type { Order } from "./nearest";
import { seriesRows } from "./table";
import type { Logs, Range, Series, XKind } from "./types";
import { useLogs } from "./useLogs";
import { useOwned } from "./useOwned";

export interface LineChartProps extends ChartHead {
  readonly series: readonly Series[];
  readonly xKind: XKind;
  /** Name of the x axis; for `metric` the metric's. */
  readonly xLabel?: string | undefined;
  /** 0 to 0.999. */
  readonly smoothing?: number | undefined;
  /** Kept by the chart itself where `onLogs` is absent, and this is how it begins. */
  readonly logs?: Logs | undefined;
  readonly onLogs?: ((logs: Logs) => void) | undefined;
  /** Kept by the chart itself where `onZoom` is absent. */
  readonly zoom?: Range | undefined;
  /** A listener can ask for the buckets of this range; undefined: of all. */
  readonly onZoom?: ((range: Range | undefined) => void) | undefined;
  /** Charts of one key share the crosshair; give one key to charts of one x kind only. */
  readonly sync?: string | undefined;
  /** Which series stands out, here and wherever else it is shown; the pointer and the keys tell it. */
  readonly highlight?: Highlight | undefined;
  readonly onOpen?: ((id: string) => void) | undefined;
  readonly order?: Order | undefined;
  /** False where the lines are named elsewhere, as by a list of runs below. */
  readonly hasLegend?: boolean | undefined;
}

const HEIGHT = 200;

/** Lines of one metric over step, time or another metric, with what lies between min and max behind them. */
export function LineChart(props: LineChartProps) {
  const { title, series, xKind, xLabel, smoothing = 0, sync, highlight, onOpen } = props;
  const [logs, setLogs] = useLogs(props.logs, props.onLogs);
  const [zoom, setZoom] = useOwned(props.zoom, props.onZoom);
  const model = useMemo(
    () => lineModel({ title, series, xKind, xLabel, smoothing, logs, zoom }),
    [title, series, xKind, xLabel, smoothing, logs, zoom],
  );
  const rows = useMemo(
    () => seriesRows(series, model.view.window, xKind, model.xName),
    [series, model, xKind],
  );
  const remarks = useMemo(() => lineRemarks(model), [model]);
  return (
    <ChartFrame
      head={props}
      rows={rows}
      remarks={remarks}
      logs={logs}
      onLogs={setLogs}
      hasLogX={xKind !== "time"}
      isZoomed={zoom !== undefined}
      onZoom={setZoom}
    >
      <LinePlot
        model={model}
        height={props.height ?? HEIGHT}
        order={props.order ?? "nearest"}
        sync={sync}
        hasLegend={props.hasLegend ?? true}
        highlight={highlight}
        onOpen={onOpen}
        onZoom={setZoom}
      />
    </ChartFrame>
  );
}
