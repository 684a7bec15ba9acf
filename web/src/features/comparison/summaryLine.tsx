// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import type { Value } from "../../api/numbers";
import type { PrimaryMetric } from "../../api/schema";
import { delta, deltaPercent, shortNumber, wholeNumber } from "../../format/number";
import { duration, wholeStamp } from "../../format/time";
import { texts } from "../../messages";
import type { ComparedLine } from "./ComparedTable";
import { bestOf, type Change, change, type Row } from "./rows";
import classes from "./SummaryTab.module.css";

const TIMES: ReadonlySet<string> = new Set(["created", "started", "ended"]);

/** One row of the summary: each run's value, and how numbers differ from the baseline's. */
export function summaryLine(
  rows: readonly Row[],
  index: number,
  primary: PrimaryMetric | undefined,
): ComparedLine | undefined {
  const row = rows[index];
  if (row === undefined) {
    return undefined;
  }
  const goal = row.section === "metrics" && row.name === primary?.name ? primary.goal : undefined;
  const best = goal === undefined ? undefined : bestOf(row, goal);
  return {
    key: `${row.section} ${row.name}`,
    label: (
      <>
        <span className={classes.section}>{texts.comparison.sections[row.section]}</span>{" "}
        <bdi>{row.section === "run" ? factName(row.name) : row.name}</bdi>
      </>
    ),
    title: row.name,
    isFirst: rows[index - 1]?.section !== row.section,
    cells: row.cells.map((cell, column) => ({
      shown: (
        <>
          <bdi className={best?.has(column) ? classes.best : undefined}>{shown(row, cell)}</bdi>
          <Difference
            change={column === 0 || !isMeasured(row) ? undefined : change(row.cells[0], cell)}
            goal={goal}
          />
        </>
      ),
      title: whole(cell),
    })),
  };
}

/** Whether a difference of numbers says something: that of two runs' places in an experiment does not. */
function isMeasured({ section, name }: Row): boolean {
  return section === "metrics" || section === "parameters" || name === "duration";
}

/** Coloured only where the experiment says what is better; its sign tells it too. */
function Difference({ change, goal }: { change: Change | undefined; goal: "min" | "max" | undefined }) {
  if (change === undefined || change.by === 0) {
    return null;
  }
  const isBetter = goal === undefined ? undefined : goal === "max" ? change.by > 0 : change.by < 0;
  const look = isBetter === undefined ? "plain" : isBetter ? "better" : "worse";
  return (
    <small className={classes.delta} data-look={look} title={delta(change.by)}>
      {change.share === undefined ? delta(change.by) : deltaPercent(change.share)}
    </small>
  );
}

function factName(name: string): string {
  return (texts.comparison.facts as Readonly<Record<string, string>>)[name] ?? name;
}

function shown({ section, name }: Row, cell: Value | undefined): string {
  if (cell === undefined || cell === null) {
    return cell === null ? texts.comparison.none : "–";
  }
  if (section === "run" && TIMES.has(name)) {
    return wholeStamp(String(cell));
  }
  if (typeof cell === "number") {
    return section === "run" && name === "duration" ? duration(cell) : shortNumber(cell);
  }
  return String(cell);
}

function whole(cell: Value | undefined): string {
  return typeof cell === "number" ? wholeNumber(cell) : String(cell ?? "");
}
