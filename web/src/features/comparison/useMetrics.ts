// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { useQueries } from "@tanstack/react-query";
import { answer, client } from "../../api/client";
import type { Metric, Run } from "../../api/schema";

/** Metrics of each run that are asked for at once. */
export const METRICS_PAGE = 1_000;

export interface AskedMetrics {
  readonly metrics: readonly (readonly Metric[])[];
  readonly more: boolean;
  readonly error: Error | null;
  readonly isPending: boolean;
}

/** So many pages of each run's metrics. */
export function useMetrics(runs: readonly Run[], pages: number): AskedMetrics {
  return useQueries({
    queries: runs.map(({ id }) => ({
      queryKey: ["run", id, "metrics", "pages", pages],
      queryFn: ({ signal }: { signal: AbortSignal }) => metricPages(id, pages, signal),
      placeholderData: (before: MetricPages | undefined) => before,
    })),
    combine: (asked) => ({
      metrics: asked.map(({ data }) => data?.items ?? []),
      more: asked.some(({ data }) => data?.more ?? false),
      error: asked.find(({ error }) => error !== null)?.error ?? null,
      isPending: asked.some(({ isPending }) => isPending),
    }),
  });
}

interface MetricPages {
  readonly items: readonly Metric[];
  readonly more: boolean;
}

async function metricPages(run: string, pages: number, signal: AbortSignal): Promise<MetricPages> {
  const items: Metric[] = [];
  let pageToken: string | undefined;
  for (let page = 0; page < pages && (page === 0 || pageToken !== undefined); page++) {
    const told = await answer(
      client.GET("/runs/{run}/metrics", {
        params: {
          path: { run },
          query: { limit: METRICS_PAGE, ...(pageToken === undefined ? {} : { pageToken }) },
        },
        signal,
      }),
    );
    items.push(...told.items);
    pageToken = told.nextPageToken;
  }
  return { items, more: pageToken !== undefined };
}
