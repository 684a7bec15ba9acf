// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { expect, test } from "vitest";
import { folderOf, foldersAbove, lastName, promptLines, proposedScript, scriptChoices } from "./paths";

test("paths have names and folders", () => {
  expect(lastName("/home/me/my iris")).toBe("my iris");
  expect(lastName("train.py")).toBe("train.py");
  expect(folderOf("train")).toBe("");
  expect(folderOf("src/deep/tr")).toBe("src/deep");
  expect(folderOf("src/")).toBe("src");
  expect(foldersAbove("src/deep/a.py")).toEqual(["src", "src/deep"]);
  expect(foldersAbove("a.py")).toEqual([]);
});

test("Python files come first, then folders, then the rest", () => {
  const entries = [
    { path: "src.py", folder: true },
    { path: "README.md", folder: false, size: 1 },
    { path: "b.py", folder: false, size: 1 },
    { path: "a.py", folder: false, size: 1 },
  ];
  expect(scriptChoices(entries)).toEqual(["b.py", "a.py", "src.py/", "README.md"]);
});

test("the script that ran last is proposed, while it is there", () => {
  const entries = [
    { path: "src", folder: true },
    { path: "b.py", folder: false, size: 1 },
    { path: "a.py", folder: false, size: 1 },
  ];
  expect(proposedScript(entries, "a.py")).toBe("a.py");
  expect(proposedScript(entries, "src/deep/a.py")).toBe("src/deep/a.py");
  expect(proposedScript(entries, "gone.py")).toBe("b.py");
  expect(proposedScript(entries, undefined)).toBe("b.py");
  expect(proposedScript([], "a.py")).toBe("");
});

test("lines for a terminal are quoted so that a shell reads them as they are meant", () => {
  expect(promptLines("/home/me/iris", "train.py", ["0.5"])).toEqual({
    go: "cd /home/me/iris",
    submit: "runlore submit train.py 0.5",
    list: "runlore history list",
  });
  expect(promptLines("/a b/$(touch x)'s", "-c.py", ["; rm -rf ~"])).toMatchObject({
    go: "cd '/a b/$(touch x)'\\''s'",
    submit: "runlore submit ./-c.py '; rm -rf ~'",
  });
  expect(promptLines("/a", "", []).submit).toBe("runlore submit SCRIPT");
});
