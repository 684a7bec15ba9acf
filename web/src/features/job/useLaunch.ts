// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { answer, client } from "../../api/client";
import type { operations } from "../../api/schema";
import { announce } from "./notice";

type Body<O extends "runProject" | "repeatRun"> = NonNullable<
  operations[O]["requestBody"]
>["content"]["application/json"];

/** A script of a project that is to run. */
export type ProjectRun = Body<"runProject">;
/** What of a repeated run is to be other than it was. */
export type Repetition = Body<"repeatRun">;

/** Submits scripts of a project; several may be under way. */
export function useRunProject(project: string) {
  return useLaunched((body: ProjectRun) =>
    answer(client.POST("/projects/{project}/runs", { params: { path: { project } }, body })),
  );
}

/** Submits once more what a run was made from. */
export function useRepeat(run: string) {
  return useLaunched((body: Repetition) =>
    answer(client.POST("/runs/{run}/repeat", { params: { path: { run } }, body })),
  );
}

function useLaunched<B>(mutationFn: (body: B) => Promise<Parameters<typeof announce>[0]>) {
  const queries = useQueryClient();
  const router = useRouter();
  return useMutation({ mutationFn, onSuccess: (submitted) => announce(submitted, router, queries) });
}
