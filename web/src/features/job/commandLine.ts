// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors

/** What a line of arguments is, or why it is none. */
export type Arguments = { readonly arguments: readonly string[] } | { readonly unclosed: "'" | '"' };

const PLAIN = /^[\p{L}\p{N}_\-+=/.,:@%^]+$/u;

// In this order: space, '…', "…", a sign after a backslash, plain signs, a quote that nothing closes.
const PIECE = /(\s+)|'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)|([^\s'"\\]+|\\$)|(['"])/gs;

/**
 * Splits a line as a POSIX shell does with words, quotes and backslashes; nothing is expanded, `$` and `*` stand for themselves.
 */
export function splitArguments(line: string): Arguments {
  const words: string[] = [];
  let word: string | undefined;
  for (const [, space, single, double, escaped, plain, unclosed] of line.matchAll(PIECE)) {
    if (unclosed !== undefined) {
      return { unclosed: unclosed as "'" | '"' };
    }
    if (space === undefined) {
      word = (word ?? "") + (single ?? double?.replace(/\\(["\\])/g, "$1") ?? escaped ?? plain ?? "");
    } else if (word !== undefined) {
      words.push(word);
      word = undefined;
    }
  }
  return { arguments: word === undefined ? words : [...words, word] };
}

/** The line that {@link splitArguments} splits into these. */
export function joinArguments(words: readonly string[]): string {
  return words.map((word) => (PLAIN.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`)).join(" ");
}
