// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { texts } from "../messages";
import { CommandLine } from "./CommandLine";
import { Empty } from "./Empty";
import classes from "./SignedOut.module.css";

/** What stands in the place of what only the server's user may see or do; `text` says what that is. */
export function SignedOut({ text = texts.signedOut.text }: { text?: string }) {
  return (
    <Empty title={texts.signedOut.title}>
      <p className={classes.text}>{text}</p>
      <div className={classes.command}>
        <CommandLine line="runlore studio" what={texts.signedOut.command} />
      </div>
    </Empty>
  );
}
