// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { bytes } from "../../../api/client";
import { snapshotDiff } from "../../../api/queries";
import { texts } from "../../../messages";
import { DiffView } from "../../../ui/diff/DiffView";
import { Empty } from "../../../ui/Empty";
import { Failure } from "../../../ui/Failure";
import { Waiting } from "../../../ui/Waiting";
import { FileTree } from "../files/FileTree";
import panes from "../Panes.module.css";
import { changesOf, type FileChange } from "./changed";

interface SnapshotDiffProps {
  readonly from: string;
  readonly to: string;
  /** What the run of the first is called. */
  readonly fromName: string;
  /** And that of the second, where it is not the page's own run. */
  readonly toName?: string;
  readonly tools: ReactNode;
}

const LARGEST = 2 * 1024 * 1024;

/** Which files differ between two snapshots, and how the picked one does. */
export function SnapshotDiff({ from, to, fromName, toName, tools }: SnapshotDiffProps) {
  const asked = useQuery(snapshotDiff(from, to));
  const [picked, setPicked] = useState<string>();
  if (asked.error) {
    return <Failure error={asked.error} onRetry={() => void asked.refetch()} />;
  }
  if (asked.data === undefined) {
    return <Waiting lines={8} />;
  }
  const changes = changesOf(asked.data);
  const title = texts.diff.title(fromName, toName);
  const shown = changes.find(({ path }) => path === picked) ?? changes[0];
  return (
    <div className={panes.panes}>
      <section className={panes.side} aria-label={texts.diff.files}>
        {changes.length === 0 ? (
          <Empty title={texts.diff.none} />
        ) : (
          <FileTree
            files={changes}
            label={texts.diff.files}
            selected={shown?.path}
            onSelect={setPicked}
            note={({ path }) =>
              texts.diff.kinds[changes.find((change) => change.path === path)?.kind ?? "changed"]
            }
          />
        )}
        <p className={panes.foot}>{texts.diff.count(changes.length)}</p>
      </section>
      <section className={panes.main} aria-label={title}>
        <header className={panes.head}>
          <h2 dir="auto">{shown?.path ?? title}</h2>
          <span className="muted" dir="auto">
            {title}
          </span>
          {tools}
        </header>
        {shown && <FileDiff key={shown.path} change={shown} from={from} to={to} />}
      </section>
    </div>
  );
}

function FileDiff({ change, from, to }: { change: FileChange; from: string; to: string }) {
  const { path, size, kind } = change;
  const asked = useQuery({
    queryKey: ["snapshot", from, "diff", to, path],
    queryFn: async ({ signal }) => {
      const [before, after] = await Promise.all([
        kind === "added" ? "" : read(from, path, signal),
        kind === "removed" ? "" : read(to, path, signal),
      ]);
      return { before, after };
    },
    enabled: size <= LARGEST,
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (size > LARGEST) {
    return <Empty title={texts.diff.tooLarge} />;
  }
  if (asked.error) {
    return <Failure error={asked.error} onRetry={() => void asked.refetch()} />;
  }
  if (asked.data === undefined) {
    return <Waiting lines={8} />;
  }
  const { before, after } = asked.data;
  return before.includes("\0") || after.includes("\0") ? (
    <Empty title={texts.diff.binary} />
  ) : (
    <DiffView from={before} to={after} label={texts.diff.of(path)} />
  );
}

async function read(snapshot: string, path: string, signal: AbortSignal): Promise<string> {
  return (await bytes(`/snapshots/${snapshot}/files?${new URLSearchParams({ path })}`, { signal })).text();
}
