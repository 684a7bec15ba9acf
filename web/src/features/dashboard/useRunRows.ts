// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { useQueries, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useState } from "react";
import { type RunTableAsk, type RunTablePage, runPage } from "../../api/queries";
import { FIRST_PAGE } from "./asks";
import { useLast } from "./useLast";

export const FURTHER_PAGE = 1_000;
const ROWS_AHEAD = 100;
const ROWS_WAITING = 10;

interface Chain {
  readonly key: string;
  /** Of every page known so far; the first has none. */
  readonly tokens: readonly string[];
  readonly firstInSight: number;
  readonly lastInSight: number;
}

export interface RunRows {
  /** Rows to scroll to, a few that are not loaded among them while there is more. */
  readonly count: number;
  readonly loaded: number;
  readonly isWhole: boolean;
  /** Whether these are the rows of an earlier question while the next is asked. */
  readonly isOld: boolean;
  readonly value: (row: number, column: string) => unknown;
  readonly id: (row: number) => string | undefined;
}

const NO_ROWS: RunRows = {
  count: 0,
  loaded: 0,
  isWhole: false,
  isOld: true,
  value: () => undefined,
  id: () => undefined,
};

export function pageOf(row: number): number {
  return row < FIRST_PAGE ? 0 : 1 + Math.floor((row - FIRST_PAGE) / FURTHER_PAGE);
}

export function startOf(page: number): number {
  return page === 0 ? 0 : FIRST_PAGE + (page - 1) * FURTHER_PAGE;
}

/**
 * The run table, of which the pages in sight are loaded and asked again when they are stale. Pages that were in sight before stay
 * as they were until somebody looks at them.
 */
export function useRunRows(ask: Omit<RunTableAsk, "limit">, enabled: boolean) {
  const client = useQueryClient();
  const key = JSON.stringify(ask);
  const [kept, setChain] = useState<Chain>({ key, tokens: [""], firstInSight: 0, lastInSight: 0 });
  const chain = kept.key === key ? kept : { key, tokens: [""], firstInSight: 0, lastInSight: 0 };
  const { tokens, firstInSight, lastInSight } = chain;
  const query = (page: number) =>
    runPage({ ...ask, limit: page === 0 ? FIRST_PAGE : FURTHER_PAGE }, tokens[page] ?? "");
  const inSight = tokens.map((_, page) => page).filter((page) => page >= firstInSight && page <= lastInSight);
  const asked = useQueries({
    queries: inSight.map((page) => ({ ...query(page), enabled })),
    combine: (results) => ({
      pages: results.map(({ data }) => data),
      error: results.find(({ error }) => error !== null)?.error,
      refetch: () => results.map(({ refetch }) => refetch()),
    }),
  });

  useEffect(() => {
    setChain((old) => {
      const before = old.key === key ? old : { key, tokens: [""], firstInSight: 0, lastInSight: 0 };
      const next = followed(before.tokens, asked.pages, before.firstInSight);
      return next === before.tokens && old.key === key ? old : { ...before, tokens: next };
    });
  }, [key, asked.pages]);

  const pages = tokens.map((_, page): RunTablePage | undefined => {
    const at = inSight.indexOf(page);
    return at >= 0 ? asked.pages[at] : client.getQueryData<RunTablePage>(query(page).queryKey);
  });
  const rows = useRows(pages);
  const last = useLast(rows) ?? NO_ROWS;
  const old = useMemo(() => ({ ...last, isOld: true }), [last]);

  const onSight = useCallback(
    (first: number, last: number) =>
      setChain((old) => {
        const firstInSight = pageOf(first);
        const lastInSight = pageOf(last + ROWS_AHEAD);
        return old.key !== key || (old.firstInSight === firstInSight && old.lastInSight === lastInSight)
          ? old
          : { ...old, firstInSight, lastInSight };
      }),
    [key],
  );
  return { rows: rows ?? old, error: asked.error, refetch: asked.refetch, onSight };
}

/** The tokens that follow from what the pages in sight say of their next ones; the same array where nothing is new. */
export function followed(
  tokens: readonly string[],
  pages: readonly (RunTablePage | undefined)[],
  first: number,
): readonly string[] {
  for (const [offset, page] of pages.entries()) {
    const next = first + offset + 1;
    if (page !== undefined && tokens[next] !== page.nextPageToken) {
      const kept = tokens.slice(0, next);
      return page.nextPageToken === undefined ? kept : [...kept, page.nextPageToken];
    }
  }
  return tokens;
}

function useRows(pages: readonly (RunTablePage | undefined)[]): RunRows | undefined {
  const [kept, keep] = useState(pages);
  const isSame = pages.length === kept.length && pages.every((page, at) => page === kept[at]);
  if (!isSame) {
    keep(pages);
  }
  const steady = isSame ? kept : pages;
  return useMemo(() => rowsOf(steady), [steady]);
}

function rowsOf(pages: readonly (RunTablePage | undefined)[]): RunRows | undefined {
  if (pages[0] === undefined) {
    return undefined;
  }
  const size = (page: RunTablePage | undefined): number => page?.columns.id?.length ?? 0;
  const end = pages.at(-1);
  const isWhole = end !== undefined && end.nextPageToken === undefined;
  const known = startOf(pages.length - 1) + size(end);
  const value = (row: number, column: string): unknown => {
    const page = pageOf(row);
    return pages[page]?.columns[column]?.[row - startOf(page)];
  };
  return {
    count: isWhole ? known : known + ROWS_WAITING,
    loaded: pages.reduce((sum, page) => sum + size(page), 0),
    isWhole,
    isOld: false,
    value,
    id: (row) => value(row, "id") as string | undefined,
  };
}
