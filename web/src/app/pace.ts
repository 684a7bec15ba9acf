// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors

const REST_MS = 500;
/** What a batch began and has not ended by then holds up the next one no longer. */
const PATIENCE_MS = 10_000;

/**
 * Hands on what was added in batches: the first soon, others after a rest and after what the one before began, and none while the
 * page is hidden. Without the wait a busy server's answers would be asked again before they come, for ever.
 */
export class Pace<T> {
  private waiting: T[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;
  private busy: ReturnType<typeof setTimeout> | undefined;
  private last = Number.NEGATIVE_INFINITY;
  private readonly handOn: (batch: readonly T[]) => Promise<unknown>;
  private readonly onSight = (): void => this.plan();

  /** @param handOn ends when what it began has ended; it does not fail */
  constructor(handOn: (batch: readonly T[]) => Promise<unknown>) {
    this.handOn = handOn;
    document.addEventListener("visibilitychange", this.onSight);
  }

  add(item: T): void {
    this.waiting.push(item);
    this.plan();
  }

  /** Hands on at once, whatever goes on. */
  hurry(item: T): void {
    this.waiting.push(item);
    clearTimeout(this.timer);
    clearTimeout(this.busy);
    this.timer = this.busy = undefined;
    this.last = Number.NEGATIVE_INFINITY;
    this.plan();
  }

  close(): void {
    clearTimeout(this.timer);
    clearTimeout(this.busy);
    this.waiting = [];
    document.removeEventListener("visibilitychange", this.onSight);
  }

  private plan(): void {
    const isHeld = this.timer !== undefined || this.busy !== undefined;
    if (isHeld || document.hidden || this.waiting.length === 0) {
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
    const busy = setTimeout(() => this.free(busy), PATIENCE_MS);
    this.busy = busy;
    void this.handOn(batch).then(() => this.free(busy));
  }

  private free(busy: ReturnType<typeof setTimeout>): void {
    clearTimeout(busy);
    if (this.busy === busy) {
      this.busy = undefined;
      this.plan();
    }
  }
}
