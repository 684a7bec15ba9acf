// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { useMemo, useRef } from "react";
import { shortNumber, wholeNumber } from "../format/number";
import { texts } from "../messages";
import { shortened } from "./axis";
import { type BarLayout, type BarPlace, barLayout } from "./bars";
import { ChartFrame, type ChartHead } from "./ChartFrame";
import { variableOf } from "./colours";
import classes from "./Svg.module.css";
import { barRows } from "./table";
import type { Bar, Look } from "./types";
import { useWidth } from "./useWidth";

export interface BarChartProps extends ChartHead {
  readonly bars: readonly Bar[];
  /** What the bars are of: the head of the table's first column. */
  readonly of: string;
}

const ROW = 26;
const THICKNESS = 16;
const FOOT = 24;
const VALUE_ROOM = 44;
const LETTER = 6.4;
const LONGEST_NAME = 28;
const PLAIN: Look = { hue: 5, dash: 0 };

/** Horizontal bars of few values, with what is below 0 to the left. As high as it has bars. */
export function BarChart(props: BarChartProps) {
  const { title, bars, of } = props;
  const rows = useMemo(() => barRows(bars, of), [bars, of]);
  return (
    <ChartFrame head={props} rows={rows}>
      <Bars title={title} bars={bars} />
    </ChartFrame>
  );
}

function Bars({ title, bars }: Pick<BarChartProps, "title" | "bars">) {
  const host = useRef<HTMLDivElement>(null);
  const width = useWidth(host, 400);
  const names = bars.map((bar) => shortened(bar.label, Math.max(8, Math.min(LONGEST_NAME, width / 16))));
  const nameRoom = Math.max(...names.map((name) => [...name].length)) * LETTER + 12;
  const isSigned = bars.some((bar) => bar.value < 0);
  const inner = Math.max(40, width - nameRoom - VALUE_ROOM * (isSigned ? 2 : 1));
  const layout = barLayout(bars, inner);
  const height = bars.length * ROW + FOOT;
  return (
    <div ref={host}>
      <svg
        className={classes.svg}
        width={width}
        height={height}
        role="img"
        aria-label={barSentence(title, bars)}
      >
        <g transform={`translate(${nameRoom + (isSigned ? VALUE_ROOM : 0)} 0)`}>
          <Scale layout={layout} height={bars.length * ROW} />
          {layout.places.map((place, row) => (
            <Row key={place.bar.id} place={place} top={row * ROW} />
          ))}
        </g>
        {names.map((name, row) => (
          <text
            key={bars[row]?.id}
            className={classes.name}
            x={nameRoom - 10}
            y={row * ROW + ROW / 2}
            textAnchor="end"
          >
            <title>{bars[row]?.label}</title>
            {name}
          </text>
        ))}
      </svg>
    </div>
  );
}

function Scale({ layout, height }: { layout: BarLayout; height: number }) {
  return (
    <g>
      {layout.ticks.map((tick) => (
        <g key={tick.value}>
          <line className={classes.grid} x1={tick.at} x2={tick.at} y1={0} y2={height} />
          <text x={tick.at} y={height + 14} textAnchor="middle">
            {tick.label}
          </text>
        </g>
      ))}
      <line className={classes.zero} x1={layout.zero} x2={layout.zero} y1={0} y2={height} />
    </g>
  );
}

interface RowProps {
  readonly place: BarPlace;
  readonly top: number;
}

function Row({ place, top }: RowProps) {
  const { bar, left, width, labelAt, anchor } = place;
  return (
    <g>
      <title>{`${bar.label}: ${wholeNumber(bar.value)}`}</title>
      <rect
        x={left}
        y={top + (ROW - THICKNESS) / 2}
        width={width}
        height={THICKNESS}
        rx={2}
        fill={`var(${variableOf(bar.look ?? PLAIN)})`}
      />
      <text className={classes.value} x={labelAt} y={top + ROW / 2} textAnchor={anchor}>
        {shortNumber(bar.value)}
      </text>
    </g>
  );
}

function barSentence(title: string, bars: readonly Bar[]): string {
  const numbers = bars.map((bar) => bar.value).filter(Number.isFinite);
  const { charts } = texts;
  const range =
    numbers.length === 0
      ? ""
      : charts.between(
          charts.columns.value,
          shortNumber(Math.min(...numbers)),
          shortNumber(Math.max(...numbers)),
        );
  return `${charts.bars(title, bars.length)}${range}`;
}
