// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import type { Artifact } from "../../api/schema";

/** How one run's file is beside the baseline's of the same path. */
export type FileState = "same" | "changed" | "added" | "missing" | "unknown";

export interface FileRow {
  readonly path: string;
  /** Of each run, in their order; `undefined` where a run has no such file. */
  readonly files: readonly (Artifact | undefined)[];
  /** Likewise; the baseline's own is `same`, or `missing`. */
  readonly states: readonly FileState[];
  readonly differs: boolean;
}

/** Every path that a run has, in the order of the paths, with what became of it from the baseline, the first run, to the others. */
export function fileRows(runs: readonly (readonly Artifact[])[]): readonly FileRow[] {
  const maps = runs.map((files) => new Map(files.map((file) => [file.path, file])));
  const paths = [...new Set(maps.flatMap((map) => [...map.keys()]))].sort((one, other) =>
    one < other ? -1 : 1,
  );
  return paths.map((path) => {
    const files = maps.map((map) => map.get(path));
    const states = files.map((file) => stateOf(files[0], file));
    return {
      path,
      files,
      states,
      differs: states.some((state) => state !== states[0] || state === "unknown"),
    };
  });
}

function stateOf(baseline: Artifact | undefined, file: Artifact | undefined): FileState {
  if (file === undefined) {
    return "missing";
  }
  if (baseline === undefined) {
    return "added";
  }
  if (baseline === file) {
    return "same";
  }
  if (baseline.sha256 === undefined || file.sha256 === undefined) {
    return "unknown"; // bytes that did not come with an import
  }
  return baseline.sha256 === file.sha256 ? "same" : "changed";
}
