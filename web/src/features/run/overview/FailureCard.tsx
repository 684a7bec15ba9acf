// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { answer, bytes, client } from "../../../api/client";
import { artifacts, logs } from "../../../api/queries";
import type { Run } from "../../../api/schema";
import { texts } from "../../../messages";
import { Card } from "../../../ui/Card";
import { Failure } from "../../../ui/Failure";
import { StyledText } from "../../../ui/text/StyledText";
import { openLine, windowAt } from "../../../ui/text/window";
import { firstShown } from "../files/first";
import classes from "./OverviewTab.module.css";

/** Why a run failed, and what it wrote last. */
export function FailureCard({ run }: { run: Run }) {
  const { error } = run;
  return (
    <div className={classes.failed}>
      <Card title={texts.overview.failed} note={error?.code}>
        <p className={classes.message} dir="auto">
          {error?.type !== undefined && <strong>{error.type}: </strong>}
          {error ? messageOf(error) : texts.overview.noReason}
        </p>
        {error?.stack !== undefined && (
          <>
            <h3 className={classes.subtitle}>{texts.overview.stack}</h3>
            <pre className={classes.trace} tabIndex={0}>
              {error.stack}
            </pre>
          </>
        )}
        <LastLines run={run.id} />
      </Card>
    </div>
  );
}

// Clients put the type before the message; it is shown once.
function messageOf({ type, message }: { type?: string; message: string }): string {
  return type !== undefined && message.startsWith(`${type}: `) ? message.slice(type.length + 2) : message;
}

const LINES = 20;
const END = 64 * 1024;

function LastLines({ run }: { run: string }) {
  const { data: list } = useQuery(logs(run));
  const path = firstShown(list?.items ?? []);
  const size = list?.items.find((log) => log.path === path)?.size ?? 0;
  const kept = useQuery({ ...lastOfKept(run), enabled: list !== undefined && path === undefined });
  const growing = useQuery({ ...lastOfLog(run, path ?? "", size), enabled: path !== undefined });
  const asked = path === undefined ? kept : growing;
  if (asked.error) {
    return <Failure error={asked.error} onRetry={() => void asked.refetch()} />;
  }
  if (!asked.data || asked.data.lines.length === 0) {
    return null;
  }
  return (
    <>
      <h3 className={classes.subtitle}>
        <Link to="/runs/$run/$tab" params={{ run, tab: "logs" }} search={{ file: asked.data.path }}>
          {texts.overview.lastLines(asked.data.path)}
        </Link>
      </h3>
      <section
        className={`${classes.trace} mono`}
        tabIndex={0}
        aria-label={texts.overview.lastLines(asked.data.path)}
      >
        {asked.data.lines.map((line) => (
          <div key={line.at}>
            <StyledText raw={line.raw} start={line.start} mark="" />
          </div>
        ))}
      </section>
    </>
  );
}

function lastOfLog(run: string, path: string, size: number) {
  return {
    queryKey: ["run", run, "logs", "last", path, size],
    queryFn: async ({ signal }: { signal: AbortSignal }) => {
      const from = Math.max(0, size - END);
      const answer = await bytes(
        `/runs/${encodeURIComponent(run)}/logs?${new URLSearchParams({ path, from: String(from) })}`,
        { signal },
      );
      return { path, lines: lastLines(from, new Uint8Array(await answer.arrayBuffer())) };
    },
  };
}

/** Of a log that became a file when its run ended. */
function lastOfKept(run: string) {
  return {
    queryKey: [...artifacts(run).queryKey, "last"],
    queryFn: async ({ signal }: { signal: AbortSignal }) => {
      const told = await answer(
        client.GET("/runs/{run}/artifacts", { params: { path: { run }, query: { limit: 1_000 } }, signal }),
      );
      const files = (told as Exclude<typeof told, string>).items.filter(({ path }) =>
        /(^|\/)[\w-]*logs\//.test(path),
      );
      const path = firstShown(files.map((file) => ({ path: file.path })));
      const size = files.find((file) => file.path === path)?.size ?? 0;
      if (path === undefined || size === 0) {
        return { path: "", lines: [] };
      }
      const from = Math.max(0, size - END);
      const read = await bytes(
        `/runs/${encodeURIComponent(run)}/artifacts?${new URLSearchParams({ path })}`,
        { signal, headers: { Range: `bytes=${from}-` } },
      );
      return { path, lines: lastLines(from, new Uint8Array(await read.arrayBuffer())) };
    },
  };
}

function lastLines(from: number, read: Uint8Array) {
  const window = windowAt(from, read);
  const open = openLine(window);
  return (open === undefined ? window.lines : [...window.lines, open]).slice(-LINES);
}
