// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { type ReactNode, useEffect } from "react";
import { texts } from "../messages";
import classes from "./PageHead.module.css";

interface PageHeadProps {
  /** Of the browser's tab, and of the page unless `heading` says more. */
  readonly title: string;
  readonly heading?: ReactNode;
  /** Links to what the page is part of. */
  readonly crumbs?: ReactNode;
  /** Beside the title. */
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
}

/** The first line of a page; sets the title of the browser's tab. */
export function PageHead({ title, heading, crumbs, children, actions }: PageHeadProps) {
  useEffect(() => {
    document.title = `${title} · ${texts.shell.product}`;
  }, [title]);
  return (
    <header className={classes.head}>
      {crumbs !== undefined && <nav className={classes.crumbs}>{crumbs}</nav>}
      <div className={classes.line}>
        <h1 className={classes.title}>{heading ?? title}</h1>
        {children}
        <span className={classes.space} />
        {actions}
      </div>
    </header>
  );
}
