// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { cellValue } from "../../../api/numbers";
import type { Metric, Summary } from "../../../api/schema";

/** How what was logged under a name is shown. Columns are named as logged; of scalars and lists the name is empty. */
export type Display =
  | { readonly show: "value" }
  | { readonly show: "line"; readonly over: "step" | "index" }
  | { readonly show: "pair"; readonly x: string; readonly y: string }
  | { readonly show: "texts" }
  | { readonly show: "table" }
  | { readonly show: "images" }
  | { readonly show: "file" };

/**
 * One value is shown as itself, several numbers as a line over their step or order, two numeric columns as a line of the second
 * over the first, other tables as tables, other values as a list.
 */
export function displayOf({ kind, columns }: Metric): Display {
  switch (kind) {
    case "scalar":
    case "list":
      return single(columns[0]);
    case "table":
      return table(columns);
    case "image":
      return { show: "images" };
    case "accuracy_table":
    case "confusion_matrix":
    case "predictions":
    case "residuals":
      return { show: "file" };
  }
}

function single(column: Summary | undefined): Display {
  if (column === undefined || column.count <= 1) {
    return { show: "value" };
  }
  if (!isNumeric(column)) {
    return { show: "texts" };
  }
  return { show: "line", over: column.firstStep === undefined ? "index" : "step" };
}

function table(columns: readonly Summary[]): Display {
  const [x, y, more] = columns;
  const isPair =
    x && y && more === undefined && isNumeric(x) && isNumeric(y) && Math.max(x.count, y.count) > 1;
  return isPair ? { show: "pair", x: x.name, y: y.name } : { show: "table" };
}

/** Whether a column is one of numbers. Whole ones among others make it mixed, which with texts it is too. */
export function isNumeric({ type, first, last }: Summary): boolean {
  return (
    type === "double" ||
    type === "int" ||
    (type === "mixed" && [first, last].every((cell) => typeof cellValue(cell) === "number"))
  );
}
