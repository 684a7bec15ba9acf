// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { ActionIcon } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { buckets } from "../../api/queries";
import { BarChart } from "../../charts/BarChart";
import type { Looks } from "../../charts/colours";
import { LineChart } from "../../charts/LineChart";
import { PointsChart } from "../../charts/PointsChart";
import type { Logs } from "../../charts/types";
import { texts } from "../../messages";
import { Failure, Guard } from "../../ui/Failure";
import type { Highlight } from "../../ui/highlight";
import type { ChartChoice } from "./address";
import classes from "./ChartStrip.module.css";
import { fieldLabel, readField } from "./fields";
import { runLabel } from "./RunCell";
import { useOpenRun } from "./RunGrid";
import { barsOf, type Columns, pointsKind, pointsOf, seriesOf } from "./series";
import { useNear } from "./useNear";

/** As many as the server cuts at once. */
const RUNS_IN_CURVES = 100;
const RUNS_IN_BARS = 30;
const BUCKETS = 300;

interface ChartCardProps {
  readonly chart: ChartChoice;
  readonly x: string;
  readonly columns: Columns | undefined;
  readonly looks: Looks;
  readonly highlight: Highlight;
  readonly onChange: (chart: ChartChoice) => void;
  readonly onEdit: () => void;
  readonly onRemove: () => void;
}

/** One chart of the strip, mounted once it is near the window. */
export function ChartCard(props: ChartCardProps) {
  const [place, isNear] = useNear<HTMLDivElement>();
  const { chart, columns } = props;
  return (
    <div ref={place} className={classes.card}>
      <Guard>
        {isNear && columns && chart.kind === "points" && <Points {...props} columns={columns} />}
        {isNear && columns && chart.kind === "curve" && <Curves {...props} columns={columns} />}
        {isNear && columns && chart.kind === "bars" && <Bars {...props} columns={columns} />}
      </Guard>
    </div>
  );
}

type DrawnProps = ChartCardProps & { readonly columns: Columns };

function Points(props: DrawnProps) {
  const { chart, columns, looks } = props;
  const open = useOpenRun();
  const over = chart.x ?? props.x;
  const points = useMemo(() => pointsOf(columns, over, chart.y, looks), [columns, over, chart.y, looks]);
  const title = fieldLabel(chart.y);
  const isNumber = over === "number";
  return (
    <PointsChart
      {...headOf(props)}
      points={points}
      xKind={isNumber ? "run" : pointsKind(columns[over] ?? [], over)}
      xLabel={fieldLabel(over).toLowerCase()}
      yLabel={title}
      {...scaleOf(props)}
      highlight={props.highlight}
      onOpen={open}
    />
  );
}

function Curves(props: DrawnProps) {
  const { chart, columns, looks } = props;
  const open = useOpenRun();
  const read = readField(chart.y);
  const runs = useMemo(() => ((columns.id ?? []) as string[]).slice(0, RUNS_IN_CURVES), [columns.id]);
  const x = chart.x === "time" || chart.x === "relative" ? chart.x : "step";
  const asked = useQuery({
    ...buckets({ runs, name: read?.kind === "member" ? read.name : "", column: "", x, width: BUCKETS }),
    enabled: runs.length > 0 && read?.kind === "member",
  });
  const labels = useMemo(
    () => new Map(runs.map((run, row) => [run, runLabel(columns.name?.[row], columns.number?.[row])])),
    [runs, columns],
  );
  const series = useMemo(
    () => seriesOf(asked.data?.series ?? [], labels, looks),
    [asked.data, labels, looks],
  );
  if (asked.error) {
    return <Failure error={asked.error} onRetry={() => void asked.refetch()} />;
  }
  return (
    <LineChart
      {...headOf(props)}
      series={series}
      xKind={x}
      {...scaleOf(props)}
      sync={`dashboard ${x}`}
      hasLegend={false}
      highlight={props.highlight}
      onOpen={open}
    />
  );
}

function Bars(props: DrawnProps) {
  const { chart, columns, looks } = props;
  const bars = useMemo(
    () => barsOf(columns, chart.y, looks).slice(0, RUNS_IN_BARS),
    [columns, chart.y, looks],
  );
  return <BarChart {...headOf(props)} bars={bars} of={texts.dashboard.run} />;
}

function headOf({ chart, onEdit, onRemove }: ChartCardProps) {
  const title = fieldLabel(chart.y);
  const notes = [
    chart.y === "duration" ? texts.dashboard.charts.seconds : "",
    chart.log ? texts.dashboard.charts.logNote : "",
  ];
  return {
    title,
    note: notes.filter((note) => note !== "").join(" · "),
    empty: texts.dashboard.charts.noValues,
    controls: <Controls title={title} onEdit={onEdit} onRemove={onRemove} />,
  };
}

/** A change of the y scale on the chart itself is a change of the chart. */
function scaleOf({ chart, onChange }: ChartCardProps) {
  const { log: _, logX: __, ...linear } = chart;
  return {
    logs: { x: chart.logX === true, y: chart.log === true },
    onLogs: ({ x, y }: Logs) =>
      onChange({ ...linear, ...(y && { log: true as const }), ...(x && { logX: true as const }) }),
  };
}

function Controls({ title, onEdit, onRemove }: { title: string; onEdit: () => void; onRemove: () => void }) {
  const words = texts.dashboard.charts;
  return (
    <span className={classes.controls}>
      <ActionIcon size={24} aria-label={words.edit(title)} title={words.edit(title)} onClick={onEdit}>
        <svg viewBox="0 0 16 16" width="13" height="13" fill="none" stroke="currentColor" aria-hidden="true">
          <path d="M3 13l.6-2.8L10.8 3l2.2 2.2-7.2 7.2z" strokeWidth="1.3" />
        </svg>
      </ActionIcon>
      <ActionIcon size={24} aria-label={words.remove(title)} title={words.remove(title)} onClick={onRemove}>
        <svg viewBox="0 0 16 16" width="13" height="13" fill="none" stroke="currentColor" aria-hidden="true">
          <path d="M4 4l8 8M12 4l-8 8" strokeWidth="1.4" />
        </svg>
      </ActionIcon>
    </span>
  );
}
