// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { notifications } from "@mantine/notifications";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { answer, client } from "../../api/client";
import { run as runQuery } from "../../api/queries";
import type { operations, Run } from "../../api/schema";
import { texts } from "../../messages";

export type Change = NonNullable<operations["changeRun"]["requestBody"]>["content"]["application/json"];

/** Changes a run; the page shows the answer at once, and a refusal in a corner. */
export function useChange(id: string) {
  return useRunMutation(id, (body: Change) =>
    answer(client.PATCH("/runs/{run}", { params: { path: { run: id } }, body })),
  );
}

export type Action = "cancel" | "archive" | "unarchive";

export function useAction(id: string) {
  return useRunMutation(
    id,
    (action: Action) =>
      answer(client.POST("/runs/{run}/{action}", { params: { path: { run: id, action } } })) as Promise<Run>,
  );
}

function useRunMutation<A>(id: string, mutationFn: (asked: A) => Promise<Run>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn,
    onSuccess: (run) => queries.setQueryData(runQuery(id).queryKey, run),
    onError: (error) => tellFailure(texts.run.refused, error),
    onSettled: () =>
      Promise.all(
        [["run", id], ["runs"], ["jobs"]].map((queryKey) => queries.invalidateQueries({ queryKey })),
      ),
  });
}

/** What was asked for by a button or a key and did not happen. */
export function tellFailure(title: string, error: unknown): void {
  notifications.show({
    color: "red",
    title,
    message: error instanceof Error ? error.message : String(error),
    autoClose: 10_000,
  });
}
