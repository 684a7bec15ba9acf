// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import type { QueryClient } from "@tanstack/react-query";
import { answer, client } from "../../api/client";
import { quoted } from "../../api/filter";
import { type RunTableAsk, type RunTablePage, runPage } from "../../api/queries";
import type { Run } from "../../api/schema";

/** A page of a list of runs that was looked at: what was asked for it, and when it came. */
export interface ListPage {
  readonly ask: RunTableAsk;
  readonly token: string;
  readonly page: RunTablePage;
  readonly at: number;
}

/** Runs in the order of a list, and how it goes on where there is more of it. */
export interface RunList {
  readonly runs: readonly string[];
  readonly more?: { readonly ask: RunTableAsk; readonly token: string };
}

/** Of the lists that have the run the one that came last, of equals the longest; of each what was loaded without a gap. */
export function listWith(run: string, pages: readonly ListPage[]): RunList | undefined {
  const known = new Map(pages.map((page) => [keyOf(page.ask, page.token), page]));
  return pages
    .filter(({ token }) => token === "")
    .map((first) => joined(first, known))
    .filter(({ list }) => list.runs.includes(run))
    .toSorted((a, b) => b.at - a.at || b.list.runs.length - a.list.runs.length)[0]?.list;
}

function joined(first: ListPage, known: ReadonlyMap<string, ListPage>): { list: RunList; at: number } {
  const runs: string[] = [];
  let { at, ask } = first;
  let page: ListPage | undefined = first;
  let token: string | undefined;
  while (page !== undefined) {
    runs.push(...(page.page.columns.id ?? []).map(String));
    at = Math.max(at, page.at);
    ask = page.ask;
    token = page.page.nextPageToken;
    page = token === undefined ? undefined : known.get(keyOf(ask, token));
  }
  return { list: token === undefined ? { runs } : { runs, more: { ask, token } }, at };
}

/** Pages of one list may be of several sizes. */
function keyOf({ limit: _, ...ask }: RunTableAsk, token: string): string {
  return JSON.stringify([ask, token]);
}

/**
 * The run one further in the list that was looked at last, or one before; where the run is in none, in its experiment from the
 * newest run to the oldest, among the children of its parent if it has one.
 */
export async function neighbour(queries: QueryClient, run: Run, by: -1 | 1): Promise<string | undefined> {
  const list = listWith(run.id, lookedAt(queries));
  if (list === undefined) {
    return byNumber(queries, run, by);
  }
  const at = list.runs.indexOf(run.id) + by;
  if (at < list.runs.length || list.more === undefined) {
    return list.runs[at];
  }
  const further = await queries.fetchQuery(runPage(list.more.ask, list.more.token));
  return firstOf(further);
}

function lookedAt(queries: QueryClient): readonly ListPage[] {
  return queries
    .getQueryCache()
    .findAll({ queryKey: runPage({}).queryKey.slice(0, 2) })
    .flatMap(({ queryKey, state }): readonly ListPage[] => {
      const [, , ask, token] = queryKey as ReturnType<typeof runPage>["queryKey"];
      const page = state.data as RunTablePage | undefined;
      return page === undefined
        ? []
        : [{ ask: ask as RunTableAsk, token: String(token), page, at: state.dataUpdatedAt }];
    });
}

async function byNumber(queries: QueryClient, run: Run, by: -1 | 1): Promise<string | undefined> {
  const side = by === 1 ? `number < ${run.number}` : `number > ${run.number}`;
  const filter = run.parent === undefined ? side : `${side} and parent = ${quoted(run.parent)}`;
  const order = by === 1 ? "number desc" : "number asc";
  const ask = { experiment: run.experiment.name, filter, orderBy: order, columns: "id", limit: 1 };
  const page: RunTablePage = await queries.fetchQuery({
    queryKey: ["runs", "beside", ask],
    queryFn: ({ signal }) => answer(client.GET("/runs", { params: { query: ask }, signal })),
  });
  return firstOf(page);
}

function firstOf(page: RunTablePage): string | undefined {
  const id = page.columns.id?.[0];
  return id === undefined ? undefined : String(id);
}
