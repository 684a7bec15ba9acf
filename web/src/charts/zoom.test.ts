// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { expect, test } from "vitest";
import { shareOf, zoomed } from "./zoom";

const full = { from: 0, to: 100 };

test("zooming in keeps the value under the crosshair where it is", () => {
  expect(zoomed({ window: full, full, log: false }, 50, 0.5)).toEqual({ from: 25, to: 75 });
});

test("zooming out stops at what there is, and all is no zoom", () => {
  expect(zoomed({ window: { from: 10, to: 30 }, full, log: false }, 15, 2)).toEqual({ from: 5, to: 45 });
  expect(zoomed({ window: { from: 10, to: 60 }, full, log: false }, 20, 4)).toBeUndefined();
});

test("a logarithmic axis zooms in powers", () => {
  const range = zoomed(
    { window: { from: 1, to: 10_000 }, full: { from: 1, to: 10_000 }, log: true },
    100,
    0.5,
  );
  expect(range?.from).toBeCloseTo(10, 9);
  expect(range?.to).toBeCloseTo(1_000, 9);
});

test("what lies outside counts as the nearer end", () => {
  expect([shareOf(full, false, -5), shareOf(full, false, 25), shareOf(full, false, 200)]).toEqual([
    0, 0.25, 1,
  ]);
});
