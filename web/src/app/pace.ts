// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors

const REST_MS = 500;

/** Hands on what was added in batches: the first soon, others after a rest, and none while the page is hidden. */
export class Pace<T> {
  private waiting: T[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;
  private last = Number.NEGATIVE_INFINITY;
  private readonly handOn: (batch: readonly T[]) => void;
  private readonly onSight = (): void => this.plan();

  constructor(handOn: (batch: readonly T[]) => void) {
    this.handOn = handOn;
    document.addEventListener("visibilitychange", this.onSight);
  }

  add(item: T): void {
    this.waiting.push(item);
    this.plan();
  }

  close(): void {
    clearTimeout(this.timer);
    document.removeEventListener("visibilitychange", this.onSight);
  }

  private plan(): void {
    if (this.timer !== undefined || document.hidden || this.waiting.length === 0) {
      return;
    }
    const rest = Math.max(0, this.last + REST_MS - performance.now());
    this.timer = setTimeout(() => this.flush(), rest);
  }

  private flush(): void {
    this.timer = undefined;
    this.last = performance.now();
    const batch = this.waiting;
    this.waiting = [];
    this.handOn(batch);
  }
}
