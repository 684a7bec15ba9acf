// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import type { Run } from "../api/schema";

/** A run that a script has made, other where it is told. */
export function aRun(other: Partial<Run> = {}): Run {
  return {
    id: "iris_1_a",
    number: 7,
    experiment: { id: "1", uuid: "u", name: "iris" },
    status: "Completed",
    target: "local",
    user: { id: "u" },
    created: "2026-05-04T12:00:00Z",
    heartbeat: true,
    archived: false,
    revision: 1,
    children: 0,
    script: "train.py",
    arguments: [],
    tags: {},
    properties: {},
    params: {},
    warnings: [],
    writers: [],
    ...other,
  };
}
