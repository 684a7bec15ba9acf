// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { expect, test } from "vitest";
import type { Metric, Summary } from "../../api/schema";
import { lookAt, overlaysOf } from "./series";

function metric(name: string, count: number, type: Summary["type"] = "double", column = ""): Metric {
  return { name, kind: "scalar", columns: [{ name: column, type, count, nan: 0, first: 1, last: 1 }] };
}

test("what any run logged several times is a curve, and what more runs have comes first", () => {
  const overlays = overlaysOf([
    [metric("rare", 5), metric("loss", 1), metric("acc", 1), metric("note", 3, "text")],
    [metric("loss", 9), metric("acc", 1, "int"), metric("table", 4, "double", "x")],
  ]);
  expect(overlays).toEqual({ curves: ["loss", "rare"], values: ["acc"] });
});

test("after eight hues they come again with dashes", () => {
  expect([0, 7, 8, 16, 24].map(lookAt)).toEqual([
    { hue: 1, dash: 0 },
    { hue: 8, dash: 0 },
    { hue: 1, dash: 1 },
    { hue: 1, dash: 2 },
    { hue: 1, dash: 0 },
  ]);
});
