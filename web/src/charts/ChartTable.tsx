// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { shortNumber, wholeNumber } from "../format/number";
import { texts } from "../messages";
import tables from "../ui/Table.module.css";
import classes from "./ChartTable.module.css";
import type { CsvCell } from "./csv";
import type { ChartRows } from "./table";

/** More would be slow to build and nobody reads it: the CSV has all. */
export const MOST_ROWS = 1_000;

export function ChartTable({ title, rows }: { title: string; rows: ChartRows }) {
  const shown = Math.min(rows.length, MOST_ROWS);
  return (
    <section className={classes.scroll} tabIndex={0} aria-label={title}>
      <table className={tables.table}>
        <thead>
          <tr>
            {rows.columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {Array.from({ length: shown }, (_, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place
            <Row key={index} cells={rows.row(index)} columns={rows.columns} />
          ))}
        </tbody>
      </table>
      {rows.length > shown && <p className={classes.more}>{texts.charts.moreRows(rows.length - shown)}</p>}
    </section>
  );
}

function Row({ cells, columns }: { cells: readonly CsvCell[]; columns: readonly string[] }) {
  return (
    <tr>
      {cells.map((cell, index) =>
        typeof cell === "number" ? (
          <td key={columns[index]} className="number" title={wholeNumber(cell)}>
            {shortNumber(cell)}
          </td>
        ) : (
          <td key={columns[index]} className={classes.text} title={cell}>
            {cell}
          </td>
        ),
      )}
    </tr>
  );
}
