// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { expect, test } from "vitest";
import type { Artifact } from "../../api/schema";
import { fileRows } from "./files";

const file = (path: string, sha256?: string): Artifact => ({
  path,
  created: "2026-05-04T09:30:00Z",
  ...(sha256 === undefined ? {} : { sha256 }),
});

test("files of one path stand in one row and are told apart by their bytes", () => {
  const rows = fileRows([
    [file("a", "1"), file("b", "2"), file("c", "3")],
    [file("b", "x"), file("a", "1"), file("d", "4")],
  ]);
  expect(rows.map(({ path, states, differs }) => [path, states, differs])).toEqual([
    ["a", ["same", "same"], false],
    ["b", ["same", "changed"], true],
    ["c", ["same", "missing"], true],
    ["d", ["missing", "added"], true],
  ]);
});

test("of bytes that are not here nothing is claimed", () => {
  const [row] = fileRows([[file("a")], [file("a", "1")]]);
  expect(row?.states).toEqual(["same", "unknown"]);
  expect(row?.differs).toBe(true);
});
