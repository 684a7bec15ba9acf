// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { TextInput } from "@mantine/core";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useMemo, useRef } from "react";
import { texts } from "../../../messages";
import type { Group, Shown } from "./layout";
import classes from "./MetricsTab.module.css";

interface MetricNamesProps {
  readonly groups: ReadonlyMap<Group, readonly Shown[]>;
  readonly sought: string;
  readonly onSeek: (text: string) => void;
  readonly selected: string | undefined;
  readonly onPick: (name: string | undefined) => void;
  readonly onEnd: () => void;
  readonly note: string;
}

type Row = { readonly group: Group } | { readonly name: string };

/** The names of what was logged, by how it is shown. */
export function MetricNames({ groups, sought, onSeek, selected, onPick, onEnd, note }: MetricNamesProps) {
  const frame = useRef<HTMLDivElement>(null);
  const rows = useMemo(() => rowsOf(groups), [groups]);
  const seen = useVirtualizer({
    count: rows.length,
    getScrollElement: () => frame.current,
    estimateSize: (at) => ("group" in (rows[at] ?? {}) ? 30 : 26),
    overscan: 12,
    onChange: ({ range, isScrolling }) => isScrolling && (range?.endIndex ?? 0) > rows.length - 40 && onEnd(),
  });
  return (
    <section className={classes.names} aria-label={texts.metrics.names}>
      <div className={classes.seek}>
        <TextInput
          size="xs"
          placeholder={texts.metrics.filter}
          aria-label={texts.metrics.filter}
          data-filter
          value={sought}
          onChange={(event) => onSeek(event.currentTarget.value)}
        />
      </div>
      <section
        ref={frame}
        className={classes.list}
        style={{ height: seen.getTotalSize() }}
        tabIndex={0}
        aria-label={texts.metrics.names}
      >
        <div style={{ height: seen.getTotalSize(), position: "relative" }}>
          {seen.getVirtualItems().map(({ index, start }) => {
            const row = rows[index];
            return (
              <div
                key={index}
                style={{ position: "absolute", top: 0, width: "100%", transform: `translateY(${start}px)` }}
              >
                {row === undefined ? null : "group" in row ? (
                  <h3 className={classes.group} style={{ margin: 0 }}>
                    {texts.metrics.groups[row.group]}
                  </h3>
                ) : (
                  <button
                    type="button"
                    className={classes.name}
                    dir="auto"
                    title={row.name}
                    aria-pressed={row.name === selected}
                    onClick={() => onPick(row.name === selected ? undefined : row.name)}
                  >
                    {row.name}
                  </button>
                )}
              </div>
            );
          })}
        </div>
      </section>
      <p className={classes.foot} role="status">
        {note}
      </p>
    </section>
  );
}

function rowsOf(groups: ReadonlyMap<Group, readonly Shown[]>): readonly Row[] {
  return [...groups]
    .filter(([, items]) => items.length > 0)
    .flatMap(([group, items]): Row[] => [{ group }, ...items.map(({ metric }) => ({ name: metric.name }))]);
}
