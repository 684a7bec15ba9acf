// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { expect, test } from "vitest";
import { filmOf, frameAt, stepsOf } from "./frames";
import { FITTED, moved, zoomed } from "./place";

const film = filmOf("roc", [10, null, 0], ["b.png", "c.png", "a.png"]);

test("images stand by their steps, those without by their place", () => {
  expect(film.frames).toEqual([
    { step: 0, path: "a.png" },
    { step: 1, path: "c.png" },
    { step: 10, path: "b.png" },
  ]);
  expect(filmOf("x", [0, 1], [null, "a.png"]).frames).toEqual([{ step: 1, path: "a.png" }]);
});

test("one slider goes over the steps of all names", () => {
  expect(stepsOf([film, filmOf("cm", [5, 10], ["d.png", "e.png"])])).toEqual([0, 1, 5, 10]);
});

test("a name without an image at a step shows the one before", () => {
  expect(frameAt(film, 7)?.path).toBe("c.png");
  expect(frameAt(film, 10)?.path).toBe("b.png");
  expect(frameAt(filmOf("cm", [5], ["d.png"]), 0)?.path).toBe("d.png");
  expect(frameAt(filmOf("none", [], []), 0)).toBeUndefined();
});

test("an image is made larger up to a limit, moved only then, and fitted again", () => {
  expect(moved(FITTED, 10, 10)).toBe(FITTED);
  const twice = moved(zoomed(FITTED, 2), 10, -4);
  expect(twice).toEqual({ x: 10, y: -4, scale: 2 });
  expect(zoomed(twice, 2)).toEqual({ x: 20, y: -8, scale: 4 });
  expect(zoomed(twice, 1 / 2)).toBe(FITTED);
  expect(zoomed(twice, 1_000).scale).toBe(40);
});
