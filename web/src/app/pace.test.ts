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

test("the first goes at once and the others together after the rest", () => {
  const batches: (readonly number[])[] = [];
  const pace = new Pace<number>((batch) => batches.push(batch));
  pace.add(1);
  vi.advanceTimersByTime(1);
  expect(batches).toEqual([[1]]);
  pace.add(2);
  pace.add(3);
  vi.advanceTimersByTime(490);
  expect(batches).toEqual([[1]]);
  vi.advanceTimersByTime(20);
  expect(batches).toEqual([[1], [2, 3]]);
  pace.close();
});

test("a hidden page waits until it is seen", () => {
  const batches: (readonly number[])[] = [];
  const hidden = vi.spyOn(document, "hidden", "get").mockReturnValue(true);
  const pace = new Pace<number>((batch) => batches.push(batch));
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
  const handOn = vi.fn();
  const pace = new Pace<number>(handOn);
  pace.add(1);
  pace.close();
  vi.advanceTimersByTime(1_000);
  expect(handOn).not.toHaveBeenCalled();
});
