// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { cellValue } from "../../../api/numbers";
import { axisText, type CurveLook } from "./curves";
import { FileCard } from "./FileCard";
import type { Shown } from "./layout";
import classes from "./MetricsTab.module.css";
import { PairCard } from "./PairCard";
import { SeriesCard } from "./SeriesCard";
import { TableCard } from "./TableCard";
import { valueText, wholeValue } from "./value";

export interface MetricCardProps {
  readonly run: string;
  readonly shown: Shown;
  readonly look: CurveLook;
  /** Whether it has the page for itself. */
  readonly large?: boolean;
}

/** One thing that was logged, in the way that fits it. */
export function MetricCard({ run, shown, look, large = false }: MetricCardProps) {
  const { metric, display } = shown;
  switch (display.show) {
    case "value":
      return <ValueTile shown={shown} />;
    case "line":
      return (
        // Another axis begins without a zoom.
        <SeriesCard
          key={axisText(look.axis)}
          run={run}
          metric={metric}
          over={display.over}
          look={look}
          large={large}
        />
      );
    case "pair":
      return <PairCard run={run} metric={metric} x={display.x} y={display.y} large={large} />;
    case "texts":
    case "table":
      return <TableCard run={run} metric={metric} large={large} />;
    case "file":
    case "images":
      return <FileCard run={run} metric={metric} large={large} />;
  }
}

function ValueTile({ shown: { metric } }: { shown: Shown }) {
  const value = cellValue(metric.columns[0]?.last);
  return (
    <section className={classes.tile} aria-label={metric.name}>
      <h2 dir="auto" title={metric.name}>
        {metric.name}
      </h2>
      <p dir="auto" title={wholeValue(value)}>
        {valueText(value)}
      </p>
    </section>
  );
}
