// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { cellValue } from "../../api/numbers";
import type { Cell } from "../../api/schema";
import { type CsvCell, csvOf } from "../../charts/csv";
import { texts } from "../../messages";
import { fieldGroup, fieldLabel } from "./fields";
import { runLabel } from "./RunCell";
import type { RunRows } from "./useRunRows";

/** The loaded rows as shown, every column, values whole. */
export function tableCsv(rows: RunRows, fields: readonly string[]): string {
  return csvOf(lines(rows, fields));
}

function* lines(rows: RunRows, fields: readonly string[]): Iterable<readonly CsvCell[]> {
  yield ["id", texts.dashboard.run, ...fields.map(headOf)];
  for (let row = 0; row < rows.count; row++) {
    const id = rows.id(row);
    if (id !== undefined) {
      const name = runLabel(rows.value(row, "name"), rows.value(row, "number"));
      yield [id, name, ...fields.map((field) => csvValue(field, rows.value(row, field)))];
    }
  }
}

function headOf(field: string): string {
  const group = fieldGroup(field);
  return group === undefined || group === texts.dashboard.families.metrics
    ? fieldLabel(field)
    : `${group}: ${fieldLabel(field)}`;
}

function csvValue(field: string, value: unknown): CsvCell {
  if (field === "tags" && typeof value === "object" && value !== null) {
    return Object.entries(value)
      .map(([key, text]) => (text === null ? key : `${key}: ${text}`))
      .join("; ");
  }
  const read = cellValue(value as Cell | undefined);
  return typeof read === "number" ? read : read === null ? "" : String(read);
}
