// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { type QueryClient, useQueries, useQueryClient } from "@tanstack/react-query";
import { answer, client } from "../../../api/client";
import { points } from "../../../api/queries";
import type { Artifact, Metric, Run } from "../../../api/schema";
import { kindOf } from "../files/kinds";
import { type Film, filmOf } from "./frames";

const PAGE = 1_000;

/** The images of one run. */
export interface RunImages {
  /** By the name that they were logged under. */
  readonly films: readonly Film[];
  /** Paths of images among the run's files that no metric names. */
  readonly others: readonly string[];
}

/** The images of each of some runs. */
export function useImages(runs: readonly Run[]): {
  readonly images: readonly RunImages[];
  readonly isPending: boolean;
  readonly error: Error | null;
  readonly retry: () => void;
} {
  const queries = useQueryClient();
  return useQueries({
    queries: runs.map(({ id }) => ({
      queryKey: ["run", id, "images"],
      queryFn: ({ signal }: { signal: AbortSignal }) => imagesOf(queries, id, signal),
    })),
    combine: (asked) => ({
      images: asked.map(({ data }) => data ?? { films: [], others: [] }),
      isPending: asked.some(({ isPending }) => isPending),
      error: asked.find(({ error }) => error !== null)?.error ?? null,
      retry: () => {
        for (const one of asked) {
          void one.refetch();
        }
      },
    }),
  });
}

async function imagesOf(queries: QueryClient, run: string, signal: AbortSignal): Promise<RunImages> {
  const [metrics, files] = await Promise.all([allMetrics(run, signal), allFiles(run, signal)]);
  const names = metrics.filter(({ kind }) => kind === "image").map(({ name }) => name);
  const films = await Promise.all(
    names.map(async (name) => {
      const { s, columns } = await queries.fetchQuery(points(run, { name, limit: 10_000 }));
      return filmOf(name, s, columns[""] ?? []);
    }),
  );
  const logged = new Set(films.flatMap(({ frames }) => frames.map(({ path }) => path)));
  const others = files
    .filter(({ path, size }) => size !== undefined && kindOf(path) === "image" && !logged.has(path))
    .map(({ path }) => path);
  return { films, others };
}

function allMetrics(run: string, signal: AbortSignal): Promise<readonly Metric[]> {
  return allPages((page) =>
    answer(
      client.GET("/runs/{run}/metrics", {
        params: { path: { run }, query: { limit: PAGE, ...page } },
        signal,
      }),
    ),
  );
}

function allFiles(run: string, signal: AbortSignal): Promise<readonly Artifact[]> {
  return allPages(async (page) => {
    const told = await answer(
      client.GET("/runs/{run}/artifacts", {
        params: { path: { run }, query: { limit: PAGE, ...page } },
        headers: { Accept: "application/json" },
        signal,
      }),
    );
    return told as Exclude<typeof told, string>;
  });
}

async function allPages<T>(
  ask: (page: {
    pageToken?: string;
  }) => Promise<{ readonly items: readonly T[]; readonly nextPageToken?: string }>,
): Promise<readonly T[]> {
  const items: T[] = [];
  let pageToken: string | undefined;
  do {
    const told = await ask(pageToken === undefined ? {} : { pageToken });
    items.push(...told.items);
    pageToken = told.nextPageToken;
  } while (pageToken !== undefined);
  return items;
}
