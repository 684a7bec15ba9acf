// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { Button, SegmentedControl } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { cellValue } from "../../api/numbers";
import { buckets } from "../../api/queries";
import type { Metric, Run } from "../../api/schema";
import { BarChart } from "../../charts/BarChart";
import { LineChart } from "../../charts/LineChart";
import { Smoothing, useSmoothing } from "../../charts/Smoothing";
import type { Range, XKind } from "../../charts/types";
import { texts } from "../../messages";
import { Empty } from "../../ui/Empty";
import { Failure } from "../../ui/Failure";
import { Highlight } from "../../ui/highlight";
import { Waiting } from "../../ui/Waiting";
import { seriesOf } from "../run/metrics/series";
import { type ComparisonAddress, CURVES_X, type CurvesX } from "./address";
import classes from "./ChartsTab.module.css";
import { nameOf } from "./ComparedRuns";
import { lookAt, overlaysOf } from "./series";
import { useMetrics } from "./useMetrics";

/** Charts that are mounted at first, and with each further step. */
const STEP = 12;
const BUCKETS = 400;
/** The most that one request takes. */
const RUNS = 100;

/** The runs' curves over each other, and what was logged once as bars. */
export default function ChartsTab({ runs }: { runs: readonly Run[] }) {
  const { metrics, error, isPending } = useMetrics(runs, 1);
  const [highlight] = useState(() => new Highlight());
  const [shown, setShown] = useState(STEP);
  const { x = "step", smooth = 0 } = useSearch({ from: "/compare" });
  const navigate = useNavigate({ from: "/compare" });
  const [smoothing, setSmoothing] = useSmoothing(smooth);
  const { curves, values } = useMemo(() => overlaysOf(metrics), [metrics]);
  const names = [...curves, ...values];
  const change = (address: Pick<ComparisonAddress, "x" | "smooth">): void =>
    void navigate({ search: (old) => ({ ...old, ...address }), replace: true, resetScroll: false });
  if (error !== null) {
    return <Failure error={error} />;
  }
  if (isPending) {
    return <Waiting lines={8} />;
  }
  if (names.length === 0) {
    return <Empty title={texts.comparison.noCharts} />;
  }
  return (
    <>
      <div className={classes.bar}>
        <SegmentedControl
          size="xs"
          aria-label={texts.comparison.xAxis}
          value={x}
          onChange={(value) => change({ x: value as CurvesX })}
          data={(["step", ...CURVES_X] as const).map((value) => ({
            value,
            label: texts.comparison.x[value],
          }))}
        />
        <Smoothing value={smoothing} onChange={setSmoothing} onChangeEnd={(smooth) => change({ smooth })} />
      </div>
      <div className={classes.charts}>
        {names
          .slice(0, shown)
          .map((name) =>
            curves.includes(name) ? (
              <Curves key={name} name={name} runs={runs} x={x} smoothing={smoothing} highlight={highlight} />
            ) : (
              <Values key={name} name={name} runs={runs} metrics={metrics} />
            ),
          )}
      </div>
      {names.length > shown && (
        <Button mt="md" onClick={() => setShown(shown + STEP)}>
          {texts.comparison.moreCharts(names.length - shown)}
        </Button>
      )}
    </>
  );
}

interface CurvesProps {
  readonly name: string;
  readonly runs: readonly Run[];
  readonly x: XKind;
  readonly smoothing: number;
  readonly highlight: Highlight;
}

function Curves({ name, runs, x, smoothing, highlight }: CurvesProps) {
  const [zoom, setZoom] = useState<Range>();
  const asked = useQuery(
    buckets({ runs: runs.slice(0, RUNS).map(({ id }) => id), name, x, width: BUCKETS, ...zoom }),
  );
  const series = useMemo(() => {
    const places = new Map(runs.map((run, at) => [run.id, at]));
    return (asked.data?.series ?? []).map((told) => {
      const at = places.get(told.run) ?? 0;
      return { ...seriesOf(nameOf(runs[at], told.run), told), look: lookAt(at) };
    });
  }, [asked.data, runs]);
  if (asked.error) {
    return <Failure error={asked.error} onRetry={() => void asked.refetch()} />;
  }
  return (
    <LineChart
      title={name}
      note={runs.length > RUNS ? texts.comparison.firstRuns(RUNS) : undefined}
      series={series}
      xKind={x}
      smoothing={smoothing}
      sync={`comparison ${x}`}
      highlight={highlight}
      zoom={zoom}
      onZoom={setZoom}
      height={220}
      empty={asked.isPending ? texts.panel.loading : texts.comparison.noNumbers}
    />
  );
}

function Values({
  name,
  runs,
  metrics,
}: {
  name: string;
  runs: readonly Run[];
  metrics: readonly (readonly Metric[])[];
}) {
  const bars = useMemo(
    () =>
      runs.flatMap((run, at) => {
        const value = cellValue(metrics[at]?.find((metric) => metric.name === name)?.columns[0]?.last);
        return typeof value === "number"
          ? [{ id: run.id, label: nameOf(run, run.id), value, look: lookAt(at) }]
          : [];
      }),
    [runs, metrics, name],
  );
  return <BarChart title={name} bars={bars} of={texts.home.run} />;
}
