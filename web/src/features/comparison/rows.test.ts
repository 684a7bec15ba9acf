// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { expect, test } from "vitest";
import type { Cell, Metric, Run } from "../../api/schema";
import { bestOf, type Compared, change, comparisonRows, type Row } from "./rows";

const RUN: Run = {
  id: "a",
  number: 1,
  experiment: { id: "1", uuid: "u", name: "iris" },
  status: "Completed",
  target: "local",
  user: { id: "u" },
  created: "2026-05-04T09:30:00Z",
  heartbeat: false,
  archived: false,
  revision: 1,
  children: 0,
  arguments: [],
  tags: {},
  properties: {},
  params: {},
  warnings: [],
  writers: [],
};

function compared(run: Partial<Run>, metrics: Record<string, Cell> = {}): Compared {
  return {
    run: { ...RUN, ...run },
    metrics: Object.entries(metrics).map(
      ([name, last]): Metric => ({
        name,
        kind: "scalar",
        columns: [{ name: "", type: "double", count: 1, nan: 0, first: last, last }],
      }),
    ),
  };
}

function find(rows: readonly Row[], section: string, name: string): Row | undefined {
  return rows.find((row) => row.section === section && row.name === name);
}

test("what runs have of each kind stands in one row, absent where a run has none", () => {
  const rows = comparisonRows([
    compared({ params: { lr: 0.1, seed: 1 }, tags: { note: null } }, { loss: 0.5 }),
    compared({ number: 2, params: { lr: 0.2, seed: 1 }, tags: { note: "x" } }, { loss: 0.25, acc: "NaN" }),
  ]);
  expect(find(rows, "parameters", "lr")).toEqual({
    section: "parameters",
    name: "lr",
    cells: [0.1, 0.2],
    differs: true,
  });
  expect(find(rows, "parameters", "seed")?.differs).toBe(false);
  expect(find(rows, "metrics", "acc")?.cells).toEqual([undefined, Number.NaN]);
  expect(find(rows, "metrics", "acc")?.differs).toBe(true);
  expect(find(rows, "tags", "note")?.cells).toEqual([null, "x"]);
  expect(find(rows, "run", "number")?.cells).toEqual([1, 2]);
});

test("arguments are compared by their places", () => {
  const rows = comparisonRows([compared({ arguments: ["0.5"] }), compared({ arguments: ["0.5", "--fast"] })]);
  expect(rows.filter(({ section }) => section === "arguments")).toEqual([
    { section: "arguments", name: "1", cells: ["0.5", "0.5"], differs: false },
    { section: "arguments", name: "2", cells: [undefined, "--fast"], differs: true },
  ]);
});

test("NaN is the same as NaN, and names of an object's own members are names", () => {
  const rows = comparisonRows([
    compared({ tags: { constructor: "a" } }, { loss: "NaN" }),
    compared({ tags: { constructor: "a" } }, { loss: "NaN" }),
  ]);
  expect(find(rows, "metrics", "loss")?.differs).toBe(false);
  expect(find(rows, "tags", "constructor")?.cells).toEqual(["a", "a"]);
});

test("a change is told as a difference and as a share of the baseline's size", () => {
  expect(change(0.5, 0.25)).toEqual({ by: -0.25, share: -0.5 });
  expect(change(-2, -1)).toEqual({ by: 1, share: 0.5 });
  expect(change(0, 3)).toEqual({ by: 3 });
  expect(change(Number.NaN, 3)).toBeUndefined();
  expect(change("x", 3)).toBeUndefined();
  expect(change(1, undefined)).toBeUndefined();
});

test("the best of numbers are all that share it, and nobody when all are the same", () => {
  const row = (...cells: Row["cells"]): Row => ({ section: "metrics", name: "m", cells, differs: true });
  expect(bestOf(row(1, 3, 3, Number.NaN, undefined), "max")).toEqual(new Set([1, 2]));
  expect(bestOf(row(1, 3, 3), "min")).toEqual(new Set([0]));
  expect(bestOf(row(2, 2), "max")).toEqual(new Set());
  expect(bestOf(row(2, "x"), "max")).toEqual(new Set());
});
