// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { useMemo, useRef } from "react";
import { shortNumber } from "../format/number";
import { texts } from "../messages";
import { type BinLayout, binLayout } from "./bins";
import { ChartFrame, type ChartHead } from "./ChartFrame";
import classes from "./Svg.module.css";
import { binRows } from "./table";
import { at, type Bins } from "./types";
import { useWidth } from "./useWidth";

export interface HistogramProps extends ChartHead {
  readonly bins: Bins;
}

const HEIGHT = 200;
const HEAD = 10;
const FOOT = 24;
const SIDE = 10;
const LETTER = 6.6;

/** How many values lie where. */
export function Histogram(props: HistogramProps) {
  const { title, bins } = props;
  const rows = useMemo(() => binRows(bins), [bins]);
  return (
    <ChartFrame head={props} rows={rows}>
      <BinsDrawing title={title} bins={bins} height={props.height ?? HEIGHT} />
    </ChartFrame>
  );
}

function BinsDrawing({ title, bins, height }: { title: string; bins: Bins; height: number }) {
  const host = useRef<HTMLDivElement>(null);
  const width = useWidth(host, 400);
  const inner = height - HEAD - FOOT;
  const countRoom = String(Math.max(...bins.counts)).length * LETTER + SIDE;
  const layout = binLayout(bins, Math.max(40, width - countRoom - 2 * SIDE), inner);
  return (
    <div ref={host}>
      <svg
        className={classes.svg}
        width={width}
        height={height}
        role="img"
        aria-label={binSentence(title, bins)}
      >
        <g transform={`translate(${countRoom + SIDE} ${HEAD})`}>
          <Scales layout={layout} width={width - countRoom - 2 * SIDE} height={inner} />
          {layout.places.map(({ index, left, top, width: wide, height: high }) => (
            <rect key={index} className={classes.bin} x={left} y={top} width={wide} height={high}>
              <title>{binText(bins, index)}</title>
            </rect>
          ))}
        </g>
      </svg>
    </div>
  );
}

function Scales({ layout, width, height }: { layout: BinLayout; width: number; height: number }) {
  return (
    <g>
      {layout.y.map((tick) => (
        <g key={tick.value}>
          <line className={classes.grid} x1={0} x2={width} y1={tick.at} y2={tick.at} />
          <text x={-8} y={tick.at} textAnchor="end">
            {tick.label}
          </text>
        </g>
      ))}
      {layout.x.map((tick) => (
        <text key={tick.value} x={tick.at} y={height + 14} textAnchor="middle">
          {tick.label}
        </text>
      ))}
    </g>
  );
}

function binText(bins: Bins, index: number): string {
  const [from, to] = [at(bins.edges, index), at(bins.edges, index + 1)].map(shortNumber);
  return `${texts.charts.band(from ?? "", to ?? "")}: ${at(bins.counts, index).toLocaleString()}`;
}

function binSentence(title: string, bins: Bins): string {
  const { charts } = texts;
  const values = bins.counts.reduce((sum, count) => sum + count, 0);
  const [from, to] = [at(bins.edges, 0), at(bins.edges, bins.edges.length - 1)].map(shortNumber);
  return `${charts.histogram(title, values, bins.counts.length)}${charts.between(charts.columns.value, from ?? "", to ?? "")}`;
}
