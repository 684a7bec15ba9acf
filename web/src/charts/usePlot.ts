// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { type RefObject, useEffect, useEffectEvent, useLayoutEffect } from "react";
import { canDraw, type Paint, Plot, type PlotEvents, type Scene } from "./Plot";
import type { Colours } from "./useColours";

interface Painted {
  readonly scene: Scene;
  readonly colours: Colours;
  /** What a hover changes, painted above the scene. */
  readonly above: Paint;
  readonly sync: string | undefined;
}

/** Keeps a plot in the host: made once a kind of axes, repainted when the scene or the theme changes. */
export function usePlot(
  host: RefObject<HTMLElement | null>,
  plot: RefObject<Plot | null>,
  painted: Painted,
  events: PlotEvents,
): void {
  const { scene, colours, above, sync } = painted;
  const onCursor = useEffectEvent(events.onCursor);
  const onSelect = useEffectEvent(events.onSelect);
  const onReset = useEffectEvent(events.onReset);
  const onClick = useEffectEvent(events.onClick);
  const make = useEffectEvent((element: HTMLElement) => {
    return new Plot(element, scene, colours, { onCursor, onSelect, onReset, onClick }, sync);
  });
  const shape = `${scene.x.log} ${scene.y.log} ${scene.x.label} ${sync}`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: uPlot fixes scales, labels and sync when it is made
  useLayoutEffect(() => {
    const element = host.current;
    if (element === null || !canDraw()) {
      return;
    }
    const made = make(element);
    plot.current = made;
    return () => {
      made.destroy();
      plot.current = null;
    };
  }, [host, plot, shape]);
  const update = useEffectEvent((next: Scene, theme: Colours) => plot.current?.update(next, theme));
  useEffect(() => update(scene, colours), [scene, colours]);
  const updateAbove = useEffectEvent((next: Paint) => plot.current?.updateAbove(next));
  // biome-ignore lint/correctness/useExhaustiveDependencies: a plot made anew has nothing above yet
  useEffect(() => updateAbove(above), [above, shape]);
}
