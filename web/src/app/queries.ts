// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { type Query, QueryClient } from "@tanstack/react-query";
import { isPassing } from "../api/problem";

const RETRIES = 2;

/** What the server answered, and what it is being asked. */
export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      // Hints say when something is stale, see Live; without hints a page asks again when it is looked at.
      staleTime: 15_000,
      retry: (count, error) => count < RETRIES && isPassing(error),
    },
  },
});

const asked = new WeakMap<object, number>();
queries.getQueryCache().subscribe((event) => {
  if (event.type === "updated" && event.action.type === "fetch") {
    asked.set(event.query, performance.now());
  }
});

/** Whether a question was asked for the last time before a moment of `performance.now()`. */
export const askedBefore =
  (moment: number) =>
  (query: Query): boolean =>
    (asked.get(query) ?? moment) < moment;
