// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { useInfiniteQuery } from "@tanstack/react-query";
import { cellValue } from "../../../api/numbers";
import { metricRows } from "../../../api/queries";
import type { Metric } from "../../../api/schema";
import { wholeStamp } from "../../../format/time";
import { texts } from "../../../messages";
import { Failure } from "../../../ui/Failure";
import { Waiting } from "../../../ui/Waiting";
import { CellGrid } from "../CellGrid";
import { valueText } from "./value";

interface RowGridProps {
  readonly run: string;
  readonly metric: Metric;
  readonly columns: readonly string[];
  /** Whether each row's time is shown. */
  readonly times?: boolean;
}

const PAGE = 1_000;

/** All that was logged under a name, row by row, page after page as it is scrolled. */
export function RowGrid({ run, metric, columns, times = false }: RowGridProps) {
  const asked = useInfiniteQuery(metricRows(run, metric.name));
  if (asked.error) {
    return <Failure error={asked.error} onRetry={() => void asked.refetch()} />;
  }
  if (asked.data === undefined) {
    return <Waiting />;
  }
  const pages = asked.data.pages;
  const count = pages.reduce((sum, page) => sum + page.t.length, 0);
  const hasSteps = pages.some((page) => page.s.some((step) => step !== null));
  const lead = [
    hasSteps ? texts.metrics.over.step : texts.metrics.over.index,
    ...(times ? [texts.metrics.time] : []),
  ];
  const cell = (row: number, column: number): string => {
    const page = pages[Math.floor(row / PAGE)];
    const at = row % PAGE;
    if (column === 0) {
      return String(hasSteps ? (page?.s[at] ?? "") : row);
    }
    if (times && column === 1) {
      return wholeStamp(page?.t[at] ?? 0);
    }
    return valueText(cellValue(page?.columns[columns[column - lead.length] ?? ""]?.[at]));
  };
  return (
    <CellGrid
      label={metric.name}
      head={[...lead, ...columns.map((name) => name || texts.metrics.value)]}
      count={count}
      cell={cell}
      onEnd={() => {
        if (asked.hasNextPage && !asked.isFetching) {
          void asked.fetchNextPage();
        }
      }}
    />
  );
}
