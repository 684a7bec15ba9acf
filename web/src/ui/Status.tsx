// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import type { RunStatus } from "../api/schema";
import { texts } from "../messages";
import classes from "./Status.module.css";

type Look = "good" | "bad" | "moving" | "waiting" | "warn";

const LOOKS: Readonly<Record<RunStatus, Look>> = {
  NotStarted: "waiting",
  Queued: "waiting",
  Preparing: "moving",
  Provisioning: "moving",
  Starting: "moving",
  Running: "moving",
  CancelRequested: "warn",
  Canceled: "warn",
  Finalizing: "moving",
  Completed: "good",
  Failed: "bad",
  Unapproved: "waiting",
  NotResponding: "bad",
  Pausing: "warn",
  Paused: "warn",
};

/** A status as shape, word and colour; with `framed` as a pill. */
export function Status({ status, framed = false }: { status: RunStatus; framed?: boolean }) {
  const look = LOOKS[status] ?? "waiting";
  return (
    <span className={classes.status} data-look={look} data-framed={framed || undefined}>
      <Shape look={look} />
      <span className={classes.word}>{texts.status[status] ?? status}</span>
    </span>
  );
}

function Shape({ look }: { look: Look }) {
  return (
    <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true" className={classes.shape}>
      {look === "good" && (
        <>
          <circle cx="8" cy="8" r="6.2" />
          <path d="M5.2 8.3l2 2 3.6-4.2" />
        </>
      )}
      {look === "bad" && (
        <>
          <circle cx="8" cy="8" r="6.2" />
          <path d="M5.8 5.8l4.4 4.4M10.2 5.8l-4.4 4.4" />
        </>
      )}
      {look === "warn" && (
        <>
          <circle cx="8" cy="8" r="6.2" />
          <path d="M5 8h6" />
        </>
      )}
      {look === "waiting" && (
        <>
          <circle cx="8" cy="8" r="6.2" strokeDasharray="2.4 2.4" />
          <path d="M8 4.8V8l2.2 1.4" />
        </>
      )}
      {look === "moving" && <path d="M8 1.8a6.2 6.2 0 1 0 6.2 6.2" className={classes.turning} />}
    </svg>
  );
}
