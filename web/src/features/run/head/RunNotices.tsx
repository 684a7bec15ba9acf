// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { Alert } from "@mantine/core";
import type { Run } from "../../../api/schema";
import { texts } from "../../../messages";
import { Moment } from "../../../ui/Moment";
import { lossOf } from "./loss";
import classes from "./RunHead.module.css";

/** What of a run was lost on its way, and what it was warned of. */
export function RunNotices({ run }: { run: Run }) {
  const { sent, stored } = lossOf(run.writers);
  return (
    <>
      {sent > stored && (
        <Alert color="red" variant="outline" className={classes.notice ?? ""}>
          <p>{texts.run.lost(sent, stored)}</p>
        </Alert>
      )}
      {run.warnings.length > 0 && (
        <Alert color="yellow" variant="outline" className={classes.notice ?? ""}>
          <details>
            <summary>{texts.run.warnings(run.warnings.length)}</summary>
            <ul>
              {run.warnings.map(({ at, text }) => (
                <li key={`${at} ${text}`} dir="auto">
                  {text} <Moment time={at} />
                </li>
              ))}
            </ul>
          </details>
        </Alert>
      )}
    </>
  );
}
