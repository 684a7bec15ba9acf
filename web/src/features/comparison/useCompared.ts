// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { useQueries } from "@tanstack/react-query";
import { run as runQuery } from "../../api/queries";
import type { Run } from "../../api/schema";

/** The runs of a comparison in the order of their ids, those that came; and what the first refused one says. */
export function useCompared(ids: readonly string[]): {
  readonly runs: readonly Run[];
  readonly error: Error | null;
  readonly retry: () => void;
} {
  const asked = useQueries({ queries: ids.map((id) => runQuery(id)) });
  return {
    runs: asked.flatMap(({ data }) => (data === undefined ? [] : [data])),
    error: asked.find(({ error }) => error !== null)?.error ?? null,
    retry: () => {
      for (const one of asked) {
        if (one.error !== null) {
          void one.refetch();
        }
      }
    },
  };
}
