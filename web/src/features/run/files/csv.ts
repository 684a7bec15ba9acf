// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors

export interface Sheet {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Whether there was more. */
  readonly more: boolean;
}

interface Shape {
  readonly divider: string;
  readonly rows: number;
  readonly columns: number;
}

/** The first rows of a table of values, its first line as names. A last line that was cut is left out when `cut`. */
export function readSheet(text: string, shape: Shape, cut: boolean): Sheet {
  const lines: string[][] = [];
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  while (at < text.length && lines.length <= shape.rows) {
    const { cells, next, whole } = readLine(text, at, shape);
    if (!whole && cut) {
      return { head: lines[0] ?? [], rows: lines.slice(1), more: true };
    }
    lines.push(cells);
    at = next;
  }
  return { head: lines[0] ?? [], rows: lines.slice(1), more: at < text.length || cut };
}

interface Line {
  readonly cells: string[];
  readonly next: number;
  /** Whether its end was there. */
  readonly whole: boolean;
}

function readLine(text: string, from: number, { divider, columns }: Shape): Line {
  const cells: string[] = [];
  let at = from;
  for (;;) {
    const { cell, next } = text[at] === '"' ? quotedCell(text, at, divider) : plainCell(text, at, divider);
    if (cells.length < columns) {
      cells.push(cell);
    }
    at = next;
    if (text[at] === divider) {
      at++;
      continue;
    }
    const end = text.startsWith("\r\n", at) ? 2 : 1;
    return { cells, next: at + end, whole: at < text.length };
  }
}

function plainCell(text: string, from: number, divider: string): { cell: string; next: number } {
  let at = from;
  while (at < text.length && text[at] !== divider && text[at] !== "\n" && !text.startsWith("\r\n", at)) {
    at++;
  }
  return { cell: text.slice(from, at), next: at };
}

// What stands between the closing quote and the divider belongs to the cell, as spreadsheets read it.
function quotedCell(text: string, from: number, divider: string): { cell: string; next: number } {
  let end = text.indexOf('"', from + 1);
  while (end >= 0 && text[end + 1] === '"') {
    end = text.indexOf('"', end + 2);
  }
  if (end < 0) {
    return { cell: text.slice(from + 1).replaceAll('""', '"'), next: text.length };
  }
  const { cell: rest, next } = plainCell(text, end + 1, divider);
  return { cell: text.slice(from + 1, end).replaceAll('""', '"') + rest, next };
}
