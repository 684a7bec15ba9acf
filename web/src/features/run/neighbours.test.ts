// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { expect, test } from "vitest";
import { type ListPage, listWith } from "./neighbours";

function page(
  ids: readonly string[],
  at: number,
  more: Partial<ListPage> & { next?: string } = {},
): ListPage {
  const { next, ask = {}, token = "" } = more;
  return {
    ask,
    token,
    at,
    page: { columns: { id: ids }, ...(next === undefined ? {} : { nextPageToken: next }) },
  };
}

test("a run that is in no list has none", () => {
  expect(listWith("x", [])).toBeUndefined();
  expect(listWith("x", [page(["a"], 1)])).toBeUndefined();
});

test("of the lists that have the run the one that came last is taken", () => {
  const sorted = page(["b", "a"], 2, { ask: { orderBy: "metrics.loss" } });
  expect(listWith("a", [page(["a", "b"], 1), sorted, page(["c"], 3)])).toEqual({ runs: ["b", "a"] });
});

test("pages of different sizes are joined as far as they are there", () => {
  const ask = { experiment: "iris" };
  const first = page(["a", "b"], 1, { ask: { ...ask, limit: 200 }, next: "t1" });
  const second = page(["c"], 2, { ask: { ...ask, limit: 1_000 }, token: "t1", next: "t2" });
  const elsewhere = page(["z"], 9, { ask: { experiment: "other", limit: 1_000 }, token: "t1" });
  expect(listWith("b", [second, first, elsewhere])).toEqual({
    runs: ["a", "b", "c"],
    more: { ask: { ...ask, limit: 1_000 }, token: "t2" },
  });
});
