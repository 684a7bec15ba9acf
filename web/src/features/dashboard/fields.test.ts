// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { expect, test } from "vitest";
import { field } from "../../api/filter";
import { fieldGroup, fieldLabel, readField, splitFields, writeField } from "./fields";

test.each([
  ["metrics.loss", "loss", "last"],
  ["metrics.loss.last", "loss", "last"],
  ["metrics.loss.min", "loss", "min"],
  ['metrics."loss.min"', "loss.min", "last"],
  ['metrics."loss.min".max', "loss.min", "max"],
  ["metrics.`top-5 (%)`.count", "top-5 (%)", "count"],
  ['metrics."say ""hi"""', 'say "hi"', "last"],
  ["metrics.val/loss.first", "val/loss", "first"],
] as const)("%s is the metric %s, %s", (text, name, aggregate) => {
  const read = readField(text);
  expect(read).toEqual({ kind: "member", family: "metrics", name, aggregate });
  expect(read && readField(writeField(read))).toEqual(read);
});

test("only metrics have aggregates", () => {
  expect(readField("params.layers.min")).toMatchObject({ family: "params", name: "layers.min" });
});

test("what is no field is none", () => {
  expect(["", "metrics", "metrics.", "nothing", 'metrics."a".b', "Status"].map(readField)).toEqual(
    Array(6).fill(undefined),
  );
});

test("any name comes back from its field", () => {
  for (const name of ["a b", 'q"q', "x.min", "count", "日本", "a,b", "`", "."]) {
    const text = field("tags", name);
    expect(readField(text)).toMatchObject({ kind: "member", family: "tags", name });
    expect(splitFields(`status,${text},user`)).toEqual(["status", text, "user"]);
  }
});

test("labels say the value where it is not the last", () => {
  expect(fieldLabel("metrics.loss")).toBe("loss");
  expect(fieldLabel("metrics.loss.min")).toBe("loss · min");
  expect(fieldLabel("number")).toBe("Run number");
  expect(fieldGroup("params.lr")).toBe("Parameters");
  expect(fieldGroup("status")).toBeUndefined();
});
