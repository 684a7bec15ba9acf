// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { type RefObject, useState } from "react";
import { onCommand } from "./command";
import type { LineModel } from "./lineModel";
import { nearestIndex } from "./nearest";
import type { Area, Cursor, Plot } from "./Plot";
import { projection } from "./pane";
import { at, type Range, type Series } from "./types";
import { zoomed } from "./zoom";

export interface LineCursorEvents {
  readonly onZoom: (range: Range | undefined) => void;
  readonly onOpen: ((id: string) => void) | undefined;
}

/** Of a chart that is not drawn (yet). */
const NO_AREA: Area = { left: 0, top: 0, width: 600, height: 200, right: 0 };

/** The crosshair as keys move it: along one line, from bucket to bucket. */
export function useLineCursor(
  model: LineModel,
  plot: RefObject<Plot | null>,
  { onZoom, onOpen }: LineCursorEvents,
) {
  const [cursor, setCursor] = useState<Cursor>();
  const [chosen, setChosen] = useState<string>();

  const put = (series: Series, index: number) => {
    const area = plot.current?.area() ?? NO_AREA;
    const { window, log } = model.view;
    const x = at(series.x, index);
    const left = projection(window, log, 0, area.width)(x);
    const top = projection(model.y, model.logs.y, area.height, 0)(at(model.lineOf(series), index));
    plot.current?.point(x);
    setChosen(series.id);
    setCursor({ left, top, x, area, own: true, isSpoken: true });
  };

  const along = (by: number) => {
    const series = model.series.find((each) => each.id === chosen) ?? model.series[0];
    if (series !== undefined) {
      put(series, placeAfter(series, model.view.window, cursor?.x, by));
    }
  };

  const across = (by: number) => {
    const count = model.series.length;
    const now = model.series.findIndex((each) => each.id === chosen);
    const series = model.series[now < 0 ? 0 : (now + by + count) % count];
    if (series !== undefined) {
      put(series, placeAfter(series, model.view.window, cursor?.x, 0));
    }
  };

  const clear = () => {
    plot.current?.point(undefined);
    setCursor(undefined);
    setChosen(undefined);
  };

  const zoom = (factor: number) => {
    const { window } = model.view;
    onZoom(zoomed(model.view, cursor?.x ?? (window.from + window.to) / 2, factor));
  };

  const onKeyDown = onCommand((command) => {
    switch (command.kind) {
      case "along":
        return along(command.by);
      case "across":
        return across(command.by);
      case "zoom":
        return zoom(command.factor);
      case "open":
        return chosen === undefined ? undefined : onOpen?.(chosen);
      case "reset":
        onZoom(undefined);
        return clear();
    }
  });

  return { cursor, setCursor, chosen, setChosen, clear, onKeyDown };
}

/** The bucket `by` further than the one at x, within the window; the first one where there is no x yet. */
export function placeAfter(series: Series, window: Range, x: number | undefined, by: number): number {
  const first = Math.min(series.x.length - 1, firstWithin(series.x, window.from));
  const final = Math.max(first, nearestIndex(series.x, window.to));
  const next =
    x === undefined ? (by === Number.POSITIVE_INFINITY ? final : first) : nearestIndex(series.x, x) + by;
  return Math.min(Math.max(next, first), final);
}

function firstWithin(x: Float64Array, from: number): number {
  const near = Math.max(0, nearestIndex(x, from));
  return at(x, near) < from ? near + 1 : near;
}
