// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { type ReactNode, useId } from "react";
import classes from "./Card.module.css";

interface CardProps {
  readonly title: ReactNode;
  /** Small, beside the title. */
  readonly note?: ReactNode;
  /** Controls at the right end of the head. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A titled part of a page; a region of its own for those who hear the page. */
export function Card({ title, note, actions, children }: CardProps) {
  const heading = useId();
  return (
    <section className={classes.card} aria-labelledby={heading}>
      <header className={classes.head}>
        <h2 id={heading} className={classes.title}>
          {title}
        </h2>
        {note !== undefined && <small className={classes.note}>{note}</small>}
        <span className={classes.space} />
        {actions}
      </header>
      {children}
    </section>
  );
}
