// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import type { Run } from "../../api/schema";

/** As the jobs panel of a workbench has it: the script and in brackets the run's number. */
export function nameOf(run: Run): string {
  return `${run.name ?? run.script ?? run.experiment.name} [${run.number}]`;
}
