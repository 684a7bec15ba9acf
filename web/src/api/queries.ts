// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
//
// What the pages ask the server for, one function an answer. Keys begin with the noun, so that a hint finds what it is about.
import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { answer, client } from "./client";
import type { operations } from "./schema";

type Query<O extends keyof operations> = NonNullable<operations[O]["parameters"]["query"]>;

/** Of the run table: filter, order and columns; a page is at most 1,000 runs. */
export type RunTableAsk = Omit<Query<"listRuns">, "pageToken">;

export interface RunTablePage {
  readonly columns: Readonly<Record<string, readonly unknown[]>>;
  readonly nextPageToken?: string;
}

export const runTable = (ask: RunTableAsk) =>
  infiniteQueryOptions({
    queryKey: ["runs", "table", ask],
    queryFn: ({ pageParam, signal }): Promise<RunTablePage> =>
      answer(
        client.GET("/runs", {
          params: { query: pageParam ? { ...ask, pageToken: pageParam } : ask },
          signal,
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.nextPageToken,
    placeholderData: keepPreviousData,
  });

/** One page of the run table, for who loads and drops pages by what is in sight. */
export const runPage = (ask: RunTableAsk, pageToken = "") =>
  queryOptions({
    queryKey: ["runs", "page", ask, pageToken],
    queryFn: ({ signal }): Promise<RunTablePage> =>
      answer(client.GET("/runs", { params: { query: pageToken ? { ...ask, pageToken } : ask }, signal })),
    gcTime: 30 * 60_000,
  });

export const runGroups = (ask: Query<"groupRuns">) =>
  queryOptions({
    queryKey: ["runs", "groups", ask],
    queryFn: ({ signal }) => answer(client.GET("/runs:groups", { params: { query: ask }, signal })),
    placeholderData: keepPreviousData,
  });

export const run = (id: string) =>
  queryOptions({
    queryKey: ["run", id, "record"],
    queryFn: ({ signal }) => answer(client.GET("/runs/{run}", { params: { path: { run: id } }, signal })),
  });

export const metrics = (id: string) =>
  infiniteQueryOptions({
    queryKey: ["run", id, "metrics"],
    queryFn: ({ pageParam, signal }) =>
      answer(
        client.GET("/runs/{run}/metrics", {
          params: {
            path: { run: id },
            query: { limit: 1_000, ...(pageParam ? { pageToken: pageParam } : {}) },
          },
          signal,
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.nextPageToken,
  });

export const points = (id: string, ask: Omit<Query<"listPoints">, "pageToken">) =>
  queryOptions({
    queryKey: ["run", id, "points", ask],
    queryFn: ({ signal }) =>
      answer(client.GET("/runs/{run}/points", { params: { path: { run: id }, query: ask }, signal })),
  });

type BucketsAsk = NonNullable<operations["bucketSeries"]["requestBody"]>["content"]["application/json"];

/** Of at most 100 runs, one column of one metric. */
export const buckets = (ask: BucketsAsk) =>
  queryOptions({
    queryKey: ["series", ask],
    queryFn: ({ signal }) => answer(client.POST("/series:buckets", { body: ask, signal })),
    placeholderData: keepPreviousData,
  });

export const metricNames = (ask: Query<"listMetricNames">) =>
  queryOptions({
    queryKey: ["runs", "metric-names", ask],
    queryFn: ({ signal }) => answer(client.GET("/metric-names", { params: { query: ask }, signal })),
    placeholderData: keepPreviousData,
  });

export const experiments = (ask: Query<"listExperiments"> = {}) =>
  queryOptions({
    queryKey: ["experiments", "list", ask],
    queryFn: ({ signal }) => answer(client.GET("/experiments", { params: { query: ask }, signal })),
    placeholderData: keepPreviousData,
  });

export const experiment = (id: string) =>
  queryOptions({
    queryKey: ["experiments", id],
    queryFn: ({ signal }) =>
      answer(client.GET("/experiments/{experiment}", { params: { path: { experiment: id } }, signal })),
  });

export const artifacts = (id: string) =>
  infiniteQueryOptions({
    queryKey: ["run", id, "artifacts"],
    queryFn: async ({ pageParam, signal }) => {
      const told = await answer(
        client.GET("/runs/{run}/artifacts", {
          params: {
            path: { run: id },
            query: { limit: 1_000, ...(pageParam ? { pageToken: pageParam } : {}) },
          },
          headers: { Accept: "application/json" },
          signal,
        }),
      );
      return told as Exclude<typeof told, string>;
    },
    initialPageParam: "",
    getNextPageParam: (page) => page.nextPageToken,
  });

export const logs = (id: string) =>
  queryOptions({
    queryKey: ["run", id, "logs"],
    queryFn: async ({ signal }) => {
      const told = await answer(client.GET("/runs/{run}/logs", { params: { path: { run: id } }, signal }));
      return told as Exclude<typeof told, string>;
    },
  });

export const snapshot = (id: string) =>
  infiniteQueryOptions({
    queryKey: ["snapshot", id],
    queryFn: async ({ pageParam, signal }) => {
      const told = await answer(
        client.GET("/snapshots/{snapshot}", {
          params: {
            path: { snapshot: id },
            query: { limit: 1_000, ...(pageParam ? { pageToken: pageParam } : {}) },
          },
          headers: { Accept: "application/json" },
          signal,
        }),
      );
      return told as Exclude<typeof told, string>;
    },
    initialPageParam: "",
    getNextPageParam: (page) => page.nextPageToken,
    staleTime: Number.POSITIVE_INFINITY,
  });

export const snapshotDiff = (from: string, to: string) =>
  queryOptions({
    queryKey: ["snapshot", from, "diff", to],
    queryFn: ({ signal }) =>
      answer(client.GET("/snapshots:diff", { params: { query: { from, to } }, signal })),
    staleTime: Number.POSITIVE_INFINITY,
  });

export const jobs = (state: "live" | "ended" | "all") =>
  queryOptions({
    queryKey: ["jobs", state],
    queryFn: ({ signal }) =>
      answer(client.GET("/jobs", { params: { query: { state, limit: 200 } }, signal })),
    placeholderData: keepPreviousData,
  });

/** Whether this browser is signed in, and whether it has to be for reading. */
export const session = () =>
  queryOptions({
    queryKey: ["session"],
    queryFn: ({ signal }) => answer(client.GET("/studio/session", { signal })),
  });

export const projects = () =>
  queryOptions({
    queryKey: ["projects"],
    queryFn: ({ signal }) => answer(client.GET("/projects", { params: { query: { limit: 1_000 } }, signal })),
  });

/** What lies in a folder of a project, the root without a folder. */
export const projectFolder = (id: string, folder: string) =>
  queryOptions({
    queryKey: ["projects", id, "folder", folder],
    queryFn: async ({ signal }) => {
      const told = await answer(
        client.GET("/projects/{project}/files", {
          params: { path: { project: id }, query: folder === "" ? {} : { path: folder } },
          signal,
        }),
      );
      return (told as Exclude<typeof told, string>).items;
    },
  });

/** What a restore would do to a project's folder now. */
export const restorePlan = (project: string, run: string) =>
  queryOptions({
    queryKey: ["projects", project, "restore", run],
    queryFn: ({ signal }) =>
      answer(
        client.POST("/projects/{project}/restore", {
          params: { path: { project } },
          body: { run, dryRun: true },
          signal,
        }),
      ),
    // The folder may change at any time: each look is a new one.
    gcTime: 0,
    staleTime: 0,
  });

export const datasets = (id: string) =>
  queryOptions({
    queryKey: ["run", id, "datasets"],
    queryFn: ({ signal }) =>
      answer(client.GET("/runs/{run}/datasets", { params: { path: { run: id } }, signal })),
  });

/** One metric of a run by its name; nothing when the run has none of that name. */
export const metric = (id: string, name: string) =>
  queryOptions({
    queryKey: ["run", id, "metric", name],
    queryFn: async ({ signal }) => {
      const told = await answer(
        client.GET("/runs/{run}/metrics", { params: { path: { run: id }, query: { name } }, signal }),
      );
      return told.items[0] ?? null;
    },
  });

/** The rows of one metric, a thousand at a time. */
export const metricRows = (id: string, name: string) =>
  infiniteQueryOptions({
    queryKey: ["run", id, "rows", name],
    queryFn: ({ pageParam, signal }) =>
      answer(
        client.GET("/runs/{run}/points", {
          params: {
            path: { run: id },
            query: { name, limit: 1_000, ...(pageParam ? { pageToken: pageParam } : {}) },
          },
          signal,
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.nextPageToken,
  });
