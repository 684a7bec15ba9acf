// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { SegmentedControl } from "@mantine/core";
import { useMemo, useRef, useState } from "react";
import { texts } from "../../messages";
import { Empty } from "../Empty";
import { Lines } from "../text/Lines";
import classes from "./DiffView.module.css";
import { type DiffRow, diffRows, type Pair, pairsOf, stretchesOf } from "./rows";

interface DiffViewProps {
  /** Whole texts; absent where the file is not there. */
  readonly from: string;
  readonly to: string;
  readonly label: string;
}

type Shown = { readonly pair: Pair } | { readonly fold: number; readonly count: number };
type Mode = "unified" | "split";

/** Two texts line by line, below or beside each other; long equal parts are folded until they are opened. */
export function DiffView({ from, to, label }: DiffViewProps) {
  const frame = useRef<HTMLDivElement>(null);
  const [mode, setMode] = useState<Mode>("unified");
  const [opened, setOpened] = useState<ReadonlySet<number>>(new Set());
  const stretches = useMemo(() => {
    const rows = diffRows(from, to);
    return rows && stretchesOf(rows);
  }, [from, to]);
  const shown = useMemo(
    () =>
      (stretches ?? []).flatMap(({ rows, hidden }, fold): Shown[] =>
        hidden && !opened.has(fold)
          ? [{ fold, count: rows.length }]
          : (mode === "split" ? pairsOf(rows) : rows.map(alone)).map((pair) => ({ pair })),
      ),
    [stretches, opened, mode],
  );
  if (stretches === undefined) {
    return <Empty title={texts.diff.tooDifferent} />;
  }
  const changes = (kind: DiffRow["kind"]) =>
    stretches.reduce((sum, { rows }) => sum + rows.filter((row) => row.kind === kind).length, 0);
  return (
    <div className={classes.view}>
      <div className={classes.bar}>
        <span className={classes.added}>+{changes("added").toLocaleString()}</span>
        <span className={classes.removed}>−{changes("removed").toLocaleString()}</span>
        <span className={classes.space} />
        <SegmentedControl
          size="xs"
          aria-label={texts.diff.mode}
          value={mode}
          onChange={(value) => setMode(value as Mode)}
          data={[
            { value: "unified", label: texts.diff.unified },
            { value: "split", label: texts.diff.split },
          ]}
        />
      </div>
      {shown.length === 0 ? (
        <Empty title={texts.diff.both} />
      ) : (
        <Lines
          count={shown.length}
          keyOf={(at) => at}
          label={label}
          frame={frame}
          wrap={mode === "split"}
          uneven
          line={(at) => {
            const row = shown[at];
            return row === undefined ? null : "fold" in row ? (
              <button
                type="button"
                className={classes.fold}
                onClick={() => setOpened(new Set([...opened, row.fold]))}
              >
                {texts.diff.equal(row.count)}
              </button>
            ) : (
              <Row pair={row.pair} mode={mode} />
            );
          }}
        />
      )}
    </div>
  );
}

function alone(row: DiffRow): Pair {
  return { left: row.kind === "added" ? undefined : row, right: row.kind === "removed" ? undefined : row };
}

function Row({ pair: { left, right }, mode }: { pair: Pair; mode: Mode }) {
  if (mode === "split") {
    return (
      <>
        <Half row={left} number={left !== undefined && "left" in left ? left.left : undefined} />
        <Half row={right} number={right !== undefined && "right" in right ? right.right : undefined} />
      </>
    );
  }
  const row = left ?? right;
  return (
    <div className={classes.half} data-kind={row?.kind}>
      <span className={classes.number}>{left !== undefined && "left" in left ? left.left : ""}</span>
      <span className={classes.number}>{right !== undefined && "right" in right ? right.right : ""}</span>
      <Text row={row} />
    </div>
  );
}

function Half({ row, number }: { row: DiffRow | undefined; number: number | undefined }) {
  return (
    <div className={classes.half} data-kind={row?.kind ?? "absent"}>
      <span className={classes.number}>{number}</span>
      <Text row={row} />
    </div>
  );
}

const SIGNS = { same: " ", added: "+", removed: "−" } as const;

function Text({ row }: { row: DiffRow | undefined }) {
  return (
    <>
      <span className={classes.sign}>{row ? SIGNS[row.kind] : ""}</span>
      <span className={classes.text} dir="auto">
        {row?.text.slice(0, LONGEST)}
      </span>
    </>
  );
}

const LONGEST = 5_000;
