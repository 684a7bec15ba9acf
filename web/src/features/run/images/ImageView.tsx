// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { Button } from "@mantine/core";
import { type KeyboardEvent, type PointerEvent, useRef, useState } from "react";
import { texts } from "../../../messages";
import classes from "./ImageView.module.css";
import { FITTED, moved, type Place, zoomed } from "./place";

interface ImageViewProps {
  readonly link: string;
  readonly name: string;
  readonly pixelated?: boolean;
}

const STEP = 1.4;
const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [40, 0],
  ArrowRight: [-40, 0],
  ArrowUp: [0, 40],
  ArrowDown: [0, -40],
};

/** An image that can be made larger by Ctrl and wheel or + and −, and be moved by pointer or arrows. */
export function ImageView({ link, name, pixelated = false }: ImageViewProps) {
  const [place, setPlace] = useState<Place>(FITTED);
  const [failed, setFailed] = useState(false);
  const held = useRef<{ x: number; y: number }>(undefined);
  const move = (event: PointerEvent): void => {
    const from = held.current;
    if (from !== undefined) {
      held.current = { x: event.clientX, y: event.clientY };
      setPlace((now) => moved(now, event.clientX - from.x, event.clientY - from.y));
    }
  };
  const onKey = (event: KeyboardEvent): void => {
    const arrow = ARROWS[event.key];
    if (arrow !== undefined && place.scale > 1) {
      event.preventDefault();
      setPlace(moved(place, arrow[0], arrow[1]));
    } else if (event.key === "+" || event.key === "-") {
      setPlace(zoomed(place, event.key === "+" ? STEP : 1 / STEP));
    }
  };
  if (failed) {
    return <p className={classes.failed}>{texts.images.failed(name)}</p>;
  }
  return (
    <div className={classes.view}>
      <section
        className={classes.frame}
        aria-label={texts.images.zoomable(name)}
        tabIndex={0}
        onKeyDown={onKey}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          held.current = { x: event.clientX, y: event.clientY };
        }}
        onPointerMove={move}
        onPointerUp={() => {
          held.current = undefined;
        }}
        onWheel={(event) => event.ctrlKey && setPlace(zoomed(place, event.deltaY < 0 ? STEP : 1 / STEP))}
      >
        <img
          src={link}
          alt={name}
          draggable={false}
          decoding="async"
          data-pixelated={pixelated || undefined}
          onError={() => setFailed(true)}
          style={{ transform: `translate(${place.x}px, ${place.y}px) scale(${place.scale})` }}
        />
      </section>
      <div className={classes.tools}>
        <Button
          size="compact-sm"
          aria-label={texts.images.smaller}
          onClick={() => setPlace(zoomed(place, 1 / STEP))}
        >
          −
        </Button>
        <Button
          size="compact-sm"
          aria-label={texts.images.larger}
          onClick={() => setPlace(zoomed(place, STEP))}
        >
          +
        </Button>
        {place !== FITTED && (
          <Button size="compact-sm" onClick={() => setPlace(FITTED)}>
            {texts.images.fit}
          </Button>
        )}
      </div>
    </div>
  );
}
