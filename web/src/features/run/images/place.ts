// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors

/** How an image lies in its frame: shifted in pixels from its centre, and how much larger than fitted. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

export const FITTED: Place = { x: 0, y: 0, scale: 1 };

const LARGEST = 40;

export function zoomed({ x, y, scale }: Place, factor: number): Place {
  const next = Math.min(LARGEST, Math.max(1, scale * factor));
  // Near one the image is as it was at first, so that rounding leaves nothing behind.
  return next < 1.01 ? FITTED : { x: (x * next) / scale, y: (y * next) / scale, scale: next };
}

export function moved(place: Place, x: number, y: number): Place {
  return place.scale === 1 ? place : { ...place, x: place.x + x, y: place.y + y };
}
