// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { expect, test } from "vitest";
import { candidates, fieldsOf, firstCharts, loggedOf, probeColumns } from "./charts";
import { askedColumns, firstColumns, gridColumns, nextOrder, reordered } from "./columns";

const named = (name: string, runs: number, column = "") => ({ name, runs, column });

test("the primary metric comes first, then what most runs have, and never what machines measure", () => {
  const names = [named("a", 1), named("b", 9), named("system/cpu", 9), named("t", 9, "x"), named("z", 2)];
  expect(candidates(names, "z")).toEqual(["z", "b", "a"]);
  expect(candidates(names, undefined)).toEqual(["b", "z", "a"]);
});

test("names that fit in an address are asked about, however many there are", () => {
  const names = Array.from({ length: 100 }, (_, index) => named(`${index}`.padEnd(250, "x"), 1));
  expect(candidates(names, undefined)).toHaveLength(14);
});

test("metrics are charts over steps where a run has more than one value, else over runs", () => {
  expect(probeColumns(["loss", "a b"])).toBe(
    'metrics.loss,metrics.loss.count,metrics."a b",metrics."a b".count',
  );
  const logged = loggedOf(["loss", "a b", "text", "none"], {
    "metrics.loss": [0.5, null],
    "metrics.loss.count": [10, 0],
    'metrics."a b"': ["NaN", 1],
    'metrics."a b".count': [1, 1],
    "metrics.text": ["low", "high"],
    "metrics.text.count": [1, 1],
    "metrics.none": [null, null],
  });
  expect(logged).toEqual([
    { name: "loss", isSeries: true },
    { name: "a b", isSeries: false },
  ]);
  expect(firstCharts(logged)).toEqual([
    { kind: "curve", y: "metrics.loss" },
    { kind: "points", y: 'metrics."a b"' },
    { kind: "points", y: "duration" },
  ]);
  expect(firstCharts([])).toEqual([{ kind: "points", y: "duration" }]);
});

test("at first there are at most six charts and six metrics", () => {
  const logged = Array.from({ length: 9 }, (_, index) => ({ name: `m${index}`, isSeries: false }));
  expect(firstCharts(logged)).toHaveLength(6);
  expect(firstColumns(logged, true)).toEqual([
    "experiment",
    "status",
    "started",
    "duration",
    ...["m0", "m1", "m2", "m3", "m4", "m5"].map((name) => `metrics.${name}`),
    "target",
    "user",
    "tags",
  ]);
});

test("charts ask for the fields of points and bars, and curves for none", () => {
  expect(
    fieldsOf(
      [
        { kind: "points", y: "metrics.a" },
        { kind: "points", y: "metrics.a", x: "params.lr" },
        { kind: "curve", y: "metrics.loss" },
        { kind: "bars", y: "duration" },
      ],
      "number",
    ),
  ).toEqual(["metrics.a", "number", "params.lr", "duration"]);
});

test("columns have their label, side and group; the run is before them", () => {
  const columns = gridColumns(["status", "metrics.loss.min", "tags.team", "tags"], { status: 200 });
  expect(columns.map(({ id, label, align, group, sortable }) => [id, label, align, group, sortable])).toEqual(
    [
      ["run", "Run", "start", undefined, true],
      ["status", "Status", "start", undefined, true],
      ["metrics.loss.min", "loss · min", "end", "Metrics", true],
      ["tags.team", "team", "start", "Tags", true],
      ["tags", "Tags", "start", undefined, false],
    ],
  );
  expect(columns[1]?.width).toBe(200);
  expect(askedColumns(["status", "duration"])).toBe("id,number,name,status,duration");
});

test("numbers are ordered from the greatest, texts from the first, and the third time not", () => {
  const turns = (field: string) => {
    const first = nextOrder(field, { column: "other", direction: "asc" });
    const second = nextOrder(field, first);
    return [first?.direction, second?.direction, nextOrder(field, second)];
  };
  expect(turns("metrics.loss")).toEqual(["desc", "asc", undefined]);
  expect(turns("started")).toEqual(["desc", "asc", undefined]);
  expect(turns("user")).toEqual(["asc", "desc", undefined]);
});

test("a column moves to another place", () => {
  expect(reordered(["a", "b", "c"], 0, 2)).toEqual(["b", "c", "a"]);
  expect(reordered(["a", "b", "c"], 2, 1)).toEqual(["a", "c", "b"]);
  expect(reordered(["a", "b", "c"], 0, -1)).toEqual(["a", "b", "c"]);
});
