// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import {
  appended,
  emptyWindow,
  type Limit,
  prepended,
  type TextWindow,
  windowAt,
  withoutEnd,
  withoutStart,
} from "./window";

/** Bytes from an offset on, at most {@link PIECE}, and how many there are in all. */
export type ReadBytes = (from: number, signal: AbortSignal) => Promise<{ bytes: Uint8Array; size: number }>;

export interface Reading {
  readonly window: TextWindow;
  /** Bytes of the whole text as far as known. */
  readonly size: number;
  readonly loading: boolean;
  readonly opened: boolean;
  readonly error: unknown;
}

export const PIECE = 1024 * 1024;
const KEPT: Limit = { bytes: 5 * PIECE, lines: 200_000 };

/** Reads a text of any length in pieces, one at a time, and keeps the part that is looked at. */
export class TextReader {
  private state: Reading = {
    window: emptyWindow(0),
    size: 0,
    loading: false,
    opened: false,
    error: undefined,
  };
  private readonly listeners = new Set<() => void>();
  private readonly ended = new AbortController();
  private readonly read: ReadBytes;
  private readonly kept: Limit;
  /** Ends with the step that is under way. */
  private busy: Promise<void> = Promise.resolve();
  /** Growth that was told meanwhile. */
  private told = 0;

  constructor(read: ReadBytes, kept: Limit = KEPT) {
    this.read = read;
    this.kept = kept;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly reading = (): Reading => this.state;

  close(): void {
    this.ended.abort();
  }

  /** Its beginning. */
  open(): Promise<void> {
    return this.afterAll(async () => this.startAt(0));
  }

  /** Its end; `size` is how long it was last. */
  openEnd(size: number): Promise<void> {
    return this.afterAll(async () => this.startAt(Math.max(0, size - PIECE / 2)));
  }

  /** The text is now `size` bytes long. What came is read if the end was being read. */
  async grown(size: number): Promise<void> {
    const { window, loading, opened } = this.state;
    if (loading) {
      this.told = size;
      return;
    }
    const atEnd = opened && window.to >= this.state.size;
    this.set({ size: Math.max(size, this.state.size) });
    if (!atEnd || size <= window.to) {
      return;
    }
    // Who fell far behind sees the end and not all that passed.
    await (size - window.to > 2 * PIECE ? this.openEnd(size) : this.newer());
  }

  newer(): Promise<void> {
    return this.step(async () => {
      const { window } = this.state;
      const { bytes, size } = await this.read(window.to, this.ended.signal);
      return { window: withoutStart(appended(window, bytes), this.kept), size };
    });
  }

  older(): Promise<void> {
    return this.step(async () => {
      const { window } = this.state;
      const at = Math.max(0, window.from - PIECE / 2);
      const { bytes, size } = await this.read(at, this.ended.signal);
      return {
        window: withoutEnd(prepended(window, at, bytes.subarray(0, window.from - at)), this.kept),
        size,
      };
    });
  }

  private async startAt(from: number): Promise<Partial<Reading>> {
    const { bytes, size } = await this.read(from, this.ended.signal);
    return { window: withoutStart(windowAt(from, bytes), this.kept), size, opened: true };
  }

  /** Where someone wants to be elsewhere, what is under way is waited for and not what they want dropped. */
  private async afterAll(ask: () => Promise<Partial<Reading>>): Promise<void> {
    while (this.state.loading && !this.ended.signal.aborted) {
      await this.busy;
    }
    await this.step(ask);
  }

  private async step(ask: () => Promise<Partial<Reading>>): Promise<void> {
    if (this.state.loading) {
      return;
    }
    this.set({ loading: true, error: undefined });
    this.busy = this.finished(ask);
    await this.busy;
    const { told } = this;
    this.told = 0;
    if (told > this.state.size && !this.ended.signal.aborted) {
      await this.grown(told);
    }
  }

  private async finished(ask: () => Promise<Partial<Reading>>): Promise<void> {
    try {
      this.set({ ...(await ask()), loading: false });
    } catch (error) {
      this.set({ loading: false, ...(!this.ended.signal.aborted && { error }) });
    }
  }

  private set(change: Partial<Reading>): void {
    this.state = { ...this.state, ...change };
    for (const each of this.listeners) {
      each();
    }
  }
}
