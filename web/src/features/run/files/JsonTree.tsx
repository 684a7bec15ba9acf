// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { useState } from "react";
import { texts } from "../../../messages";
import classes from "./JsonTree.module.css";

/** A value of JSON; parts open one by one and show a hundred of their own at a time. */
export function JsonTree({ value }: { value: unknown }) {
  return (
    <div className={classes.tree}>
      <Part value={value} depth={0} />
    </div>
  );
}

const STEP = 100;
const OPEN_DEPTH = 2;

interface PartProps {
  readonly name?: string;
  readonly value: unknown;
  readonly depth: number;
}

function Part({ name, value, depth }: PartProps) {
  const list = Array.isArray(value);
  const count = typeof value === "object" && value !== null ? Object.keys(value).length : 0;
  const [open, setOpen] = useState(depth < OPEN_DEPTH && count <= STEP);
  const [shown, setShown] = useState(STEP);
  const title = name !== undefined && <span className={classes.name}>{name}: </span>;
  if (count === 0) {
    return (
      <div className={classes.leaf}>
        {title}
        <span data-type={value === null ? "null" : typeof value}>{JSON.stringify(value)}</span>
      </div>
    );
  }
  return (
    <div>
      <button type="button" aria-expanded={open} onClick={() => setOpen(!open)} className={classes.branch}>
        <span aria-hidden="true">{open ? "▾" : "▸"} </span>
        {title}
        <span className="muted">{list ? `[${count}]` : `{${count}}`}</span>
      </button>
      {open && (
        <div className={classes.inner}>
          {Object.entries(value as object)
            .slice(0, shown)
            .map(([key, each]) => (
              <Part key={key} name={key} value={each as unknown} depth={depth + 1} />
            ))}
          {count > shown && (
            <button type="button" className={classes.branch} onClick={() => setShown(shown + STEP)}>
              {texts.files.moreParts(count - shown)}
            </button>
          )}
        </div>
      )}
    </div>
  );
}
