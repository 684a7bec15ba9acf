// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { joinArguments, splitArguments } from "./commandLine";

/** What a server puts in the place of a value that looks like a secret. */
const HIDDEN = "***";

/** Whether the server has hidden a value of these. */
export function hasHidden(words: readonly string[]): boolean {
  return words.some((word) => word === HIDDEN || word.endsWith(`=${HIDDEN}`));
}

/** What of a run's arguments is asked for anew: nothing while the line is what they make, so that hidden values stay. */
export function changedArguments(
  line: string,
  shown: readonly string[],
): { readonly arguments?: readonly string[] } | { readonly unclosed: string } {
  const split = splitArguments(line);
  if ("unclosed" in split) {
    return split;
  }
  return joinArguments(split.arguments) === joinArguments(shown) ? {} : split;
}

/** Tags from lines such as `team=vision` or `baseline`. */
export function tagsOf(lines: readonly string[]): Record<string, string | null> {
  const tags: Record<string, string | null> = {};
  for (const line of lines) {
    const sign = line.indexOf("=");
    tags[sign < 0 ? line : line.slice(0, sign)] = sign < 0 ? null : line.slice(sign + 1);
  }
  return tags;
}
