// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { useQuery } from "@tanstack/react-query";
import { datasets } from "../../../api/queries";
import { texts } from "../../../messages";
import { Card } from "../../../ui/Card";
import { Failure } from "../../../ui/Failure";
import { Table } from "../../../ui/Table";

/** The data that a run uses; nothing when it named none. */
export function DatasetsCard({ run }: { run: string }) {
  const asked = useQuery(datasets(run));
  if (asked.error) {
    return (
      <Card title={texts.overview.datasets}>
        <Failure error={asked.error} onRetry={() => void asked.refetch()} />
      </Card>
    );
  }
  if (!asked.data || asked.data.items.length === 0) {
    return null;
  }
  return (
    <Card title={texts.overview.datasets} note={asked.data.items.length}>
      <Table label={texts.overview.datasets}>
        <thead>
          <tr>
            <th>{texts.overview.dataset}</th>
            <th>{texts.overview.digest}</th>
            <th>{texts.overview.context}</th>
            <th>{texts.overview.source}</th>
          </tr>
        </thead>
        <tbody>
          {asked.data.items.map(({ name, digest, context, source }) => (
            <tr key={`${name} ${digest}`}>
              <td className="wide" dir="auto">
                {name}
              </td>
              <td className="mono">{digest}</td>
              <td>{context}</td>
              <td className="wide" dir="auto" title={source}>
                {source}
              </td>
            </tr>
          ))}
        </tbody>
      </Table>
    </Card>
  );
}
