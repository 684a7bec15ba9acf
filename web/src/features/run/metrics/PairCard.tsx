// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { cellValue } from "../../../api/numbers";
import { points } from "../../../api/queries";
import type { Metric } from "../../../api/schema";
import { LineChart } from "../../../charts/LineChart";
import { texts } from "../../../messages";
import { Card } from "../../../ui/Card";
import { Failure } from "../../../ui/Failure";
import { pairSeries } from "./series";

interface PairCardProps {
  readonly run: string;
  readonly metric: Metric;
  readonly x: string;
  readonly y: string;
  readonly large: boolean;
}

const LIMIT = 20_000;

/** Rows of two numbers as a line of the second over the first. */
export function PairCard({ run, metric, x, y, large }: PairCardProps) {
  const asked = useQuery(points(run, { name: metric.name, limit: LIMIT }));
  const columns = asked.data?.columns;
  const series = useMemo(
    () =>
      columns ? [pairSeries(y, (columns[x] ?? []).map(cellValue), (columns[y] ?? []).map(cellValue))] : [],
    [columns, x, y],
  );
  if (asked.error) {
    return (
      <Card title={metric.name}>
        <Failure error={asked.error} onRetry={() => void asked.refetch()} />
      </Card>
    );
  }
  return (
    <LineChart
      title={metric.name}
      note={
        asked.data?.nextPageToken === undefined ? texts.metrics.pair(y, x) : texts.metrics.firstPoints(LIMIT)
      }
      series={series}
      xKind="metric"
      xLabel={x}
      height={large ? 380 : 200}
      empty={asked.isPending ? texts.panel.loading : texts.metrics.noNumbers}
    />
  );
}
