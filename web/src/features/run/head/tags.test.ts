// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { expect, test } from "vitest";
import { readTag, tagChange, tagText } from "./tags";

test.each([
  ["selected", { key: "selected", value: null }],
  [" team : vision ", { key: "team", value: "vision" }],
  ["team:", { key: "team", value: "" }],
  ["url: http://a:1/b", { key: "url", value: "http://a:1/b" }],
  ["a:b", { key: "a:b", value: null }],
  ["<img src=x>: <b>", { key: "<img src=x>", value: "<b>" }],
  ["  ", undefined],
  [": x", undefined],
])("%j is read as %j", (typed, tag) => {
  expect(readTag(typed)).toEqual(tag);
});

test("what is shown of a tag is read as the same tag", () => {
  for (const tag of [
    { key: "k", value: null },
    { key: "k", value: "v: w" },
  ]) {
    expect(readTag(tagText(tag.key, tag.value))).toEqual(tag);
  }
});

test("a new tag is put, a changed one too, and a renamed one goes under its old key", () => {
  const tags = { team: "vision", reviewed: null };
  expect(tagChange(tags, undefined, "best")).toEqual({ tags: { best: null } });
  expect(tagChange(tags, "team", "team: audio")).toEqual({ tags: { team: "audio" } });
  expect(tagChange(tags, "team", "group: vision")).toEqual({ tags: { group: "vision" }, untag: ["team"] });
  expect(tagChange(tags, "reviewed", "reviewed: yes")).toEqual({ tags: { reviewed: "yes" } });
});

test("nothing typed and nothing changed is no change", () => {
  expect(tagChange({ team: "vision" }, "team", "team: vision")).toBeUndefined();
  expect(tagChange({ team: "vision" }, "team", "  ")).toBeUndefined();
  expect(tagChange({}, undefined, "constructor")).toEqual({ tags: { constructor: null } });
});
