// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { expect, test } from "vitest";
import { commandOf } from "./command";

const key = (name: string, held: object = {}) =>
  commandOf({ key: name, shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, ...held });

test("arrows move, with shift by ten, and plus and minus zoom", () => {
  expect(key("ArrowRight")).toEqual({ kind: "along", by: 1 });
  expect(key("ArrowLeft", { shiftKey: true })).toEqual({ kind: "along", by: -10 });
  expect(key("End")).toEqual({ kind: "along", by: Number.POSITIVE_INFINITY });
  expect(key("ArrowUp")).toEqual({ kind: "across", by: -1 });
  expect([key("+"), key("="), key("-")].map((each) => each?.kind === "zoom" && each.factor)).toEqual([
    0.5, 0.5, 2,
  ]);
  expect([key("Enter")?.kind, key("Escape")?.kind]).toEqual(["open", "reset"]);
});

test("what the browser or the page wants is left to them", () => {
  expect([key("+", { ctrlKey: true }), key("ArrowLeft", { altKey: true }), key("j"), key("Tab")]).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});
