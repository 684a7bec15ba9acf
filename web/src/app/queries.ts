// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { QueryClient } from "@tanstack/react-query";
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
