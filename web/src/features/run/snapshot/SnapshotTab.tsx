// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { API } from "../../../api/client";
import { snapshotFileLink, snapshotZipLink } from "../../../api/links";
import { run as runQuery, snapshot as snapshotQuery } from "../../../api/queries";
import { byteSize } from "../../../format/number";
import { texts } from "../../../messages";
import { Card } from "../../../ui/Card";
import { Empty } from "../../../ui/Empty";
import { Failure } from "../../../ui/Failure";
import { Snippet } from "../../../ui/Snippet";
import { Waiting } from "../../../ui/Waiting";
import { FileTree } from "../files/FileTree";
import { FileText } from "../files/Preview";
import { nameOf } from "../names";
import panes from "../Panes.module.css";
import { RunPicker } from "../RunPicker";
import type { TabProps } from "../tabs";
import { useAll } from "../useAll";
import { SnapshotDiff } from "./SnapshotDiff";

/** The files that a run was made from, alone or against those of another run. */
export function SnapshotTab({ run }: TabProps) {
  const { with: other } = useSearch({ from: "/runs/$run/$tab" });
  const [picking, picker] = useDisclosure(false);
  const navigate = useNavigate({ from: "/runs/$run/$tab" });
  if (run.snapshot === undefined) {
    return (
      <Card title={texts.run.tabs.snapshot}>
        <Empty title={texts.snapshot.none}>
          <Snippet code={'runlore.start_run("my experiment", snapshot=".")'} what={texts.run.snippet} />
        </Empty>
      </Card>
    );
  }
  const tools = (
    <>
      {other === undefined ? (
        <Button size="xs" onClick={picker.open}>
          {texts.snapshot.compare}
        </Button>
      ) : (
        <Button size="xs" onClick={() => void navigate({ search: {}, resetScroll: false })}>
          {texts.snapshot.alone}
        </Button>
      )}
      <Button size="xs" component="a" href={snapshotZipLink(run.snapshot)} download>
        {texts.snapshot.zip}
      </Button>
      <RunPicker
        title={texts.snapshot.compareWith}
        run={run}
        filter="snapshot is not null"
        opened={picking}
        onClose={picker.close}
        onPick={(id) => void navigate({ search: { with: id }, resetScroll: false })}
      />
    </>
  );
  return other === undefined ? (
    <Files snapshot={run.snapshot} script={run.script} tools={tools} />
  ) : (
    <Against other={other} snapshot={run.snapshot} tools={tools} />
  );
}

interface FilesProps {
  readonly snapshot: string;
  /** The file that is open at first. */
  readonly script: string | undefined;
  readonly tools: React.ReactNode;
}

function Files({ snapshot, script, tools }: FilesProps) {
  const asked = useInfiniteQuery(snapshotQuery(snapshot));
  useAll(asked);
  const { file } = useSearch({ from: "/runs/$run/$tab" });
  const navigate = useNavigate({ from: "/runs/$run/$tab" });
  if (asked.error) {
    return <Failure error={asked.error} onRetry={() => void asked.refetch()} />;
  }
  const first = asked.data?.pages[0];
  if (first === undefined) {
    return <Waiting lines={8} />;
  }
  const files = asked.data?.pages.flatMap((page) => page.items) ?? [];
  const wanted = file ?? files.find(({ path }) => path === script)?.path ?? files[0]?.path;
  const known = files.find(({ path }) => path === wanted);
  return (
    <div className={panes.panes}>
      <section className={panes.side} aria-label={texts.snapshot.files}>
        <FileTree
          files={files}
          label={texts.snapshot.files}
          selected={known?.path}
          onSelect={(path) => void navigate({ search: { file: path }, replace: true, resetScroll: false })}
        />
        <p className={panes.foot}>{texts.snapshot.count(first.files, byteSize(first.bytes))}</p>
      </section>
      <section className={panes.main} aria-label={known?.path ?? texts.snapshot.files}>
        <header className={panes.head}>
          <h2 dir="auto">{known?.path ?? file}</h2>
          {known && (
            <>
              <span className="muted">{byteSize(known.size)}</span>
              <Button size="xs" component="a" href={snapshotFileLink(snapshot, known.path)} download>
                {texts.text.download}
              </Button>
            </>
          )}
          {tools}
        </header>
        {known ? (
          <FileText
            key={known.path}
            address={snapshotFileLink(snapshot, known.path).slice(API.length)}
            size={known.size}
            path={known.path}
          />
        ) : (
          <Empty title={texts.files.gone(file ?? "")} />
        )}
      </section>
    </div>
  );
}

function Against({ other, snapshot, tools }: { other: string; snapshot: string; tools: React.ReactNode }) {
  const asked = useQuery(runQuery(other));
  if (asked.error) {
    return <Failure error={asked.error} onRetry={() => void asked.refetch()} />;
  }
  if (asked.data === undefined) {
    return <Waiting lines={8} />;
  }
  return asked.data.snapshot === undefined ? (
    <Card title={nameOf(asked.data)} actions={tools}>
      <Empty title={texts.snapshot.otherNone(nameOf(asked.data))} />
    </Card>
  ) : (
    <SnapshotDiff from={asked.data.snapshot} to={snapshot} fromName={nameOf(asked.data)} tools={tools} />
  );
}
