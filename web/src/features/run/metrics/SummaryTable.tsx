// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { cellValue, numberOf } from "../../../api/numbers";
import type { Metric, Summary } from "../../../api/schema";
import { shortNumber, wholeNumber } from "../../../format/number";
import { texts } from "../../../messages";
import { Card } from "../../../ui/Card";
import { Table } from "../../../ui/Table";
import { valueText, wholeValue } from "./value";

const MOST = 200;

/** Count, first, last, least and greatest of each column. */
export function SummaryTable({ metric }: { metric: Metric }) {
  const { summary } = texts.metrics;
  return (
    <Card title={summary.title}>
      <Table label={summary.title}>
        <thead>
          <tr>
            <th>{summary.column}</th>
            {[summary.count, summary.nan, summary.first, summary.last, summary.min, summary.max].map(
              (name) => (
                <th key={name} className="number">
                  {name}
                </th>
              ),
            )}
          </tr>
        </thead>
        <tbody>
          {metric.columns.slice(0, MOST).map((column) => (
            <Row key={column.name} column={column} />
          ))}
        </tbody>
      </Table>
    </Card>
  );
}

function Row({ column }: { column: Summary }) {
  const { min, max } = column;
  return (
    <tr>
      <td className="wide" dir="auto">
        {column.name || texts.metrics.value}
      </td>
      <td className="number">{column.count.toLocaleString()}</td>
      <td className="number">{column.nan.toLocaleString()}</td>
      {[cellValue(column.first), cellValue(column.last)].map((value, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the first and the last
        <td key={at} className="number wide" dir="auto" title={wholeValue(value)}>
          {valueText(value)}
        </td>
      ))}
      <Extreme value={min === undefined ? undefined : numberOf(min)} step={column.minStep} />
      <Extreme value={max === undefined ? undefined : numberOf(max)} step={column.maxStep} />
    </tr>
  );
}

function Extreme({ value, step }: { value: number | undefined; step: number | undefined }) {
  return (
    <td className="number" title={value === undefined ? undefined : wholeNumber(value)}>
      {value !== undefined && shortNumber(value)}
      {step !== undefined && <span className="muted"> {texts.metrics.atStep(step)}</span>}
    </td>
  );
}
