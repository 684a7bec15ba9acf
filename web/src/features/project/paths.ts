// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { joinArguments } from "../job/commandLine";

/** What lies in a folder of a project. */
export interface Entry {
  readonly path: string;
  readonly folder: boolean;
  readonly size?: number;
}

/** The last name of a path. */
export function lastName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** The folder that a path, typed as far as it is, names a thing in; empty for the root. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

/** Paths above this one, from the root down. */
export function foldersAbove(path: string): readonly string[] {
  const names = path.split("/").slice(0, -1);
  return names.map((_, at) => names.slice(0, at + 1).join("/"));
}

/** What may be typed for a script: Python files first, then folders to look into, then whatever else may be run. */
export function scriptChoices(entries: readonly Entry[]): readonly string[] {
  const rank = ({ path, folder }: Entry) => (folder ? 1 : path.endsWith(".py") ? 0 : 2);
  return [...entries]
    .sort((one, other) => rank(one) - rank(other))
    .map(({ path, folder }) => (folder ? `${path}/` : path));
}

/** The script that is proposed: the one that ran last if it is still there, else the first Python file, else none. */
export function proposedScript(entries: readonly Entry[], last: string | undefined): string {
  if (
    last !== undefined &&
    entries.some(({ path, folder }) => (folder ? last.startsWith(`${path}/`) : path === last))
  ) {
    return last;
  }
  return entries.find(({ path, folder }) => !folder && path.endsWith(".py"))?.path ?? "";
}

/** Lines for a terminal that go to a project and run a script of it. */
export function promptLines(root: string, script: string, words: readonly string[]) {
  // A name that begins with a dash would be read as an option.
  const named = script.startsWith("-") ? `./${script}` : script;
  return {
    go: `cd ${joinArguments([root])}`,
    submit: `runlore submit ${joinArguments([named === "" ? "SCRIPT" : named, ...words])}`,
    list: "runlore history list",
  };
}
