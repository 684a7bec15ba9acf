// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors

/** Numbers stay numbers; a text may be anything a script has logged. */
export type CsvCell = string | number;

/** What a spreadsheet would take for a formula. */
const FORMULA = /^[=+\-@\t\r]/;
const TO_QUOTE = /[",\r\n]/;

/**
 * RFC 4180: commas, CRLF after every row, quotes where needed. A text that a spreadsheet would run as a
 * formula gets a leading apostrophe; numbers are written with all their digits.
 */
export function csvOf(rows: Iterable<readonly CsvCell[]>): string {
  let text = "";
  for (const row of rows) {
    text += `${row.map(csvCell).join(",")}\r\n`;
  }
  return text;
}

export function csvCell(cell: CsvCell): string {
  if (typeof cell === "number") {
    return String(cell);
  }
  const safe = FORMULA.test(cell) ? `'${cell}` : cell;
  return TO_QUOTE.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A file name of a title: what no file system wants becomes a dash. */
export function csvName(title: string): string {
  const name = title
    .replace(/[^\p{L}\p{N}._-]+/gu, "-")
    .replace(/^[.-]+|[.-]+$/g, "")
    .slice(0, 80);
  return `${name || "chart"}.csv`;
}
