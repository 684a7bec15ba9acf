// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useMemo } from "react";
import { artifacts, logs } from "../../../api/queries";
import { texts } from "../../../messages";
import { Card } from "../../../ui/Card";
import { Empty } from "../../../ui/Empty";
import { Failure } from "../../../ui/Failure";
import { Snippet } from "../../../ui/Snippet";
import { Waiting } from "../../../ui/Waiting";
import { isLive } from "../names";
import panes from "../Panes.module.css";
import type { TabProps } from "../tabs";
import { useAll } from "../useAll";
import { FileTree } from "./FileTree";
import { firstShown } from "./first";
import { LogPane } from "./LogPane";
import { Preview } from "./Preview";
import type { FileEntry } from "./tree";

/** A run's files and logs; the log that grows is open first. */
export function FilesTab({ run }: TabProps) {
  const asked = useInfiniteQuery(artifacts(run.id));
  const askedLogs = useQuery(logs(run.id));
  useAll(asked);
  const { file } = useSearch({ from: "/runs/$run/$tab" });
  const navigate = useNavigate({ from: "/runs/$run/$tab" });
  const files = useMemo(() => {
    const found = new Map<string, FileEntry>();
    for (const page of asked.data?.pages ?? []) {
      for (const { path, size } of page.items) {
        found.set(path, size === undefined ? { path } : { path, size });
      }
    }
    for (const log of askedLogs.data?.items ?? []) {
      found.set(log.path, log);
    }
    return [...found.values()];
  }, [asked.data, askedLogs.data]);
  const failed = asked.error ?? askedLogs.error;
  if (failed) {
    return (
      <Failure error={failed} onRetry={() => void Promise.all([asked.refetch(), askedLogs.refetch()])} />
    );
  }
  if (asked.data === undefined || askedLogs.data === undefined) {
    return <Waiting lines={8} />;
  }
  if (files.length === 0) {
    return (
      <Card title={texts.run.tabs.logs}>
        <Empty title={texts.files.none}>
          <Snippet
            code={'run.upload("model.pkl")\nopen("outputs/report.csv", "w")'}
            what={texts.run.snippet}
          />
        </Empty>
      </Card>
    );
  }
  const selected = file ?? firstShown(files);
  const known = files.find(({ path }) => path === selected);
  const live = isLive(run.status) && askedLogs.data.items.some(({ path }) => path === selected);
  return (
    <div className={panes.panes}>
      <section className={panes.side} aria-label={texts.files.title}>
        <FileTree
          files={files}
          label={texts.files.title}
          selected={selected}
          onSelect={(path) => void navigate({ search: { file: path }, replace: true, resetScroll: false })}
        />
        <p className={panes.foot}>{texts.files.count(files.length)}</p>
      </section>
      <section className={panes.main} aria-label={selected ?? texts.files.title}>
        {selected !== undefined && known === undefined ? (
          <Empty title={texts.files.gone(selected)} />
        ) : live && known !== undefined ? (
          <LogPane key={known.path} run={run} path={known.path} />
        ) : (
          // What a log had grown to is known only after the run's end is.
          known !== undefined && <Preview key={`${known.size} ${known.path}`} run={run.id} file={known} />
        )}
      </section>
    </div>
  );
}
