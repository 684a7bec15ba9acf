// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { expect, test } from "vitest";
import { HUES, hashOf, Looks } from "./colours";

const ids = Array.from({ length: 60 }, (_, i) => `iris_${i}`);
const key = (look: { hue: number; dash: number }) => look.hue + look.dash * HUES;

test("the hash of an id is the same everywhere", () => {
  expect(hashOf("")).toBe(0x811d9ffc);
  expect(hashOf("a")).toBe(0xe40de134);
  expect(hashOf("iris_1")).not.toBe(hashOf("iris_2"));
});

test("a lone id has the hue of its hash", () => {
  for (const id of ids) {
    expect(new Looks().of(id)).toEqual({ hue: (hashOf(id) % HUES) + 1, dash: 0 });
  }
});

test("eight ids have eight hues, the next eight dashes, the next eight dots", () => {
  const looks = ids.slice(0, 24).map((id, i, all) => new Looks().assign(all.slice(0, i)).of(id));
  expect(new Set(looks.slice(0, 8).map((look) => look.hue)).size).toBe(8);
  expect(looks.map((look) => look.dash)).toEqual([
    ...Array(8).fill(0),
    ...Array(8).fill(1),
    ...Array(8).fill(2),
  ]);
  expect(new Set(looks.map(key)).size).toBe(24);
});

test("what an id has it keeps when runs are added before it or taken away", () => {
  const looks = new Looks().assign(ids.slice(10, 20));
  const before = ids.slice(10, 20).map((id) => looks.of(id));
  looks.assign(ids.slice(0, 60));
  expect(ids.slice(10, 20).map((id) => looks.of(id))).toEqual(before);
});

test("past 24 the looks are shared evenly", () => {
  const looks = new Looks().assign(ids.slice(0, 48));
  const counts = new Map<number, number>();
  for (const id of ids.slice(0, 48)) {
    const look = key(looks.of(id));
    counts.set(look, (counts.get(look) ?? 0) + 1);
  }
  expect([...counts.values()]).toEqual(Array(24).fill(2));
});
