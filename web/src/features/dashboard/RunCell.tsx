// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { Link } from "@tanstack/react-router";
import { cellValue } from "../../api/numbers";
import type { Cell, RunStatus } from "../../api/schema";
import { variableOf } from "../../charts/colours";
import type { Look } from "../../charts/types";
import { shortNumber, wholeNumber } from "../../format/number";
import { duration } from "../../format/time";
import { texts } from "../../messages";
import { Moment } from "../../ui/Moment";
import { Status } from "../../ui/Status";
import classes from "./RunCell.module.css";

const TAGS_SHOWN = 4;

interface RunNameProps {
  readonly id: string;
  readonly number: unknown;
  readonly name: unknown;
  readonly look: Look;
}

/** What a person calls the run. */
export function runLabel(name: unknown, number: unknown): string {
  return typeof name === "string" && name !== "" ? name : texts.dashboard.numbered(Number(number));
}

/** The name of a run with its colour in the charts; leads to its page. */
export function RunName({ id, number, name, look }: RunNameProps) {
  const label = runLabel(name, number);
  return (
    <>
      <Swatch look={look} />
      <Link
        to="/runs/$run/$tab"
        params={{ run: id, tab: "overview" }}
        preload={false}
        tabIndex={-1}
        dir="auto"
        title={label}
        className={classes.name}
      >
        {label}
      </Link>
      {label === name && <small className={classes.number}>{String(number)}</small>}
    </>
  );
}

export function Swatch({ look }: { look: Look }) {
  return (
    <svg viewBox="0 0 18 4" width="18" height="4" aria-hidden="true" className={classes.swatch}>
      <path
        d="M0 2h18"
        stroke={`var(${variableOf(look)})`}
        strokeWidth="3"
        strokeDasharray={look.dash === 0 ? undefined : look.dash === 1 ? "6 2" : "2 2"}
      />
    </svg>
  );
}

/** What one field of a run says. */
export function RunCell({ field, value, best }: { field: string; value: unknown; best: boolean }) {
  if (value === null || value === undefined) {
    return null;
  }
  switch (field) {
    case "status":
      return <Status status={value as RunStatus} />;
    case "created":
    case "started":
    case "ended":
      return <Moment time={String(value)} />;
    case "duration":
      return typeof value === "number" ? <span title={`${value} s`}>{duration(value)}</span> : null;
    case "tags":
      return <Tags tags={value as Readonly<Record<string, string | null>>} />;
    default:
      return <Plain value={value as Cell} best={best} />;
  }
}

function Plain({ value, best }: { value: Cell; best: boolean }) {
  const read = cellValue(value);
  if (typeof read === "number") {
    return (
      <span className={best ? classes.best : classes.text} title={wholeNumber(read)}>
        {shortNumber(read)}
      </span>
    );
  }
  if (typeof read === "boolean") {
    return read ? texts.dashboard.yes : texts.dashboard.no;
  }
  return (
    <span className={classes.text} dir="auto" title={read ?? undefined}>
      {read}
    </span>
  );
}

function Tags({ tags }: { tags: Readonly<Record<string, string | null>> }) {
  const own = Object.entries(tags).filter(([key]) => !key.startsWith("mlflow."));
  return (
    <>
      {own.slice(0, TAGS_SHOWN).map(([key, value]) => {
        const text = value === null ? key : `${key}: ${value}`;
        return (
          <span key={key} className={classes.tag} dir="auto" title={text}>
            {text}
          </span>
        );
      })}
      {own.length > TAGS_SHOWN && <small className="muted">+{own.length - TAGS_SHOWN}</small>}
    </>
  );
}
