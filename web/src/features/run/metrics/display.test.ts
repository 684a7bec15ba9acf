// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { expect, test } from "vitest";
import type { Metric, MetricKind, Summary } from "../../../api/schema";
import { type Display, displayOf } from "./display";

type Type = Summary["type"];

function column(name: string, type: Type, count: number, steps = false): Summary {
  return { name, type, count, nan: 0, first: null, last: null, ...(steps && { firstStep: 0 }) };
}

function metric(kind: MetricKind, ...columns: Summary[]): Metric {
  return { name: "m", kind, columns };
}

test.each<[string, Metric, Display]>([
  ["a number logged once", metric("scalar", column("", "double", 1)), { show: "value" }],
  ["a text logged once", metric("scalar", column("", "text", 1)), { show: "value" }],
  ["a list of one", metric("list", column("", "int", 1)), { show: "value" }],
  ["a name without a value yet", metric("scalar"), { show: "value" }],
  ["a numeric list", metric("list", column("", "int", 3)), { show: "line", over: "index" }],
  ["repeated log", metric("scalar", column("", "double", 9)), { show: "line", over: "index" }],
  ["repeated log with steps", metric("scalar", column("", "int", 9, true)), { show: "line", over: "step" }],
  ["repeated texts", metric("scalar", column("", "text", 9)), { show: "texts" }],
  ["truths", metric("list", column("", "bool", 2)), { show: "texts" }],
  ["numbers and texts", metric("scalar", column("", "mixed", 2)), { show: "texts" }],
  [
    "whole numbers among others",
    metric("scalar", { ...column("", "mixed", 9), first: 1, last: "NaN" }),
    { show: "line", over: "index" },
  ],
  [
    "rows of two numbers",
    metric("table", column("x", "int", 4), column("y", "double", 4)),
    { show: "pair", x: "x", y: "y" },
  ],
  [
    "one row of two numbers",
    metric("table", column("x", "int", 1), column("y", "int", 1)),
    { show: "table" },
  ],
  ["a column alone", metric("table", column("x", "int", 4)), { show: "table" }],
  [
    "three numeric columns",
    metric("table", column("x", "int", 4), column("y", "int", 4), column("z", "int", 4)),
    { show: "table" },
  ],
  ["a number and a text", metric("table", column("x", "int", 4), column("y", "text", 4)), { show: "table" }],
  ["images", metric("image", column("", "text", 2)), { show: "images" }],
  ["an accuracy table", metric("accuracy_table", column("", "text", 1)), { show: "file" }],
  ["a confusion matrix", metric("confusion_matrix", column("", "text", 1)), { show: "file" }],
  ["predictions", metric("predictions", column("", "text", 1)), { show: "file" }],
  ["residuals", metric("residuals", column("", "text", 1)), { show: "file" }],
])("%s", (_what, logged, display) => {
  expect(displayOf(logged)).toEqual(display);
});
