// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { at, type Logs, type Point, type Range, type Series } from "./types";

/** From the smallest to the greatest of what was added; infinities and NaN are no borders. */
export class Extent {
  private low = Number.POSITIVE_INFINITY;
  private high = Number.NEGATIVE_INFINITY;

  /** With `log`, what is not above 0 has no place and is no border either. */
  constructor(private readonly log: boolean) {}

  add(value: number): void {
    if (Number.isFinite(value) && (!this.log || value > 0)) {
      this.low = Math.min(this.low, value);
      this.high = Math.max(this.high, value);
    }
  }

  range(): Range | undefined {
    return this.low <= this.high ? { from: this.low, to: this.high } : undefined;
  }
}

/** Of all x, as they are. */
export function rangeOfX(all: readonly Series[], log: boolean): Range | undefined {
  const extent = new Extent(log);
  for (const series of all) {
    if (log) {
      series.x.forEach((x) => {
        extent.add(x);
      });
    } else {
      extent.add(at(series.x, 0));
      extent.add(at(series.x, series.x.length - 1));
    }
  }
  return extent.range();
}

/** Of all values whose x lies in the window, with the bands' ends. */
export function rangeOfY(all: readonly Series[], window: Range, log: boolean): Range | undefined {
  const extent = new Extent(log);
  for (const series of all) {
    for (let i = 0; i < series.x.length; i++) {
      const x = at(series.x, i);
      if (x >= window.from && x <= window.to) {
        extent.add(at(series.min, i));
        extent.add(at(series.max, i));
        extent.add(at(series.last, i));
      }
    }
  }
  return extent.range();
}

/** With a margin on both sides, so that nothing lies on the frame; a lone value gets room of its own size. */
export function padded(range: Range, log: boolean, share = 0.06): Range {
  if (log) {
    const factor = range.from === range.to ? 2 : (range.to / range.from) ** share;
    return { from: range.from / factor, to: range.to * factor };
  }
  if (range.from === range.to) {
    const room = Math.abs(range.from) * 0.1 || 1;
    return { from: range.from - room, to: range.to + room };
  }
  const room = (range.to - range.from) * share;
  return { from: range.from - room, to: range.to + room };
}

/** A window of some width: where from and to are one it is opened a little. */
export function opened(range: Range, log: boolean): Range {
  return range.from < range.to ? range : padded(range, log);
}

/** Drawn places that a logarithmic axis has to leave out. */
export function leftOut(all: readonly Series[], logs: Logs): number {
  let count = 0;
  for (const series of logs.x || logs.y ? all : []) {
    for (let i = 0; i < series.x.length; i++) {
      count += isLost(at(series.x, i), at(series.last, i), logs) ? 1 : 0;
    }
  }
  return count;
}

export function pointsLeftOut(points: readonly Point[], logs: Logs): number {
  return points.filter((point) => isLost(typeof point.x === "number" ? point.x : 1, point.y, logs)).length;
}

export function isLost(x: number, y: number, logs: Logs): boolean {
  return (logs.x && x <= 0) || (logs.y && y <= 0);
}
