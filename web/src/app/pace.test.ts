// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Pace } from "./pace";

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

test("the first goes at once and the others together after the rest", async () => {
  const batches: (readonly number[])[] = [];
  const pace = new Pace<number>(async (batch) => batches.push(batch));
  pace.add(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(batches).toEqual([[1]]);
  pace.add(2);
  pace.add(3);
  await vi.advanceTimersByTimeAsync(490);
  expect(batches).toEqual([[1]]);
  await vi.advanceTimersByTimeAsync(20);
  expect(batches).toEqual([[1], [2, 3]]);
  pace.close();
});

test("the next batch waits for what the one before began, but not for ever", async () => {
  const batches: (readonly number[])[] = [];
  const ends: (() => void)[] = [];
  const pace = new Pace<number>((batch) => {
    batches.push(batch);
    return new Promise<void>((end) => ends.push(end));
  });
  pace.add(1);
  await vi.advanceTimersByTimeAsync(1);
  pace.add(2);
  await vi.advanceTimersByTimeAsync(3_000);
  expect(batches).toEqual([[1]]);
  ends[0]?.();
  await vi.advanceTimersByTimeAsync(1);
  expect(batches).toEqual([[1], [2]]);
  pace.add(3);
  await vi.advanceTimersByTimeAsync(9_900);
  expect(batches).toEqual([[1], [2]]);
  await vi.advanceTimersByTimeAsync(200);
  expect(batches).toEqual([[1], [2], [3]]);
  pace.close();
});

test("what is urgent waits for nothing", async () => {
  const batches: (readonly number[])[] = [];
  const pace = new Pace<number>((batch) => {
    batches.push(batch);
    return new Promise<void>(() => undefined);
  });
  pace.add(1);
  await vi.advanceTimersByTimeAsync(1);
  pace.add(2);
  pace.hurry(3);
  await vi.advanceTimersByTimeAsync(1);
  expect(batches).toEqual([[1], [2, 3]]);
  pace.close();
});

test("a hidden page waits until it is seen", () => {
  const batches: (readonly number[])[] = [];
  const hidden = vi.spyOn(document, "hidden", "get").mockReturnValue(true);
  const pace = new Pace<number>(async (batch) => batches.push(batch));
  pace.add(1);
  vi.advanceTimersByTime(5_000);
  expect(batches).toEqual([]);
  hidden.mockReturnValue(false);
  document.dispatchEvent(new Event("visibilitychange"));
  vi.advanceTimersByTime(1);
  expect(batches).toEqual([[1]]);
  pace.close();
});

test("nothing comes after the end", () => {
  const handOn = vi.fn(async () => undefined);
  const pace = new Pace<number>(handOn);
  pace.add(1);
  pace.close();
  vi.advanceTimersByTime(1_000);
  expect(handOn).not.toHaveBeenCalled();
});
