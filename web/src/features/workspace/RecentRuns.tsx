// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { runTable } from "../../api/queries";
import type { RunStatus } from "../../api/schema";
import { duration } from "../../format/time";
import { texts } from "../../messages";
import { Failure } from "../../ui/Failure";
import { Moment } from "../../ui/Moment";
import { Status } from "../../ui/Status";
import { Table } from "../../ui/Table";

const SHOWN = 10;

/** The runs that were made last, of all experiments. */
export function RecentRuns() {
  const asked = useInfiniteQuery(
    runTable({ limit: SHOWN, columns: "id,number,name,experiment,status,created,duration" }),
  );
  if (asked.error) {
    return <Failure error={asked.error} onRetry={() => void asked.refetch()} />;
  }
  const columns = asked.data?.pages[0]?.columns ?? {};
  const cell = (name: string, row: number): unknown => columns[name]?.[row];
  return (
    <Table label={texts.home.recent}>
      <thead>
        <tr>
          <th>{texts.home.run}</th>
          <th>{texts.home.experiment}</th>
          <th>{texts.home.status}</th>
          <th>{texts.home.made}</th>
          <th className="number">{texts.home.duration}</th>
        </tr>
      </thead>
      <tbody>
        {(columns.id ?? []).map((id, row) => (
          <tr key={String(id)}>
            <td className="wide">
              <Link to="/runs/$run/$tab" params={{ run: String(id), tab: "overview" }} dir="auto">
                {String(cell("name", row) ?? texts.home.numbered(Number(cell("number", row))))}
              </Link>
            </td>
            <td className="wide" dir="auto">
              {String(cell("experiment", row))}
            </td>
            <td>
              <Status status={cell("status", row) as RunStatus} />
            </td>
            <td>
              <Moment time={String(cell("created", row))} />
            </td>
            <td className="number">{lasted(cell("duration", row))}</td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

function lasted(seconds: unknown): string {
  return typeof seconds === "number" ? duration(seconds) : "";
}
