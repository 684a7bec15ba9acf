// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import type { Look } from "./types";

export const HUES = 8;
const SLOTS = HUES * 3;

/** Canvas and SVG dash patterns in CSS pixels, by `Look.dash`. */
export const DASHES: Readonly<Record<Look["dash"], readonly number[]>> = { 0: [], 1: [7, 3], 2: [2, 3] };

const DASH_OF_ROUND = [0, 1, 2] as const;

/** 32-bit FNV-1a over UTF-16 units: the same on every machine and in every session. */
export function hashOf(id: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < id.length; i++) {
    hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193);
  }
  return (hash ^ (hash >>> 15)) >>> 0;
}

/** The CSS variable of a look's hue. */
export function variableOf(look: Look): string {
  return `--series-${look.hue}`;
}

/**
 * The looks of one view. An id asks for the hue of its hash; where another id has that one already it takes
 * the next free one, after eight with dashes. What an id has once it keeps, whoever comes or goes later.
 */
export class Looks {
  private readonly slots = new Map<string, number>();
  private readonly used = new Array<number>(SLOTS).fill(0);

  /** In the order of the ids; earlier ones choose first. */
  assign(ids: Iterable<string>): this {
    for (const id of ids) {
      this.of(id);
    }
    return this;
  }

  of(id: string): Look {
    let slot = this.slots.get(id);
    if (slot === undefined) {
      slot = this.freeSlot(hashOf(id) % HUES);
      this.slots.set(id, slot);
      this.used[slot] = (this.used[slot] ?? 0) + 1;
    }
    return { hue: (slot % HUES) + 1, dash: DASH_OF_ROUND[Math.floor(slot / HUES)] ?? 0 };
  }

  /** The least used, hues before dashes, from the wanted hue on. */
  private freeSlot(wanted: number): number {
    const least = Math.min(...this.used);
    for (let round = 0; round < SLOTS; round += HUES) {
      for (let turn = 0; turn < HUES; turn++) {
        const slot = round + ((wanted + turn) % HUES);
        if (this.used[slot] === least) {
          return slot;
        }
      }
    }
    return wanted;
  }
}
