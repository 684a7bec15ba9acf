// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { DASHES } from "./colours";
import type { Pane } from "./pane";
import { type Mark, marksOf, type Piece, piecesOf } from "./pieces";
import { at, type Logs, type Range, type Series } from "./types";
import { colourOf } from "./useColours";

/** What of a series is painted, and how strong. */
export interface LineStyle {
  readonly window: Range;
  readonly logs: Logs;
  /** Values that the line goes through: those of `last`, or smoothed. */
  readonly line: Float64Array;
  /** With smoothing: the line as it was logged, faint behind. */
  readonly raw?: Float64Array;
  readonly band: boolean;
  readonly width: number;
}

const BAND_STRENGTH = 0.14;
/** Buckets closer than this many pixels have edges too: the least and the greatest of one alone would be hard to see. */
const EDGES_BELOW = 3;
const EDGE_STRENGTH = 0.4;
const RAW_STRENGTH = 0.28;
const DOT = 2.5;
/** Points stand out by themselves where they are at least so many pixels apart. */
const DOTS_FROM = 12;
const MARK = 3.5;
/**
 * Pixels between corners below which a line is drawn by a pen of thin strokes, one at each of these places of half its width: a
 * processor fills the outline of one wide stroke of many corners ten times as long as it draws a thin one.
 */
const PEN_BELOW = 3;
const PEN = [
  [-1, 0],
  [1, 0],
  [0, -1],
  [0, 1],
] as const;

export function paintSeries(pane: Pane, series: Series, style: LineStyle): void {
  const { context } = pane;
  context.save();
  context.strokeStyle = colourOf(pane.colours, series.look);
  context.fillStyle = context.strokeStyle;
  const pieces = piecesOf(series, style.line, style.window, style.logs);
  context.lineJoin = "round";
  if (style.band) {
    paintBands(pane, series, pieces);
  }
  if (style.raw !== undefined) {
    context.globalAlpha = RAW_STRENGTH;
    context.lineWidth = 1;
    paintPieces(pane, series.x, style.raw, pieces);
    context.globalAlpha = 1;
  }
  context.lineWidth = style.width;
  context.setLineDash([...DASHES[series.look.dash]]);
  paintPieces(pane, series.x, style.line, pieces);
  context.setLineDash([]);
  paintDots(pane, series.x, style.line, pieces);
  const marks = marksOf(series, style.window);
  if (marks.length > 0) {
    paintMarks(pane, series, marks);
  }
  context.restore();
}

function paintPieces(pane: Pane, x: Float64Array, line: Float64Array, pieces: readonly Piece[]): void {
  const { context } = pane;
  const path = new Path2D();
  for (const { start, end } of pieces) {
    path.moveTo(pane.x(at(x, start)), pane.y(at(line, start)));
    for (let i = start + 1; i < end; i++) {
      path.lineTo(pane.x(at(x, i)), pane.y(at(line, i)));
    }
  }
  const around = (context.lineWidth - 1) / 2;
  if (around <= 0 || apartOf(pane, x, pieces) >= PEN_BELOW) {
    context.stroke(path);
    return;
  }
  context.lineWidth = 1;
  for (const [right, down] of PEN) {
    context.translate(right * around, down * around);
    context.stroke(path);
    context.translate(-right * around, -down * around);
  }
}

/** From the greatest to the smallest of each bucket; nothing where every bucket is one point. */
function paintBands(pane: Pane, series: Series, pieces: readonly Piece[]): void {
  const { context } = pane;
  context.globalAlpha = BAND_STRENGTH;
  context.beginPath();
  for (const { start, end } of pieces) {
    if (isWide(series, start, end)) {
      traceBand(pane, series, start, end);
    }
  }
  context.fill();
  if (apartOf(pane, series.x, pieces) < EDGES_BELOW) {
    context.globalAlpha = EDGE_STRENGTH;
    context.lineWidth = 1;
    context.stroke();
  }
  context.globalAlpha = 1;
}

/** Pixels from one bucket to the next, in the mean. */
function apartOf(pane: Pane, x: Float64Array, pieces: readonly Piece[]): number {
  const start = pieces[0]?.start ?? 0;
  const end = pieces.at(-1)?.end ?? 0;
  return start >= end ? 0 : (pane.x(at(x, end - 1)) - pane.x(at(x, start))) / (end - start);
}

function isWide(series: Series, start: number, end: number): boolean {
  for (let i = start; i < end; i++) {
    if (at(series.min, i) < at(series.max, i)) {
      return true;
    }
  }
  return false;
}

function traceBand(pane: Pane, series: Series, start: number, end: number): void {
  const { context } = pane;
  // A lone bucket is as wide as its line.
  const half = end - start === 1 ? 1 : 0;
  context.moveTo(pane.x(at(series.x, start)) - half, topOf(pane, at(series.max, start)));
  for (let i = start; i < end; i++) {
    context.lineTo(pane.x(at(series.x, i)) - half, topOf(pane, at(series.max, i)));
  }
  for (let i = end - 1; i >= start; i--) {
    context.lineTo(pane.x(at(series.x, i)) + half, topOf(pane, at(series.min, i)));
  }
  context.closePath();
}

/** Infinities, and what a logarithmic axis has no place for, lie just outside of the picture. */
function topOf(pane: Pane, value: number): number {
  const top = pane.y(value);
  if (Number.isNaN(top)) {
    return pane.height + 1;
  }
  return Math.min(Math.max(top, -1), pane.height + 1);
}

function paintDots(pane: Pane, x: Float64Array, line: Float64Array, pieces: readonly Piece[]): void {
  const { context } = pane;
  const apart = apartOf(pane, x, pieces);
  context.beginPath();
  for (const piece of pieces) {
    if (apart >= DOTS_FROM || piece.end - piece.start === 1) {
      for (let i = piece.start; i < piece.end; i++) {
        dot(context, pane.x(at(x, i)), pane.y(at(line, i)), DOT);
      }
    }
  }
  context.fill();
}

function dot(context: CanvasRenderingContext2D, left: number, top: number, radius: number): void {
  context.moveTo(left + radius, top);
  context.arc(left, top, radius, 0, 2 * Math.PI);
}

/** NaN as a cross at the lower edge, infinities as wedges at the edge that they left through; none on another. */
function paintMarks(pane: Pane, series: Series, marks: readonly Mark[]): void {
  const { context } = pane;
  context.lineWidth = 1.4;
  context.beginPath();
  let before = Number.NEGATIVE_INFINITY;
  for (const mark of marks) {
    const left = pane.x(at(series.x, mark.index));
    if (left - before < 2 * MARK) {
      continue;
    }
    before = left;
    const top = mark.kind === "up" ? MARK + 2 : pane.height - MARK - 2;
    if (mark.kind === "nan") {
      context.moveTo(left - MARK, top - MARK);
      context.lineTo(left + MARK, top + MARK);
      context.moveTo(left - MARK, top + MARK);
      context.lineTo(left + MARK, top - MARK);
    } else {
      const tip = mark.kind === "up" ? -MARK : MARK;
      context.moveTo(left - MARK, top - tip);
      context.lineTo(left, top + tip);
      context.lineTo(left + MARK, top - tip);
    }
  }
  context.stroke();
}

/** Everything painted so far steps back. */
export function dim(pane: Pane): void {
  pane.context.save();
  pane.context.globalAlpha = 0.72;
  pane.context.fillStyle = pane.colours.surface;
  pane.context.fillRect(0, 0, pane.width, pane.height);
  pane.context.restore();
}
