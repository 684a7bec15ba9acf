// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import type { Spots } from "./nearest";
import type { Paint } from "./Plot";
import type { Pane } from "./pane";
import { at, type Look, type Point } from "./types";
import { colourOf } from "./useColours";

const FEW = 400;

/** Many points are small, or they would be one blot. */
function radiusFor(count: number): number {
  return count > FEW ? 2.5 : 4;
}

type Shape = Look["dash"] | "cross";

/** Discs; of the second eight hues rings, of the third squares. A cross is NaN. One path for each look. */
export function paintPoints(pane: Pane, points: readonly Point[], spots: Spots): void {
  const { context } = pane;
  const radius = radiusFor(points.length);
  context.lineWidth = 1.6;
  for (const { look, shape, indices } of byLook(points, spots)) {
    context.beginPath();
    for (const index of indices) {
      trace(context, shape, { left: at(spots.left, index), top: at(spots.top, index), radius });
    }
    context.fillStyle = colourOf(pane.colours, look);
    context.strokeStyle = context.fillStyle;
    if (shape === 0 || shape === 2) {
      context.fill();
    } else {
      context.stroke();
    }
  }
}

interface Group {
  readonly look: Look;
  readonly shape: Shape;
  readonly indices: number[];
}

function byLook(points: readonly Point[], spots: Spots): Iterable<Group> {
  const groups = new Map<string, Group>();
  points.forEach(({ look, y }, index) => {
    if (!Number.isNaN(at(spots.left, index))) {
      const shape = Number.isFinite(y) ? look.dash : "cross";
      const key = `${look.hue} ${shape}`;
      const group = groups.get(key) ?? { look, shape, indices: [] };
      group.indices.push(index);
      groups.set(key, group);
    }
  });
  return groups.values();
}

interface Spot {
  readonly left: number;
  readonly top: number;
  readonly radius: number;
}

function trace(context: CanvasRenderingContext2D, shape: Shape, { left, top, radius }: Spot): void {
  if (shape === 2) {
    context.rect(left - radius + 0.5, top - radius + 0.5, 2 * radius - 1, 2 * radius - 1);
  } else if (shape === "cross") {
    context.moveTo(left - radius, top - radius);
    context.lineTo(left + radius, top + radius);
    context.moveTo(left - radius, top + radius);
    context.lineTo(left + radius, top - radius);
  } else {
    const reach = shape === 0 ? radius : radius - 0.8;
    context.moveTo(left + reach, top);
    context.arc(left, top, reach, 0, 2 * Math.PI);
  }
}

/** A ring around one point, and where it stands along x. */
export function paintRing(
  point: Point | undefined,
  spotIn: (pane: Pane) => readonly [number, number],
): Paint {
  return (pane) => {
    const [left, top] = spotIn(pane);
    if (point === undefined || Number.isNaN(left)) {
      return;
    }
    const { context, colours } = pane;
    context.strokeStyle = colours.muted;
    context.lineWidth = 1;
    context.setLineDash([3, 3]);
    context.beginPath();
    context.moveTo(Math.round(left) + 0.5, 0);
    context.lineTo(Math.round(left) + 0.5, pane.height);
    context.stroke();
    context.setLineDash([]);
    context.fillStyle = colourOf(colours, point.look);
    context.strokeStyle = colours.text;
    context.lineWidth = 2;
    context.beginPath();
    context.arc(left, top, 6, 0, 2 * Math.PI);
    context.fill();
    context.stroke();
  };
}
