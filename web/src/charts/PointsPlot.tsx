// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { useMemo, useRef, useState } from "react";
import { texts } from "../messages";
import { type Highlight, useHighlighted } from "../ui/highlight";
import { onCommand } from "./command";
import { nearestSpot } from "./nearest";
import type { Area, Plot } from "./Plot";
import classes from "./Plot.module.css";
import { paintRing } from "./paintPoints";
import { projection } from "./pane";
import { type PointsModel, pointsScene, pointsSentence, pointTip, spotOf, spotsOf } from "./pointsModel";
import { spokenTip, Tip } from "./Tip";
import { at, type Range } from "./types";
import { useColours } from "./useColours";
import { usePlot } from "./usePlot";
import { zoomed } from "./zoom";

interface PointsPlotProps {
  readonly model: PointsModel;
  readonly height: number;
  readonly highlight: Highlight | undefined;
  readonly onOpen: ((id: string) => void) | undefined;
  readonly onZoom: (range: Range | undefined) => void;
}

const REACH = 24;
const NO_AREA: Area = { left: 0, top: 0, width: 1, height: 1, right: 0 };

export function PointsPlot({ model, height, highlight, onOpen, onZoom }: PointsPlotProps) {
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<Plot>(null);
  const colours = useColours();
  const { index, choose, onKeyDown } = useChoice(model, { highlight, onOpen, onZoom });
  const shared = useHighlighted(highlight);
  const lit = useMemo(
    () => (shared === undefined ? index : model.points.findIndex((point) => point.id === shared)),
    [model, shared, index],
  );
  const sentence = useMemo(() => pointsSentence(model), [model]);
  const scene = useMemo(() => pointsScene(model), [model]);
  const above = useMemo(() => paintRing(model.points[lit], (pane) => spotOf(model, lit, pane)), [model, lit]);
  // Where the points lie changes with the model and the size only, and a pointer moves often.
  const spots = useSpots(model);
  usePlot(
    host,
    plot,
    { scene, colours, above, sync: undefined },
    {
      onCursor: (cursor) =>
        choose(cursor === undefined ? -1 : nearestSpot(spots(cursor.area), cursor.left, cursor.top, REACH)),
      onSelect: onZoom,
      onReset: () => onZoom(undefined),
      onClick: () => model.points[index] !== undefined && onOpen?.(model.points[index].id),
    },
  );
  return (
    <div
      className={classes.plot}
      role="application"
      aria-label={texts.charts.pointKeys(model.title)}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onBlur={() => choose(-1)}
    >
      <div
        ref={host}
        role="img"
        aria-label={sentence}
        style={{ height }}
        data-opens={index >= 0}
        data-points
      />
      <PointTip model={model} index={index} area={() => plot.current?.area() ?? NO_AREA} />
    </div>
  );
}

function useSpots(model: PointsModel) {
  return useMemo(() => {
    let known: { area: Area; spots: ReturnType<typeof spotsOf> } | undefined;
    return (area: Area) => {
      if (known?.area.width !== area.width || known.area.height !== area.height) {
        const x = projection(model.view.window, model.logs.x, 0, area.width);
        const y = projection(model.y, model.logs.y, area.height, 0);
        known = { area, spots: spotsOf(model, { x, y, height: area.height }) };
      }
      return known.spots;
    };
  }, [model]);
}

type ChoiceEvents = Pick<PointsPlotProps, "highlight" | "onOpen" | "onZoom">;

/** The point that the pointer or the keys are at: its index, or -1. */
function useChoice(model: PointsModel, { highlight, onOpen, onZoom }: ChoiceEvents) {
  const [chosen, setChosen] = useState<string>();
  const index = useMemo(
    () => (chosen === undefined ? -1 : model.points.findIndex((point) => point.id === chosen)),
    [model, chosen],
  );
  const choose = (next: number) => {
    const id = model.points[next]?.id;
    if (id !== chosen) {
      setChosen(id);
      highlight?.set(id);
    }
  };
  const step = (by: number) => {
    const now = model.order.indexOf(index);
    const next = now < 0 && Number.isFinite(by) ? (by > 0 ? 0 : model.order.length - 1) : now + by;
    choose(model.order[Math.min(Math.max(next, 0), model.order.length - 1)] ?? -1);
  };
  const onKeyDown = onCommand((command) => {
    switch (command.kind) {
      case "along":
        return step(command.by);
      case "across":
        return step(-command.by);
      case "zoom": {
        const { from, to } = model.view.window;
        return onZoom(zoomed(model.view, index < 0 ? (from + to) / 2 : at(model.x, index), command.factor));
      }
      case "open":
        return chosen === undefined ? undefined : onOpen?.(chosen);
      case "reset":
        onZoom(undefined);
        return choose(-1);
    }
  });
  return { index, choose, onKeyDown };
}

function PointTip({ model, index, area }: { model: PointsModel; index: number; area: () => Area }) {
  const content = pointTip(model, index);
  if (content === undefined) {
    return null;
  }
  const place = area();
  const left = projection(model.view.window, model.logs.x, 0, place.width)(at(model.x, index));
  return (
    <>
      <Tip content={content} area={place} left={left} />
      <output className="visually-hidden">{spokenTip(content)}</output>
    </>
  );
}
