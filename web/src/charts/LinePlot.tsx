// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { useMemo, useRef } from "react";
import { texts } from "../messages";
import { type Highlight, useHighlighted } from "../ui/highlight";
import { Legend } from "./Legend";
import { type LineModel, lineScene, lineSentence, paintLit, type Readout, readout } from "./lineModel";
import { lineTip } from "./lineTip";
import type { Order } from "./nearest";
import type { Cursor, Plot } from "./Plot";
import classes from "./Plot.module.css";
import { spokenTip, Tip } from "./Tip";
import type { Range } from "./types";
import { useColours } from "./useColours";
import { useLineCursor } from "./useLineCursor";
import { usePlot } from "./usePlot";

interface LinePlotProps {
  readonly model: LineModel;
  readonly height: number;
  readonly order: Order;
  readonly sync: string | undefined;
  readonly hasLegend: boolean;
  readonly highlight: Highlight | undefined;
  readonly onOpen: ((id: string) => void) | undefined;
  readonly onZoom: (range: Range | undefined) => void;
}

/** The drawing, its crosshair and its legend. A hover renders this much and paints one line. */
export function LinePlot(props: LinePlotProps) {
  const { model, height, order, sync, highlight, onOpen, onZoom } = props;
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<Plot>(null);
  const at = useLineCursor(model, plot, { onZoom, onOpen });
  const colours = useColours();
  const lit = useHighlighted(highlight) ?? at.chosen;
  const scene = useMemo(() => lineScene(model), [model]);
  const sentence = useMemo(() => lineSentence(model), [model]);
  const above = useMemo(() => paintLit(model, lit), [model, lit]);
  const read = useMemo(() => remembered((cursor: Cursor) => readout(model, cursor, order)), [model, order]);
  const choose = (id: string | undefined) => {
    if (id !== at.chosen) {
      at.setChosen(id);
      highlight?.set(id);
    }
  };
  usePlot(
    host,
    plot,
    { scene, colours, above, sync },
    {
      onCursor: (cursor) => {
        at.setCursor(cursor);
        if (cursor === undefined || cursor.own) {
          choose(cursor && read(cursor).near?.series.id);
        }
      },
      onSelect: onZoom,
      onReset: () => onZoom(undefined),
      onClick: () => at.chosen !== undefined && onOpen?.(at.chosen),
    },
  );
  const now = at.cursor && read(at.cursor);
  return (
    <>
      <div
        className={classes.plot}
        role="application"
        aria-label={texts.charts.keys(model.title)}
        tabIndex={0}
        onKeyDown={at.onKeyDown}
        onBlur={at.clear}
      >
        <div ref={host} role="img" aria-label={sentence} style={{ height }} data-opens={lit !== undefined} />
        {at.cursor?.own === true && now !== undefined && now.readings.length > 0 && (
          <LineTip model={model} cursor={at.cursor} read={now} chosen={at.chosen} />
        )}
      </div>
      {props.hasLegend && <Legend model={model} readout={now} lit={lit} onHover={choose} onOpen={onOpen} />}
    </>
  );
}

interface LineTipProps {
  readonly model: LineModel;
  readonly cursor: Cursor;
  readonly read: Readout;
  readonly chosen: string | undefined;
}

function LineTip({ model, cursor, read, chosen }: LineTipProps) {
  const near = read.readings.find((each) => each.series.id === chosen);
  const content = lineTip(model, cursor.x, { ...read, near });
  return (
    <>
      <Tip content={content} area={cursor.area} left={cursor.left} />
      {cursor.isSpoken === true && <output className="visually-hidden">{spokenTip(content)}</output>}
    </>
  );
}

/** The pointer's event and the rendering after it ask the same. */
function remembered<K extends object, V>(work: (key: K) => V): (key: K) => V {
  const known = new WeakMap<K, V>();
  return (key) => {
    const value = known.get(key) ?? work(key);
    known.set(key, value);
    return value;
  };
}
