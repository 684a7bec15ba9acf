// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { expect, test } from "vitest";
import { dashboardAddress, readOrder, writeOrder } from "./address";

test("an address keeps what a person chose", () => {
  const chosen = {
    filter: 'metrics."val loss" < 0.5',
    experiment: "iris",
    archived: "all",
    order: "metrics.loss.min desc",
    columns: 'status,metrics."a, b".min,tags.team',
    group: "params.lr,tags.team",
    charts: [
      { kind: "points", y: "metrics.Accuracy.max", x: "params.lr", log: true },
      { kind: "curve", y: "metrics.loss", x: "relative", logX: true },
      { kind: "bars", y: "duration" },
    ],
    x: "started",
    strip: "closed",
    density: "compact",
  };
  const read = dashboardAddress(chosen);
  expect(read).toEqual(chosen);
  expect(dashboardAddress(JSON.parse(JSON.stringify(read)))).toEqual(read);
});

test("what everybody sees at first is not in the address", () => {
  expect(
    dashboardAddress({
      filter: " ",
      archived: "no",
      x: "number",
      strip: "open",
      density: "normal",
      order: "",
    }),
  ).toEqual({});
});

test("what cannot be is left out", () => {
  expect(
    dashboardAddress({
      filter: 3,
      order: "nothing desc",
      columns: "status,nothing,metrics.,status",
      group: "params.a,params.b,params.c",
      charts: [
        { kind: "pie", y: "duration" },
        { kind: "points", y: "x" },
        null,
        { kind: "bars", y: "duration", x: "number" },
      ],
      density: "huge",
      x: ["started"],
    }),
  ).toEqual({
    filter: "3",
    columns: "status",
    group: "params.a,params.b",
    charts: [{ kind: "bars", y: "duration" }],
  });
});

test("no charts at all is a choice too", () => {
  expect(dashboardAddress({ charts: [] })).toEqual({ charts: [] });
});

test.each([
  ["created desc", { column: "created", direction: "desc" }],
  ["metrics.loss.last", { column: "metrics.loss", direction: "asc" }],
  ['metrics."a desc" desc', { column: 'metrics."a desc"', direction: "desc" }],
] as const)("the order %s is read and written", (text, order) => {
  expect(readOrder(text)).toEqual(order);
  expect(readOrder(writeOrder(order))).toEqual(order);
});
