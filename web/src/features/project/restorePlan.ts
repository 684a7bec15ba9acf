// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import type { Project, Restored } from "../../api/schema";

/** Whether a restore would change nothing. */
export function isSame({ overwritten, deleted, added }: Restored): boolean {
  return overwritten.length + deleted.length + added.length === 0;
}

/** The project that a run belongs to: of its experiment, else the first. */
export function projectOf(projects: readonly Project[], experiment: string): Project | undefined {
  return projects.find((project) => project.experiment === experiment) ?? projects[0];
}

/** Whether what was typed lets files be deleted; nothing need be typed where none would be. */
export function isConfirmed({ deleted }: Restored, typed: string, number: number): boolean {
  return deleted.length === 0 || typed.trim() === String(number);
}
