// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import type { ReactNode } from "react";
import classes from "./Empty.module.css";

/** What would be here, and how it comes to be. */
export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className={classes.empty}>
      <p className={classes.title}>{title}</p>
      {children}
    </div>
  );
}
