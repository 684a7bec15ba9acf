// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { expect, test } from "vitest";
import type { Metric, MetricKind } from "../../../api/schema";
import { groupsOf, perShelf, shelvesOf } from "./layout";

const metric = (name: string, kind: MetricKind, count: number): Metric => ({
  name,
  kind,
  columns: [{ name: "", type: "double", count, nan: 0, first: 1, last: 1 }],
});

const metrics = [
  metric("a", "scalar", 1),
  metric("loss", "scalar", 9),
  metric("b", "scalar", 1),
  metric("photo", "image", 3),
  metric("cm", "confusion_matrix", 1),
  metric("c", "scalar", 1),
];

test("metrics stand by how they are shown, in the order of logging, and images elsewhere", () => {
  const named = [...groupsOf(metrics)].map(([group, items]) => [
    group,
    items.map((item) => item.metric.name),
  ]);
  expect(named).toEqual([
    ["values", ["a", "b", "c"]],
    ["curves", ["loss"]],
    ["tables", []],
    ["texts", []],
    ["files", ["cm"]],
  ]);
});

test("a line holds as many as fit", () => {
  const lines = (width: number) =>
    shelvesOf(groupsOf(metrics), width).map(({ items }) => items.map((item) => item.metric.name).join(" "));
  expect(lines(440)).toEqual(["a b", "c", "loss", "cm"]);
  expect(lines(1_200)).toEqual(["a b c", "loss", "cm"]);
  expect(shelvesOf(groupsOf(metrics), 1_200).map(({ columns }) => columns)).toEqual([6, 1, 1]);
  expect(perShelf("curves", 300)).toBe(1);
  expect(perShelf("curves", 900)).toBe(2);
  expect(perShelf("values", 4_000)).toBe(6);
});
