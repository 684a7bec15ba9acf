// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { shortNumber } from "../format/number";
import { texts } from "../messages";
import { xText } from "./axis";
import type { LineModel, Readout } from "./lineModel";
import type { Reading } from "./nearest";
import type { TipContent, TipRow } from "./Tip";
import { at } from "./types";

const MOST_ROWS = 6;
/** Of more lines only the one that the pointer is at tells what lies behind its value. */
const MOST_OPEN = 4;

/** The tooltip of a line chart: the x of the bucket that the pointer is at, at most six lines, which fit beside the drawing, and how many more. */
export function lineTip(model: LineModel, x: number, { readings, near }: Readout): TipContent {
  const more = readings.length - MOST_ROWS;
  const first = near ?? readings[0];
  const isOpen = readings.length <= MOST_OPEN;
  return {
    heading: `${model.xName} ${xText(model.xKind, first === undefined ? x : at(first.series.x, first.index))}`,
    rows: readings.slice(0, MOST_ROWS).map((reading) => rowOf(reading, reading === near, isOpen)),
    ...(more > 0 && { more: texts.charts.moreSeries(more) }),
  };
}

function rowOf(reading: Reading, isNear: boolean, isOpen: boolean): TipRow {
  const { series, index, shown } = reading;
  const count = at(series.count, index);
  return {
    look: series.look,
    label: series.label,
    value: shortNumber(shown),
    ...((isNear || isOpen) && { aside: asideOf(reading, count) }),
    isNear,
  };
}

function asideOf({ series, index, shown }: Reading, count: number): string {
  const raw = at(series.last, index);
  if (Number.isNaN(raw)) {
    return texts.charts.nan(count);
  }
  const smoothed = raw === shown ? "" : `${texts.charts.raw} ${shortNumber(raw)}`;
  const [min, max] = [at(series.min, index), at(series.max, index)];
  const band = min < max ? texts.charts.band(shortNumber(min), shortNumber(max)) : "";
  return [smoothed, band].filter((part) => part !== "").join(" · ");
}
