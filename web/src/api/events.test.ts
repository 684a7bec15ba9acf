// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { waitFor } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { serve } from "../testing/served";
import { type Connection, watchHints } from "./events";

/** A stream that ends as the test says. */
class Source {
  static readonly CLOSED = 2;
  static readonly made: Source[] = [];
  readyState = 0;
  onopen: (() => void) | undefined;
  onerror: (() => void) | undefined;
  constructor() {
    Source.made.push(this);
  }
  addEventListener(): void {}
  close(): void {}
  /** As a browser does when a server refuses it, and when the connection breaks. */
  fail(readyState: number): void {
    this.readyState = readyState;
    this.onerror?.();
  }
}

let stop: () => void = () => undefined;

beforeEach(() => {
  Source.made.length = 0;
  vi.stubGlobal("EventSource", Source);
  vi.stubGlobal("navigator", {
    locks: { request: (_: string, __: object, lead: () => Promise<void>) => lead() },
  });
});

afterEach(() => stop());

function watch(): readonly Connection[] {
  const states: Connection[] = [];
  stop = watchHints({ hint: () => undefined, connection: (state) => states.push(state) });
  return states;
}

test("a stream that is refused because nobody is signed in is no server that is gone", async () => {
  serve({ "GET /studio/session": { body: { required: true, signedIn: false } } });
  const states = watch();
  Source.made[0]?.fail(Source.CLOSED);
  await waitFor(() => expect(states).toEqual(["waiting", "signedOut"]));
});

test("a stream that is refused for another reason, or that breaks, is lost", async () => {
  serve({ "GET /studio/session": { body: { required: true, signedIn: true } } });
  const states = watch();
  Source.made[0]?.fail(0);
  expect(states).toEqual(["waiting", "lost"]);
  Source.made[0]?.fail(Source.CLOSED);
  await waitFor(() => expect(states).toEqual(["waiting", "lost", "lost"]));
});

test("what is refused is asked for again until it is let in", async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  serve({ "GET /studio/session": { body: { required: true, signedIn: false } } });
  const states = watch();
  Source.made[0]?.fail(Source.CLOSED);
  await vi.waitFor(() => expect(states).toContain("signedOut"));
  await vi.advanceTimersByTimeAsync(2_000);
  Source.made[1]?.onopen?.();
  expect(states).toEqual(["waiting", "signedOut", "open"]);
  vi.useRealTimers();
});

test("a tab that opens later is told how things stand, and the others not once more", async () => {
  let isTaken = false;
  const request = (_: string, __: object, lead: () => Promise<void>) => {
    const mine = !isTaken;
    isTaken = true;
    return mine ? lead() : new Promise<void>(() => undefined);
  };
  vi.stubGlobal("navigator", { locks: { request } });
  const first = watch();
  const stopFirst = stop;
  Source.made[0]?.onopen?.();
  const second = watch();
  const stopSecond = stop;
  await waitFor(() => expect(second).toEqual(["waiting", "open"]));
  const third = watch();
  await waitFor(() => expect(third).toEqual(["waiting", "open"]));
  expect([first, second]).toEqual([
    ["waiting", "open"],
    ["waiting", "open"],
  ]);
  Source.made[0]?.fail(0);
  await waitFor(() =>
    expect([first, second, third].map((states) => states.at(-1))).toEqual(["lost", "lost", "lost"]),
  );
  stopFirst();
  stopSecond();
});
