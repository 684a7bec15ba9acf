// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { shortNumber } from "../format/number";
import { texts } from "../messages";
import { type AxisKind, cutOf, cutOfCategories, shortened, xText } from "./axis";
import { Extent, isLost, opened, padded, pointsLeftOut } from "./extent";
import type { Spots } from "./nearest";
import type { Scene } from "./Plot";
import { paintPoints } from "./paintPoints";
import type { Pane } from "./pane";
import type { TipContent } from "./Tip";
import { at, type Logs, type Point, type Range } from "./types";
import type { View } from "./zoom";

/** `run` counts in whole numbers; of a `category` x is a text. */
export type PointsXKind = "run" | "number" | "time" | "category";

export interface PointsInput {
  readonly title: string;
  readonly points: readonly Point[];
  readonly xKind: PointsXKind;
  readonly xLabel: string;
  readonly yLabel: string;
  readonly logs: Logs;
  readonly zoom: Range | undefined;
}

export interface PointsModel extends PointsInput {
  /** The place of each point along x; of a category its number. */
  readonly x: Float64Array;
  /** The texts of x, in the order in which they come. */
  readonly categories: readonly string[];
  readonly view: View;
  readonly y: Range;
  /** Indices of points in the window, from left to right, of equals from below. */
  readonly order: readonly number[];
}

const X_MARGIN = 0.03;
const Y_MARGIN = 0.1;
const ONE_TO_TEN: Range = { from: 1, to: 10 };

export function pointsModel(input: PointsInput): PointsModel {
  const { points, logs, xKind } = input;
  const categories = xKind === "category" ? [...new Set(points.map((point) => String(point.x)))] : [];
  const numbers = new Map(categories.map((name, index) => [name, index]));
  const x = Float64Array.from(points, (point) =>
    xKind === "category" ? (numbers.get(String(point.x)) ?? Number.NaN) : Number(point.x),
  );
  const full = fullRange(x, xKind, logs.x);
  const window = opened(input.zoom ?? full, logs.x);
  const y = new Extent(logs.y);
  points.forEach((point, index) => {
    if (isWithin(at(x, index), window)) {
      y.add(point.y);
    }
  });
  return {
    ...input,
    x,
    categories,
    view: { window, full, log: logs.x },
    y: padded(y.range() ?? ONE_TO_TEN, logs.y, Y_MARGIN),
    order: orderOf(points, x, window, logs),
  };
}

function fullRange(x: Float64Array, kind: PointsXKind, log: boolean): Range {
  const extent = new Extent(log);
  x.forEach((each) => {
    extent.add(each);
  });
  const range = extent.range() ?? ONE_TO_TEN;
  if (kind === "category") {
    return { from: range.from - 0.5, to: range.to + 0.5 };
  }
  // A lone run stands in the middle of its neighbours' places.
  return kind === "run" && range.from === range.to
    ? { from: range.from - 1, to: range.to + 1 }
    : padded(range, log, X_MARGIN);
}

function orderOf(points: readonly Point[], x: Float64Array, window: Range, logs: Logs): number[] {
  const value = (index: number) => points[index]?.y ?? Number.NaN;
  return points
    .map((_point, index) => index)
    .filter((index) => isWithin(at(x, index), window) && !isLost(at(x, index), value(index), logs))
    .sort((a, b) => at(x, a) - at(x, b) || value(a) - value(b));
}

function isWithin(x: number, { from, to }: Range): boolean {
  return x >= from && x <= to;
}

/** Where the points are in a pane. NaN and infinities of y stand at the edges; what has no place is NaN. */
export function spotsOf(model: PointsModel, pane: Pick<Pane, "x" | "y" | "height">): Spots {
  const left = new Float64Array(model.points.length).fill(Number.NaN);
  const top = new Float64Array(model.points.length).fill(Number.NaN);
  for (const index of model.order) {
    left[index] = pane.x(at(model.x, index));
    top[index] = topOf(model.points[index]?.y ?? Number.NaN, pane);
  }
  return { left, top };
}

/** As `spotsOf`, of one point. */
export function spotOf(
  model: PointsModel,
  index: number,
  pane: Pick<Pane, "x" | "y" | "height">,
): readonly [number, number] {
  return [pane.x(at(model.x, index)), topOf(model.points[index]?.y ?? Number.NaN, pane)];
}

const EDGE = 6;

function topOf(y: number, pane: Pick<Pane, "y" | "height">): number {
  if (Number.isFinite(y)) {
    return pane.y(y);
  }
  return y === Number.POSITIVE_INFINITY ? EDGE : pane.height - EDGE;
}

export function pointsScene(model: PointsModel): Scene {
  const { logs, xKind, xLabel, view } = model;
  return {
    x: {
      range: view.window,
      log: logs.x,
      cut: xKind === "category" ? cutOfCategories(model.categories) : cutOf(axisKind(xKind), logs.x),
      label: xLabel,
    },
    y: { range: model.y, log: logs.y, cut: cutOf("number", logs.y) },
    paint: (pane) => paintPoints(pane, model.points, spotsOf(model, pane)),
  };
}

export function axisKind(kind: PointsXKind): AxisKind {
  return kind === "time" ? "time" : kind === "run" ? "step" : "number";
}

function xOf(model: PointsModel, x: number | string): string {
  return typeof x === "string" ? x : xText(axisKind(model.xKind), x);
}

export function pointTip(model: PointsModel, index: number): TipContent | undefined {
  const point = model.points[index];
  return (
    point && {
      heading: point.label,
      rows: [
        { label: model.xLabel, value: xOf(model, point.x) },
        { label: model.yLabel, value: shortNumber(point.y) },
        ...(point.more ?? []),
      ],
    }
  );
}

export function pointsSentence(model: PointsModel): string {
  const { title, order, points, x, xLabel, yLabel } = model;
  const { between } = texts.charts;
  const y = new Extent(false);
  for (const index of order) {
    y.add(points[index]?.y ?? Number.NaN);
  }
  const range = y.range();
  const ends = [order[0], order.at(-1)].map((index) => {
    const shown = index === undefined ? undefined : (points[index]?.x ?? at(x, index));
    return shown === undefined ? "" : shortened(xOf(model, shown), 60);
  });
  return [
    texts.charts.points(title, order.length, xLabel),
    order.length > 0 ? between(xLabel, ends[0] ?? "", ends[1] ?? "") : "",
    range === undefined ? "" : between(yLabel, shortNumber(range.from), shortNumber(range.to)),
  ].join("");
}

export function pointsRemarks(model: PointsModel): string[] {
  const lost = pointsLeftOut(model.points, model.logs);
  const nan = model.points.filter((point) => Number.isNaN(point.y)).length;
  return [...(lost > 0 ? [texts.charts.leftOut(lost)] : []), ...(nan > 0 ? [texts.charts.nan(nan)] : [])];
}
