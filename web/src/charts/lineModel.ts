// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { shortNumber } from "../format/number";
import { texts } from "../messages";
import { cutOf, xText } from "./axis";
import { leftOut, opened, padded, rangeOfX, rangeOfY } from "./extent";
import { type Order, type Reading, readingsAt, sorted } from "./nearest";
import type { Cursor, Paint, Scene } from "./Plot";
import { dim, type LineStyle, paintSeries } from "./paintLines";
import { projection, valueAt } from "./pane";
import { countOfNaN } from "./pieces";
import { smooth } from "./smooth";
import type { Logs, Range, Series, XKind } from "./types";
import type { View } from "./zoom";

export interface LineInput {
  readonly title: string;
  readonly series: readonly Series[];
  readonly xKind: XKind;
  readonly xLabel?: string | undefined;
  readonly smoothing: number;
  readonly logs: Logs;
  readonly zoom: Range | undefined;
}

/** What a line chart shows, worked out of its input once. */
export interface LineModel extends LineInput {
  readonly xName: string;
  readonly view: View;
  /** From the smallest to the greatest value in view, and with a margin. */
  readonly values: Range | undefined;
  readonly y: Range;
  /** The values that a series' line goes through. */
  readonly lineOf: (series: Series) => Float64Array;
}

/** Bands of more would hide each other, and the one of a line that stands out would cost a hover its pace. */
const MOST_BANDS = 30;
const MOST_BAND_BUCKETS = 15_000;
const WIDTH = 1.6;
/** A line of one pixel is many times faster to draw, and so many want thin ones anyway. */
const THIN = 1;
const MOST_WIDE_BUCKETS = 8_000;
const LIT_WIDTH = 2.4;
/** Pixels. */
const BESIDE = 8;
const NEAR = 24;

const UNIT: Range = { from: 0, to: 1 };

export function lineModel(input: LineInput): LineModel {
  const { series, logs, smoothing } = input;
  const full = opened(rangeOfX(series, logs.x) ?? { from: 1, to: 10 }, logs.x);
  const window = input.zoom === undefined ? full : opened(input.zoom, logs.x);
  const values = rangeOfY(series, window, logs.y);
  const lines = new Map(series.map((each) => [each, smooth(each.last, smoothing)]));
  return {
    ...input,
    xName: input.xLabel ?? texts.charts.x[input.xKind],
    view: { full, window, log: logs.x },
    values,
    y: padded(values ?? (logs.y ? { from: 1, to: 10 } : UNIT), logs.y),
    lineOf: (each) => lines.get(each) ?? each.last,
  };
}

export function lineScene(model: LineModel): Scene {
  const { logs, xKind, xName, series, view } = model;
  const buckets = series.reduce((sum, each) => sum + each.x.length, 0);
  const band = series.length <= MOST_BANDS && buckets <= MOST_BAND_BUCKETS;
  const width = buckets > MOST_WIDE_BUCKETS ? THIN : WIDTH;
  return {
    x: { range: view.window, log: logs.x, cut: cutOf(xKind, logs.x), label: xName },
    y: { range: model.y, log: logs.y, cut: cutOf("number", logs.y) },
    paint: (pane) => {
      for (const each of series) {
        paintSeries(pane, each, styleOf(model, each, { band, width }));
      }
    },
  };
}

/** The line that stands out, before all others, which step back. Nothing without one. */
export function paintLit(model: LineModel, id: string | undefined): Paint {
  const lit = model.series.filter((each) => each.id === id);
  const look = { band: model.series.length <= MOST_BANDS, width: LIT_WIDTH };
  return (pane) => {
    if (lit.length === 0 || model.series.length === lit.length) {
      return;
    }
    dim(pane);
    for (const each of lit) {
      paintSeries(pane, each, styleOf(model, each, look));
    }
  };
}

function styleOf(model: LineModel, series: Series, look: { band: boolean; width: number }): LineStyle {
  const line = model.lineOf(series);
  return {
    ...look,
    window: model.view.window,
    logs: model.logs,
    line,
    // Where nothing was smoothed there is nothing behind either.
    ...(line !== series.last && { raw: series.last }),
  };
}

/** What all lines say at the crosshair. */
export interface Readout {
  readonly readings: readonly Reading[];
  /** The one that the pointer is at. */
  readonly near: Reading | undefined;
}

export function readout(model: LineModel, cursor: Cursor, order: Order): Readout {
  const { window, log } = model.view;
  const aside = valueAt(window, log, (cursor.left + BESIDE) / Math.max(cursor.area.width, 1));
  const y = projection(model.y, model.logs.y, cursor.area.height, 0);
  const distance = (value: number) => Math.abs(y(value) - cursor.top);
  const readings = readingsAt(model.series, cursor.x, Math.abs(aside - cursor.x), model.lineOf);
  const nearest = sorted(readings, "nearest", distance);
  const [first] = nearest;
  return {
    readings: order === "nearest" ? nearest : sorted(readings, order, distance),
    near: first !== undefined && distance(first.shown) <= NEAR ? first : undefined,
  };
}

/** One sentence of what is to be seen. */
export function lineSentence(model: LineModel): string {
  const { title, series, xName, xKind, view, values: range } = model;
  const { charts } = texts;
  const x = charts.between(xName, xText(xKind, view.window.from), xText(xKind, view.window.to));
  const y =
    range === undefined
      ? ""
      : charts.between(charts.columns.value, shortNumber(range.from), shortNumber(range.to));
  return `${charts.lines(title, series.length, xName)}${x}${y}`;
}

/** What of the data has no place in the picture, or a place at its edge. */
export function lineRemarks(model: LineModel): string[] {
  const lost = leftOut(model.series, model.logs);
  const nan = countOfNaN(model.series, model.view.window);
  return [...(lost > 0 ? [texts.charts.leftOut(lost)] : []), ...(nan > 0 ? [texts.charts.nan(nan)] : [])];
}
