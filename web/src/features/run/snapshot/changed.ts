// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import type { SnapshotContent, SnapshotFile } from "../../../api/schema";

export interface FileChange {
  readonly path: string;
  readonly kind: "added" | "removed" | "changed" | "mode";
  /** Of the larger side. */
  readonly size: number;
}

interface Told {
  readonly added: readonly SnapshotFile[];
  readonly removed: readonly SnapshotFile[];
  readonly changed: readonly {
    readonly path: string;
    readonly from: SnapshotContent;
    readonly to: SnapshotContent;
  }[];
}

/** What became of each file that is not the same in both. */
export function changesOf({ added, removed, changed }: Told): readonly FileChange[] {
  return [
    ...changed.map(
      ({ path, from, to }): FileChange => ({
        path,
        kind: from.sha256 === to.sha256 ? "mode" : "changed",
        size: Math.max(from.size, to.size),
      }),
    ),
    ...added.map(({ path, size }): FileChange => ({ path, kind: "added", size })),
    ...removed.map(({ path, size }): FileChange => ({ path, kind: "removed", size })),
  ];
}
