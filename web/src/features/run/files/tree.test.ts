// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { expect, test } from "vitest";
import { foldersAbove, openAtFirst, rowsOf, treeOf } from "./tree";

const tree = treeOf([
  { path: "outputs/model.pkl", size: 10 },
  { path: "logs/user.txt", size: 5 },
  { path: "outputs/epoch-10/a.txt", size: 1 },
  { path: "outputs/epoch-9/a.txt", size: 2 },
  { path: "a.txt" },
]);

const shown = (open: readonly string[]) =>
  rowsOf(tree, new Set(open)).map(
    (row) => `${row.depth} ${row.kind === "file" ? row.file.path : row.folder.path}`,
  );

test("folders come before files, in the order that people count", () => {
  expect(shown(["outputs/"])).toEqual([
    "0 logs/",
    "0 outputs/",
    "1 outputs/epoch-9/",
    "1 outputs/epoch-10/",
    "1 outputs/model.pkl",
    "0 a.txt",
  ]);
});

test("a folder knows how much is in it", () => {
  expect(tree.folders.map(({ path, size, count }) => [path, size, count])).toEqual([
    ["logs/", 5, 1],
    ["outputs/", 13, 3],
  ]);
});

test("what is in a closed folder is not shown, not even when an inner one is open", () => {
  expect(shown(["outputs/epoch-9/"])).toEqual(["0 logs/", "0 outputs/", "0 a.txt"]);
});

test("names that objects have of themselves are names like others", () => {
  const odd = treeOf([{ path: "__proto__/constructor" }, { path: "<img src=x onerror=alert(1)>" }]);
  expect(odd.folders[0]?.files[0]?.path).toBe("__proto__/constructor");
  expect(odd.files[0]?.path).toBe("<img src=x onerror=alert(1)>");
});

test("small folders are open at first, and those above the file that is", () => {
  const many = treeOf([
    ...Array.from({ length: 30 }, (_, at) => ({ path: `big/${at}.txt` })),
    { path: "small/a" },
    { path: "big/deep/x" },
  ]);
  expect([...openAtFirst(many, undefined)]).toEqual(["small/"]);
  expect([...openAtFirst(many, "big/deep/x")]).toEqual(["big/", "big/deep/", "small/"]);
  expect(foldersAbove("a/b/c")).toEqual(["a/", "a/b/"]);
});
