// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import classes from "./CommandLine.module.css";
import { Copy } from "./Copy";

/** A line for a terminal, to be copied; `what` names it for the copy button. */
export function CommandLine({ line, what }: { line: string; what: string }) {
  return (
    <div className={classes.line}>
      <code>{line}</code>
      <Copy text={line} what={what} />
    </div>
  );
}
