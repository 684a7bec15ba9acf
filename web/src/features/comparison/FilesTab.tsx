// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { useQueries } from "@tanstack/react-query";
import { useMemo } from "react";
import { answer, client } from "../../api/client";
import type { Artifact, Run } from "../../api/schema";
import { byteSize } from "../../format/number";
import { texts } from "../../messages";
import { Card } from "../../ui/Card";
import { Empty } from "../../ui/Empty";
import { Failure } from "../../ui/Failure";
import { type ComparedLine, ComparedTable } from "./ComparedTable";
import { type FileRow, fileRows } from "./files";

const LIMIT = 1_000;

/** The union of the runs' files, told apart by their bytes. */
export default function FilesTab({
  runs,
  differencesOnly,
}: {
  runs: readonly Run[];
  differencesOnly: boolean;
}) {
  const { lists, isCut, error } = useArtifacts(runs);
  const all = useMemo(() => fileRows(lists), [lists]);
  const rows = differencesOnly ? all.filter(({ differs }) => differs) : all;
  return (
    <Card
      title={texts.comparison.tabs.files}
      note={`${texts.comparison.hidden(all.length - rows.length)}${isCut ? ` · ${texts.comparison.firstFiles(LIMIT)}` : ""}`}
    >
      {error && <Failure error={error} />}
      {rows.length === 0 ? (
        <Empty title={all.length === 0 ? texts.comparison.noFiles : texts.comparison.sameFiles} />
      ) : (
        <ComparedTable
          label={texts.comparison.tabs.files}
          what={texts.comparison.path}
          runs={runs}
          count={rows.length}
          line={(index) => fileLine(rows[index])}
        />
      )}
    </Card>
  );
}

function fileLine(row: FileRow | undefined): ComparedLine | undefined {
  return (
    row && {
      key: row.path,
      label: <bdi>{row.path}</bdi>,
      title: row.path,
      cells: row.files.map((file, column) => ({
        shown: (
          <>
            {texts.comparison.files[row.states[column] ?? "unknown"]}{" "}
            <span className="muted">{file?.size === undefined ? "" : byteSize(file.size)}</span>
          </>
        ),
        title: file?.sha256 ?? "",
      })),
    }
  );
}

interface AskedArtifacts {
  readonly lists: readonly (readonly Artifact[])[];
  /** Whether a run has more files than were asked for. */
  readonly isCut: boolean;
  readonly error: Error | null;
}

function useArtifacts(runs: readonly Run[]): AskedArtifacts {
  return useQueries({
    queries: runs.map(({ id }) => ({
      queryKey: ["run", id, "artifacts", "first"],
      queryFn: async ({ signal }: { signal: AbortSignal }) => {
        const told = await answer(
          client.GET("/runs/{run}/artifacts", {
            params: { path: { run: id }, query: { limit: LIMIT } },
            headers: { Accept: "application/json" },
            signal,
          }),
        );
        return told as Exclude<typeof told, string>;
      },
    })),
    combine: (asked) => ({
      lists: asked.map(({ data }) => data?.items ?? []),
      isCut: asked.some(({ data }) => data?.nextPageToken !== undefined),
      error: asked.find(({ error }) => error !== null)?.error ?? null,
    }),
  });
}
