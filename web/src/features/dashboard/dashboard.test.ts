// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { expect, test } from "vitest";
import { Looks } from "../../charts/colours";
import { withEach } from "./bulk";
import { type Group, groupFilter, groupRows, statistic } from "./groups";
import { pointsKind, pointsOf } from "./series";
import { tableCsv } from "./tableCsv";
import { followed, pageOf, startOf } from "./useRunRows";

const group = (key: Group["key"], runs: number): Group => ({ key, runs, metrics: {} });

test("an open group is followed by its runs and by how many more there are", () => {
  const adam = group({ "params.optimizer": "adam" }, 3);
  const none = group({ "params.optimizer": null }, 1);
  const rows = groupRows([adam, none], new Set(['["adam"]', "[null]"]), (id) =>
    id === "[null]" ? ["r9"] : ["r1", "r2"],
  );
  expect(rows.map((row) => (row.kind === "rest" ? [row.kind, row.more] : [row.kind, row.id]))).toEqual([
    ["group", 'group ["adam"]'],
    ["run", "r1"],
    ["run", "r2"],
    ["rest", 1],
    ["group", "group [null]"],
    ["run", "r9"],
  ]);
});

test("the runs of a group are those of its values, missing ones too", () => {
  expect(groupFilter(group({ "params.lr": '0.1"', "tags.team": null }, 1))).toBe(
    'params.lr = "0.1""" and tags.team is null',
  );
  expect(groupFilter(group({ archived: "true" }, 1))).toBe("archived = true");
});

test("statistics may be no numbers", () => {
  const told: Group = {
    ...group({ a: "b" }, 1),
    metrics: { loss: { count: 1, nan: 0, mean: "Infinity", min: 1 } },
  };
  expect(statistic(told, "loss", "mean")).toBe(Number.POSITIVE_INFINITY);
  expect(statistic(told, "loss", "std")).toBeUndefined();
  expect(statistic(told, "other", "mean")).toBeUndefined();
});

test("many requests go six at a time, and a failed one holds nothing back", async () => {
  let running = 0;
  let most = 0;
  const told: number[] = [];
  const over = await withEach(
    Array.from({ length: 20 }, (_, index) => index),
    async (item) => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, 1));
      running--;
      if (item === 3) {
        throw new Error("no");
      }
    },
    ({ done }) => told.push(done),
  );
  expect(most).toBe(6);
  expect(told).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
  expect(over).toEqual({ done: 20, all: 20, failed: [{ item: 3, error: new Error("no") }] });
});

test("texts that are all numbers are numbers, others are kinds", () => {
  expect(pointsKind(["0.1", "1e-3", null], "params.lr")).toBe("number");
  expect(pointsKind(["adam", "3"], "params.optimizer")).toBe("category");
  expect(pointsKind(["2026-01-01T00:00:00Z"], "started")).toBe("time");
});

test("points are of the runs that have both values", () => {
  const columns = {
    id: ["a", "b", "c"],
    number: [1, 2, 3],
    name: [null, "best", null],
    status: ["Completed", "Failed", "Running"],
    duration: [4.73, null, null],
    "metrics.a": [0.5, 0.25, null],
  };
  const points = pointsOf(columns, "number", "metrics.a", new Looks());
  expect(points.map(({ id, label, x, y, more }) => [id, label, x, y, more])).toEqual([
    [
      "a",
      "Run 1",
      1,
      0.5,
      [
        { label: "Status", value: "Completed" },
        { label: "Duration", value: "4.73 s" },
      ],
    ],
    [
      "b",
      "best",
      2,
      0.25,
      [
        { label: "Run number", value: "2" },
        { label: "Status", value: "Failed" },
      ],
    ],
  ]);
});

test("a CSV has every loaded row with whole values", () => {
  const columns: Record<string, unknown[]> = {
    id: ["a", undefined as unknown as string],
    number: [1],
    name: ['x "y"'],
    "metrics.a": [0.1],
    "params.lr": ["=1"],
    tags: [{ team: "vision", done: null }],
  };
  const csv = tableCsv(
    {
      count: 2,
      loaded: 1,
      isWhole: false,
      isOld: false,
      value: (row, column) => columns[column]?.[row],
      id: (row) => columns.id?.[row] as string | undefined,
    },
    ["metrics.a", "params.lr", "tags", "status"],
  );
  expect(csv.split("\r\n")).toEqual([
    "id,Run,a,Parameters: lr,Tags,Status",
    `a,"x ""y""",0.1,'=1,team: vision; done,`,
    "",
  ]);
});

test("rows lie on pages, a small one first", () => {
  expect([0, 199, 200, 1_199, 1_200].map(pageOf)).toEqual([0, 0, 1, 1, 2]);
  expect([0, 1, 2].map(startOf)).toEqual([0, 200, 1_200]);
});

test("a page tells the next one's token, and another one makes those after it void", () => {
  const page = (nextPageToken?: string) => ({
    columns: {},
    ...(nextPageToken !== undefined && { nextPageToken }),
  });
  expect(followed([""], [page("a")], 0)).toEqual(["", "a"]);
  const steady = ["", "a", "b"];
  expect(followed(steady, [undefined, page("b")], 0)).toBe(steady);
  expect(followed(steady, [page("x")], 0)).toEqual(["", "x"]);
  expect(followed(steady, [page("c")], 2)).toEqual(["", "a", "b", "c"]);
  expect(followed(steady, [page()], 1)).toEqual(["", "a"]);
});
