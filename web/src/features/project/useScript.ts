// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { projectFolder, runTable } from "../../api/queries";
import type { Project } from "../../api/schema";
import { proposedScript } from "./paths";

/** The script that a project's page proposes until a person chooses; undefined until it is known, empty where there is none. */
export function useProposedScript({ id, experiment }: Project): string | undefined {
  const root = useQuery(projectFolder(id, ""));
  const last = useInfiniteQuery(runTable({ experiment, columns: "script", limit: 1 }));
  const script = last.data?.pages[0]?.columns.script?.[0];
  if (root.isPending || last.isPending) {
    return undefined;
  }
  return proposedScript(root.data ?? [], typeof script === "string" ? script : undefined);
}
