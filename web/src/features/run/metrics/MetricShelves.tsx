// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { useElementSize, useMergedRef } from "@mantine/hooks";
import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { Guard } from "../../../ui/Failure";
import type { CurveLook } from "./curves";
import { type Group, type Shown, shelvesOf } from "./layout";
import { MetricCard } from "./MetricCard";
import classes from "./MetricsTab.module.css";

interface MetricShelvesProps {
  readonly run: string;
  readonly groups: ReadonlyMap<Group, readonly Shown[]>;
  readonly look: CurveLook;
  readonly onEnd: () => void;
}

const HEIGHTS: Readonly<Record<Group, number>> = {
  values: 80,
  curves: 320,
  tables: 300,
  texts: 300,
  files: 300,
};
const NEAR_END = 3;

/** What was logged, line by line of the page; lines far from sight are not there. */
export function MetricShelves({ run, groups, look, onEnd }: MetricShelvesProps) {
  const place = useRef<HTMLDivElement>(null);
  const { ref, width } = useElementSize();
  const [top, setTop] = useState(0);
  const shelves = useMemo(() => (width === 0 ? [] : shelvesOf(groups, width)), [groups, width]);
  // What stands above may come, go and change its height.
  useLayoutEffect(() => setTop(place.current?.offsetTop ?? 0));
  const seen = useWindowVirtualizer({
    count: shelves.length,
    estimateSize: (at) => HEIGHTS[shelves[at]?.group ?? "values"] + 12,
    scrollMargin: top,
    overscan: 1,
    getItemKey: (at) => `${width > 0} ${shelves[at]?.group} ${shelves[at]?.items[0]?.metric.name}`,
  });
  const items = seen.getVirtualItems();
  const last = items.at(-1)?.index ?? -1;
  useEffect(() => {
    if (last >= 0 && last >= shelves.length - NEAR_END && window.scrollY > 0) {
      onEnd();
    }
  }, [last, shelves.length, onEnd]);
  return (
    <div ref={useMergedRef(place, ref)} className={classes.shelves} style={{ height: seen.getTotalSize() }}>
      {items.map(({ index, key, start }) => {
        const shelf = shelves[index];
        return (
          <div
            key={key}
            data-index={index}
            ref={seen.measureElement}
            className={classes.shelf}
            style={{
              transform: `translateY(${start - top}px)`,
              gridTemplateColumns: `repeat(${shelf?.columns ?? 1}, minmax(0, 1fr))`,
            }}
          >
            {shelf?.items.map((shown) => (
              <Guard key={shown.metric.name}>
                <MetricCard run={run} shown={shown} look={look} />
              </Guard>
            ))}
          </div>
        );
      })}
    </div>
  );
}
