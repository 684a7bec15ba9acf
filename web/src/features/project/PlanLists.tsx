// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import type { Restored } from "../../api/schema";
import { texts } from "../../messages";
import classes from "./RestoreDialog.module.css";

const SHOWN = 500;

/** What becomes of the folder's files, each kind a list of its own; those that are lost first, and open. */
export function PlanLists({ plan }: { plan: Restored }) {
  const groups = [
    { look: "deleted", title: texts.restore.deleted, paths: plan.deleted },
    { look: "overwritten", title: texts.restore.overwritten, paths: plan.overwritten },
    { look: "added", title: texts.restore.added, paths: plan.added },
    { look: "kept", title: texts.restore.kept, paths: plan.kept },
  ] as const;
  return (
    <div>
      {groups
        .filter(({ paths }) => paths.length > 0)
        .map(({ look, title, paths }) => (
          <details
            key={look}
            className={classes.group}
            data-look={look}
            open={look === "deleted" || look === "overwritten"}
          >
            <summary>{title(paths.length)}</summary>
            <Paths paths={paths} label={title(paths.length)} />
          </details>
        ))}
    </div>
  );
}

function Paths({ paths, label }: { paths: readonly string[]; label: string }) {
  return (
    <ul className={classes.paths} aria-label={label} tabIndex={0}>
      {paths.slice(0, SHOWN).map((path) => (
        <li key={path} dir="auto">
          {path}
        </li>
      ))}
      {paths.length > SHOWN && <li>{texts.restore.more(paths.length - SHOWN)}</li>}
    </ul>
  );
}
