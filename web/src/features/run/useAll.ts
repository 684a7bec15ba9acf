// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import type { UseInfiniteQueryResult } from "@tanstack/react-query";
import { useEffect } from "react";

type Paged = Pick<UseInfiniteQueryResult, "hasNextPage" | "isFetching" | "isError" | "fetchNextPage">;

/** Asks for page after page while `wanted`, one at a time. */
export function useAll({ hasNextPage, isFetching, isError, fetchNextPage }: Paged, wanted = true): void {
  useEffect(() => {
    if (wanted && hasNextPage && !isFetching && !isError) {
      void fetchNextPage();
    }
  }, [wanted, hasNextPage, isFetching, isError, fetchNextPage]);
}
