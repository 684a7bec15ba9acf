// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { buckets } from "../../../api/queries";
import type { Metric } from "../../../api/schema";
import { LineChart } from "../../../charts/LineChart";
import type { Range } from "../../../charts/types";
import { texts } from "../../../messages";
import { Card } from "../../../ui/Card";
import { Failure } from "../../../ui/Failure";
import { axisAsk, axisText, type CurveLook } from "./curves";
import { PointsDialog } from "./PointsDialog";
import { seriesOf } from "./series";

interface SeriesCardProps {
  readonly run: string;
  readonly metric: Metric;
  readonly over: "step" | "index";
  readonly look: CurveLook;
  readonly large: boolean;
}

const WIDTH = 400;
const LARGE_WIDTH = 2_000;

/** Numbers logged one after another as a line; what is zoomed into is asked for in more detail. */
export function SeriesCard({ run, metric, over, look, large }: SeriesCardProps) {
  const { axis, smoothing } = look;
  const [zoom, setZoom] = useState<Range>();
  const [listing, list] = useDisclosure(false);
  const asked = useQuery(
    buckets({
      runs: [run],
      name: metric.name,
      ...axisAsk(axis),
      width: large ? LARGE_WIDTH : WIDTH,
      ...zoom,
    }),
  );
  const told = asked.data?.series[0];
  const series = useMemo(() => (told ? [seriesOf(metric.name, told)] : []), [told, metric.name]);
  if (asked.error) {
    return (
      <Card title={metric.name}>
        <Failure error={asked.error} onRetry={() => void asked.refetch()} />
      </Card>
    );
  }
  return (
    <>
      <LineChart
        title={metric.name}
        note={texts.metrics.points(metric.columns[0]?.count ?? 0)}
        series={series}
        xKind={axis.kind}
        xLabel={
          axis.kind === "step" ? texts.metrics.over[over] : axis.kind === "metric" ? axis.name : undefined
        }
        smoothing={smoothing}
        sync={`run ${axis.kind === "step" ? over : axisText(axis)}`}
        zoom={zoom}
        onZoom={setZoom}
        height={large ? 380 : 200}
        empty={asked.isPending ? texts.panel.loading : texts.metrics.noNumbers}
        controls={
          large && (
            <Button size="xs" onClick={list.open}>
              {texts.metrics.allPoints}
            </Button>
          )
        }
      />
      {listing && <PointsDialog run={run} metric={metric} onClose={list.close} />}
    </>
  );
}
