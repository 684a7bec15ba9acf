// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { logs } from "../../../api/queries";
import type { Run } from "../../../api/schema";
import { texts } from "../../../messages";
import { TextView } from "../../../ui/text/TextView";
import panes from "../Panes.module.css";
import { logRead } from "./reads";
import { useReader } from "./useReader";

// Hints say when a log grew; without them it is asked for at this pace.
const PACE_MS = 2_000;

/** A log while its run lives: opens at its end and stays there. */
export function LogPane({ run, path }: { run: Run; path: string }) {
  const { data } = useQuery({ ...logs(run.id), refetchInterval: PACE_MS });
  const size = data?.items.find((log) => log.path === path)?.size ?? 0;
  const reader = useReader(logRead(run.id, path), (made) => void made.openEnd(size));
  useEffect(() => {
    void reader?.grown(size);
  }, [reader, size]);
  return (
    <>
      <header className={panes.head}>
        <h2 dir="auto">{path}</h2>
      </header>
      {reader && <TextView reader={reader} label={texts.files.lines(path)} follows />}
    </>
  );
}
