// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Server } from "./server";

/** A folder of a person with these files. */
export function folderOf(server: Server, name: string, files: Readonly<Record<string, string>>): string {
  const folder = join(server.folder, name);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, path, ".."), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

/** Starts a script that logs to the server. */
export function startPython(server: Server, folder: string, ...words: string[]): ChildProcess {
  return spawn("python3", words, { cwd: folder, env: server.env(), stdio: ["ignore", "pipe", "inherit"] });
}
