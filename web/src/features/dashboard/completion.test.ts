// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { expect, test } from "vitest";
import { accepted, suggestionsFor } from "./completion";
import { tokensOf, unquoted, writingAt } from "./filterText";

const at = (text: string) => writingAt(text, text.length);

test("a text falls into words, texts, signs and brackets", () => {
  const tokens = tokensOf("metrics.\"val loss\".min<=0.5 and (a in (\"x\", 'it''s'))");
  expect(tokens.map(({ kind, text }) => [kind, text])).toEqual([
    ["word", 'metrics."val loss".min'],
    ["sign", "<="],
    ["word", "0.5"],
    ["word", "and"],
    ["open", "("],
    ["word", "a"],
    ["word", "in"],
    ["open", "("],
    ["text", '"x"'],
    ["comma", ","],
    ["text", "'it''s'"],
    ["close", ")"],
    ["close", ")"],
  ]);
  expect(unquoted("'it''s'")).toBe("it's");
});

test.each([
  ["", "field", ""],
  ["st", "field", "st"],
  ["not (st", "field", "st"],
  ['metrics."val l', "field", 'metrics."val l'],
  ["status ", "operator", ""],
  ["status not l", "operator", "l"],
  ["status =", "value", ""],
  ['status = "Comp', "value", '"Comp'],
  ["status in", "operator", "in"],
  ["status in ", "list", ""],
  ["status in (", "value", ""],
  ['status in ("Failed"', "comma", ""],
  ['status in ("Failed", ', "value", ""],
  ['status in ("Failed") ', "joiner", ""],
  ["tags.a is ", "null", ""],
  ["tags.a is not ", "null", ""],
  ["tags.a is not null ", "joiner", ""],
  ['status = "Failed" ', "joiner", ""],
  ['status = "Failed" and ', "field", ""],
  ["(a = 1) or b", "field", "b"],
] as const)("after %j comes a %s", (text, expected, partial) => {
  expect(at(text)).toMatchObject({ expected, partial });
});

test("what stands after the caret says nothing", () => {
  expect(writingAt('sta = "x"', 3)).toMatchObject({ expected: "field", partial: "sta", from: 0 });
});

test("a value is of the field before it", () => {
  expect(at('target = "local" and status in ("Failed", ').field).toBe("status");
});

const texts = (text: string, fields: readonly string[] = [], values: readonly string[] = []) =>
  suggestionsFor(at(text), fields, values).map((each) => each.text);

test("fields, operators and values are completed", () => {
  expect(texts("sta")).toEqual(["status", "started"]);
  expect(texts("metrics.lo", ["metrics.loss", 'metrics."val loss"', "params.lr"])).toEqual([
    "metrics.loss",
    'metrics."val loss"',
  ]);
  expect(texts("status ")).toEqual(["=", "!=", "in", "not in"]);
  expect(texts("metrics.loss ")).not.toContain("like");
  expect(texts('status = "Co', [], ["Completed", "Failed"])).toEqual(['"Completed"']);
  expect(texts("archived = ", [], ["true", "false"])).toEqual(["true", "false"]);
  expect(texts('status = "x" a')).toEqual(["and"]);
});

test("what is accepted takes the place of what was begun", () => {
  const text = 'sta and user = "li"';
  const writing = writingAt(text, 3);
  expect(accepted(text, 3, writing, { text: "status", isOpen: false })).toEqual({
    text: 'status and user = "li"',
    caret: 6,
  });
  const family = at("met");
  expect(accepted("met", 3, family, { text: "metrics.", isOpen: true })).toEqual({
    text: "metrics.",
    caret: 8,
  });
});
