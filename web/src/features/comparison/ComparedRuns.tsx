// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { ActionIcon, Button, Menu } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { Run } from "../../api/schema";
import { texts } from "../../messages";
import { AddRun } from "./AddRun";
import classes from "./ComparedRuns.module.css";
import { Swatch } from "./Swatch";

interface ComparedRunsProps {
  readonly ids: readonly string[];
  readonly runs: readonly Run[];
  readonly onChange: (ids: readonly string[]) => void;
}

/** Runs that are named at first; more would push what is compared out of the window. */
const FEW = 12;

/** Which runs are compared, each with ways to make it the baseline and to leave it out; and a way to add one. */
export function ComparedRuns({ ids, runs, onChange }: ComparedRunsProps) {
  const known = new Map(runs.map((run) => [run.id, run]));
  const [isAll, setAll] = useState(false);
  const shown = isAll ? ids : ids.slice(0, FEW);
  return (
    <ul className={classes.runs} aria-label={texts.comparison.runs}>
      {shown.map((id, at) => (
        <li key={id} className={classes.run}>
          <Swatch at={at} />
          <Link
            to="/runs/$run/$tab"
            params={{ run: id, tab: "overview" }}
            className={classes.name}
            dir="auto"
          >
            {nameOf(known.get(id), id)}
          </Link>
          {at === 0 ? (
            <span className="muted">{texts.comparison.baseline}</span>
          ) : (
            <Button
              size="compact-xs"
              variant="subtle"
              onClick={() => onChange([id, ...ids.filter((other) => other !== id)])}
            >
              {texts.comparison.makeBaseline}
            </Button>
          )}
          <ActionIcon
            size="sm"
            aria-label={texts.comparison.leaveOut(nameOf(known.get(id), id))}
            onClick={() => onChange(ids.filter((other) => other !== id))}
          >
            <svg
              viewBox="0 0 16 16"
              width="12"
              height="12"
              stroke="currentColor"
              strokeWidth="1.8"
              aria-hidden="true"
            >
              <path d="M3 3l10 10M13 3L3 13" />
            </svg>
          </ActionIcon>
        </li>
      ))}
      {ids.length > shown.length && (
        <li>
          <Button size="xs" variant="subtle" onClick={() => setAll(true)}>
            {texts.comparison.moreRuns(ids.length - shown.length)}
          </Button>
        </li>
      )}
      <li>
        <Menu withinPortal={false} position="bottom-start">
          <Menu.Target>
            <Button size="xs">{texts.comparison.add}</Button>
          </Menu.Target>
          <Menu.Dropdown>
            <AddRun near={runs[0]} ids={ids} onAdd={(id) => onChange([...ids, id])} />
          </Menu.Dropdown>
        </Menu>
      </li>
    </ul>
  );
}

/** Its own name, else its number in its experiment; its id while nothing is known of it. */
export function nameOf(run: Run | undefined, id: string): string {
  return run === undefined ? id : (run.name ?? texts.home.numbered(run.number));
}
