// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { Copy } from "./Copy";
import classes from "./Snippet.module.css";

/** Code to type or paste; `what` names it for the copy button. */
export function Snippet({ code, what }: { code: string; what: string }) {
  return (
    <div className={classes.snippet}>
      <pre>{code}</pre>
      <Copy text={code} what={what} />
    </div>
  );
}
