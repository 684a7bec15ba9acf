// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { expect, test } from "vitest";
import { changesOf } from "./changed";

const content = (sha256: string, size: number) => ({ mode: "f" as const, sha256, size });

test("files come with what became of them and their larger size", () => {
  expect(
    changesOf({
      added: [{ path: "new.py", ...content("a", 3) }],
      removed: [{ path: "old.py", ...content("b", 4) }],
      changed: [
        { path: "train.py", from: content("c", 5), to: content("d", 2) },
        { path: "run.sh", from: content("e", 1), to: { ...content("e", 1), mode: "x" } },
      ],
    }),
  ).toEqual([
    { path: "train.py", kind: "changed", size: 5 },
    { path: "run.sh", kind: "mode", size: 1 },
    { path: "new.py", kind: "added", size: 3 },
    { path: "old.py", kind: "removed", size: 4 },
  ]);
});
