// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { field, quoted } from "../../../api/filter";
import { cellValue } from "../../../api/numbers";
import { experiment, runTable } from "../../../api/queries";
import type { Cell, Run, RunStatus } from "../../../api/schema";
import { duration } from "../../../format/time";
import { texts } from "../../../messages";
import { Card } from "../../../ui/Card";
import { Empty } from "../../../ui/Empty";
import { Failure } from "../../../ui/Failure";
import { Moment } from "../../../ui/Moment";
import { Snippet } from "../../../ui/Snippet";
import { Status } from "../../../ui/Status";
import { Waiting } from "../../../ui/Waiting";
import { CellGrid } from "../CellGrid";
import { valueText } from "../metrics/value";
import panes from "../Panes.module.css";
import type { TabProps } from "../tabs";

const PAGE = 200;

/** The runs that were made below this one, newest first. */
export function ChildrenTab({ run }: TabProps) {
  if (run.children === 0) {
    return (
      <Card title={texts.run.tabs.children}>
        <Empty title={texts.children.none}>
          <Snippet
            code={
              'for rate in (0.1, 0.01):\n    with run.child(f"rate {rate}") as child:\n        child.log("loss", train(rate))'
            }
            what={texts.run.snippet}
          />
        </Empty>
      </Card>
    );
  }
  return <Children run={run} />;
}

function Children({ run }: { run: Run }) {
  const { data: known, isPending } = useQuery(experiment(run.experiment.id));
  const metric = known?.primaryMetric && field("metrics", known.primaryMetric.name);
  const columns = ["id", "number", "name", "status", "created", "duration", ...(metric ? [metric] : [])];
  const asked = useInfiniteQuery({
    ...runTable({
      filter: `parent = ${quoted(run.id)}`,
      columns: columns.join(","),
      limit: PAGE,
      archived: "all",
    }),
    enabled: !isPending,
  });
  if (asked.error) {
    return <Failure error={asked.error} onRetry={() => void asked.refetch()} />;
  }
  if (asked.data === undefined) {
    return <Waiting lines={8} />;
  }
  const pages = asked.data.pages;
  const count = pages.reduce((sum, page) => sum + (page.columns.id?.length ?? 0), 0);
  const at = (name: string, row: number): unknown => {
    const page = pages[Math.floor(row / PAGE)];
    return page?.columns[name]?.[row % PAGE];
  };
  const head = [
    texts.children.run,
    texts.children.number,
    texts.children.status,
    texts.children.created,
    texts.children.duration,
    ...(known?.primaryMetric ? [known.primaryMetric.name] : []),
  ];
  return (
    <div className={panes.main} style={{ height: "max(420px, calc(100vh - 236px))" }}>
      <CellGrid
        label={texts.children.title}
        head={head}
        count={count}
        cell={(row, column) => <ChildCell column={column} row={row} at={at} metric={metric} />}
        note={texts.children.count(run.children, count)}
        onEnd={() => {
          if (asked.hasNextPage && !asked.isFetching) {
            void asked.fetchNextPage();
          }
        }}
      />
    </div>
  );
}

interface ChildCellProps {
  readonly row: number;
  readonly column: number;
  readonly at: (name: string, row: number) => unknown;
  readonly metric: string | undefined;
}

function ChildCell({ row, column, at, metric }: ChildCellProps) {
  const number = Number(at("number", row));
  switch (column) {
    case 0:
      return (
        <Link to="/runs/$run/$tab" params={{ run: String(at("id", row)), tab: "overview" }}>
          {String(at("name", row) ?? texts.run.numbered(number))}
        </Link>
      );
    case 1:
      return number;
    case 2:
      return <Status status={at("status", row) as RunStatus} />;
    case 3:
      return <Moment time={String(at("created", row))} />;
    case 4: {
      const seconds = at("duration", row);
      return typeof seconds === "number" ? duration(seconds) : "";
    }
    default:
      return metric === undefined ? "" : valueText(cellValue(at(metric, row) as Cell));
  }
}
