// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { bytes } from "../../api/client";
import { logs } from "../../api/queries";
import { texts } from "../../messages";
import classes from "./JobList.module.css";
import { lastLine, logToShow } from "./lastLine";

const TAIL_BYTES = 4_096;

/** What a running job printed last. */
export function LastLine({ run }: { run: string }) {
  const listed = useQuery(logs(run));
  const log = logToShow(listed.data?.items ?? []);
  const line = useQuery({
    // Below the key of the run's logs, so that a hint asks for both.
    queryKey: ["run", run, "logs", "last", log],
    queryFn: async ({ signal }) => {
      if (log === undefined) {
        return "";
      }
      const from = Math.max(0, log.size - TAIL_BYTES);
      const ask = `/runs/${encodeURIComponent(run)}/logs?path=${encodeURIComponent(log.path)}&from=${from}`;
      const text = await (await bytes(ask, { signal })).text();
      return lastLine(text);
    },
    enabled: log !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 10_000,
    placeholderData: keepPreviousData,
  });
  if (!line.data) {
    return null;
  }
  return (
    <p className={classes.last} title={line.data} dir="auto">
      <span className="visually-hidden">{texts.jobs.lastLine}: </span>
      {line.data}
    </p>
  );
}
