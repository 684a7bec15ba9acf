// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import type { Axis } from "./axis";
import { type Pane, projection, valueAt } from "./pane";
import type { Range } from "./types";
import type { Colours } from "./useColours";

/** What is to be seen: axes, and what is painted between them. */
export interface Scene {
  readonly x: Axis;
  readonly y: Axis;
  readonly paint: Paint;
}

export type Paint = (pane: Pane) => void;

/** The plotting area, in pixels from the host's upper left corner. */
export interface Area {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** What the host has beyond it. */
  readonly right: number;
}

/** Where the crosshair is. */
export interface Cursor {
  /** Pixels in the plotting area. */
  readonly left: number;
  readonly top: number;
  readonly x: number;
  readonly area: Area;
  /** False where another chart's pointer moves this one's crosshair. */
  readonly own: boolean;
  /** Moved by keys: then what is there is spoken too, which a pointer's every move must not be. */
  readonly isSpoken?: boolean;
}

export interface PlotEvents {
  onCursor(cursor: Cursor | undefined): void;
  onSelect(range: Range): void;
  onReset(): void;
  onClick(left: number, top: number): void;
}

/** Less is a click with an unsteady hand. */
const SHORTEST_DRAG = 5;
/** Half the width of what is painted at one place. */
const POINT = 4;
/** About what the other axis takes. */
const AXIS_WIDTH = 60;
const AXIS_HEIGHT = 40;

export function canDraw(): boolean {
  return document.createElement("canvas").getContext("2d") !== null;
}

/**
 * Axes, crosshair and zoom of uPlot around our own painting. uPlot wants all lines on one x; runs have each
 * their own, so it is given only the corners of the picture.
 */
export class Plot {
  private readonly plot: uPlot;
  /** A canvas of its own for what a hover changes: the lines below need not be painted again. */
  private readonly over = document.createElement("canvas");
  private above: Paint | undefined;
  private readonly observer: ResizeObserver;
  private pressed = { left: 0, top: 0 };

  constructor(
    private readonly host: HTMLElement,
    private scene: Scene,
    private colours: Colours,
    private readonly events: PlotEvents,
    sync: string | undefined,
  ) {
    this.plot = new uPlot(this.options(sync), corners(scene), host);
    this.over.style.cssText = "position:absolute;left:0;top:0;pointer-events:none";
    this.plot.over.prepend(this.over);
    this.plot.over.addEventListener("mousedown", (event) => {
      this.pressed = { left: event.offsetX, top: event.offsetY };
    });
    this.plot.over.addEventListener("click", (event) => this.clicked(event.offsetX, event.offsetY));
    this.observer = new ResizeObserver(() => this.resize());
    this.observer.observe(host);
  }

  update(scene: Scene, colours: Colours): void {
    if (scene === this.scene && colours === this.colours) {
      return;
    }
    this.scene = scene;
    this.colours = colours;
    this.plot.setData(corners(scene), true);
  }

  /** Only what lies above: another line stands out. */
  updateAbove(above: Paint): void {
    this.above = above;
    this.paintAbove();
  }

  /** Crosshair at an x, as if the pointer were there. */
  point(x: number | undefined): void {
    const left = x === undefined ? -10 : this.pane(this.plot.ctx).x(x);
    const top = x === undefined ? -10 : this.height() / 2;
    // The third argument, which the typings leave out, tells the synced charts too.
    const setCursor: (at: { left: number; top: number }, ...fireAndTell: boolean[]) => void =
      this.plot.setCursor;
    setCursor({ left, top }, false, true);
  }

  pane(context: CanvasRenderingContext2D): Pane {
    const { x, y } = this.scene;
    return {
      context,
      width: this.width(),
      height: this.height(),
      x: projection(x.range, x.log, 0, this.width()),
      y: projection(y.range, y.log, this.height(), 0),
      colours: this.colours,
    };
  }

  area(): Area {
    // Not from the document: asking that while a pointer moves costs a layout.
    const { bbox } = this.plot;
    const left = bbox.left / uPlot.pxRatio;
    const width = this.width();
    return {
      left,
      top: bbox.top / uPlot.pxRatio,
      width,
      height: this.height(),
      right: this.plot.width - left - width,
    };
  }

  destroy(): void {
    this.observer.disconnect();
    this.plot.destroy();
  }

  private width(): number {
    return this.plot.bbox.width / uPlot.pxRatio;
  }

  private height(): number {
    return this.plot.bbox.height / uPlot.pxRatio;
  }

  private resize(): void {
    const { clientWidth: width, clientHeight: height } = this.host;
    if (width > 0 && (width !== this.plot.width || height !== this.plot.height)) {
      this.plot.setSize({ width, height });
    }
  }

  private clicked(left: number, top: number): void {
    if (Math.hypot(left - this.pressed.left, top - this.pressed.top) < SHORTEST_DRAG) {
      this.events.onClick(left, top);
    }
  }

  private options(sync: string | undefined): uPlot.Options {
    const { x, y } = this.scene;
    return {
      width: Math.max(this.host.clientWidth, 50),
      height: Math.max(this.host.clientHeight, 50),
      padding: [10, 16, 0, 0],
      legend: { show: false },
      scales: {
        x: { time: false, distr: x.log ? 3 : 1, range: () => pair(this.scene.x.range) },
        y: { distr: y.log ? 3 : 1, range: () => pair(this.scene.y.range) },
      },
      series: [{}, { scale: "y", paths: () => null, points: { show: false } }],
      axes: [this.axis("x"), this.axis("y")],
      cursor: this.cursor(sync),
      hooks: {
        draw: [() => this.painted()],
        setCursor: [() => this.moved()],
        setSelect: [() => this.selected()],
      },
    };
  }

  private axis(which: "x" | "y"): uPlot.Axis {
    const { label, cut } = this.scene[which];
    const isX = which === "x";
    const font = `11px ${this.colours.font}`;
    return {
      scale: which,
      font,
      labelFont: font,
      stroke: () => this.colours.muted,
      grid: { show: !isX, width: 1, stroke: () => this.colours.grid },
      ticks: { show: false },
      gap: isX ? 6 : 8,
      size: isX ? 22 : (_plot, values) => this.widthOf(values ?? []) + 14,
      ...(isX && label !== undefined && { label, labelSize: 16, labelGap: 0 }),
      filter: (_plot, splits) => splits,
      splits: (_plot, _index, low, high) => {
        // The area is not measured yet while its axes are.
        const room = isX ? (this.plot.width - AXIS_WIDTH) / cut.space : (this.plot.height - AXIS_HEIGHT) / 30;
        return this.scene[which].cut.ticks(low, high, Math.max(2, Math.floor(room)));
      },
      values: (_plot, splits) => this.scene[which].cut.labels(splits),
    };
  }

  private widthOf(labels: readonly (string | number | null)[]): number {
    const context = this.plot?.ctx;
    if (context === undefined) {
      return 40;
    }
    context.save();
    context.font = `11px ${this.colours.font}`;
    const width = Math.max(0, ...labels.map((label) => context.measureText(String(label ?? "")).width));
    context.restore();
    return Math.ceil(width);
  }

  private cursor(sync: string | undefined): uPlot.Cursor {
    const isShared = (type: string) => type === "mousemove" || type === "mouseleave";
    return {
      y: false,
      points: { show: false },
      drag: { x: true, y: false, setScale: false, dist: SHORTEST_DRAG },
      bind: {
        dblclick: () => () => {
          this.events.onReset();
          return null;
        },
      },
      ...(sync !== undefined && {
        sync: { key: sync, setSeries: false, scales: ["x", null], filters: { pub: isShared, sub: isShared } },
      }),
    };
  }

  private painted(): void {
    const { ctx, bbox } = this.plot;
    ctx.save();
    ctx.beginPath();
    // A point at the first or last x is a whole one.
    const margin = POINT * uPlot.pxRatio;
    ctx.rect(bbox.left - margin, bbox.top, bbox.width + 2 * margin, bbox.height);
    ctx.clip();
    ctx.translate(bbox.left, bbox.top);
    ctx.scale(uPlot.pxRatio, uPlot.pxRatio);
    this.scene.paint(this.pane(ctx));
    ctx.restore();
    this.paintAbove();
  }

  private paintAbove(): void {
    const context = this.over.getContext("2d");
    if (context === null) {
      return;
    }
    const { width, height } = this.plot.bbox;
    // Setting the size is costly, and a hover comes often.
    if (this.over.width !== width || this.over.height !== height) {
      this.over.width = width;
      this.over.height = height;
      this.over.style.width = `${this.width()}px`;
      this.over.style.height = `${this.height()}px`;
    }
    context.setTransform(uPlot.pxRatio, 0, 0, uPlot.pxRatio, 0, 0);
    context.clearRect(0, 0, this.width(), this.height());
    this.above?.(this.pane(context));
  }

  private moved(): void {
    const { left = -10, top = -10, event } = this.plot.cursor;
    if (left < 0) {
      this.events.onCursor(undefined);
      return;
    }
    const { range, log } = this.scene.x;
    const x = valueAt(range, log, left / this.width());
    this.events.onCursor({ left, top, x, area: this.area(), own: event !== undefined && event !== null });
  }

  private selected(): void {
    const { left, width } = this.plot.select;
    if (width < SHORTEST_DRAG) {
      return;
    }
    this.plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
    const { range, log } = this.scene.x;
    const edge = (pixel: number) => valueAt(range, log, pixel / this.width());
    this.events.onSelect({ from: edge(left), to: edge(left + width) });
  }
}

function pair(range: Range): [number, number] {
  return [range.from, range.to];
}

function corners(scene: Scene): uPlot.AlignedData {
  return [pair(scene.x.range), pair(scene.y.range)];
}
