// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import type { ReactNode } from "react";
import classes from "./Table.module.css";

/** A table of few rows, in a frame that scrolls sideways where it is too wide. Cells may be `number` or `wide`. */
export function Table({ label, children }: { label: string; children: ReactNode }) {
  return (
    <section className={classes.frame} aria-label={label} tabIndex={0}>
      <table className={classes.table}>{children}</table>
    </section>
  );
}
