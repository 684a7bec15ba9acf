// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { expect, test } from "vitest";
import { sourceOf } from "./sourceFile";

const utf8 = (text: string) => new TextEncoder().encode(text);

test("a text is its lines, however they end", () => {
  expect(sourceOf(utf8("a\n\n b\r\nc\rd"))).toEqual({ kind: "text", lines: ["a", "", " b", "c", "d"] });
  expect(sourceOf(utf8("a\n"))).toEqual({ kind: "text", lines: ["a"] });
  expect(sourceOf(utf8(""))).toEqual({ kind: "text", lines: [] });
  expect(sourceOf(utf8("\ufeffé"))).toEqual({ kind: "text", lines: ["é"] });
});

test("a file with a zero byte is no text, one with odd bytes is", () => {
  expect(sourceOf(new Uint8Array([65, 0, 66]))).toEqual({ kind: "binary" });
  expect(sourceOf(new Uint8Array([65, 255]))).toEqual({ kind: "text", lines: ["A\ufffd"] });
});
