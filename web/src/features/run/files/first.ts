// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { kindOf } from "./kinds";
import type { FileEntry } from "./tree";

const LOGS = [
  /^user_logs\/std_log\.txt$/,
  /^(azureml-)?logs\/.*(driver|user|std).*/,
  /^(azureml-|user_)?logs\//,
];

/** The file that is open before someone picks one: what the script wrote, else the first that can be shown. */
export function firstShown(files: readonly FileEntry[]): string | undefined {
  for (const pattern of LOGS) {
    const log = files.find(({ path }) => pattern.test(path));
    if (log !== undefined) {
      return log.path;
    }
  }
  const shown = files.filter(({ path }) => kindOf(path) !== "download");
  return (shown.find(({ path }) => path.startsWith("outputs/")) ?? shown[0] ?? files[0])?.path;
}
