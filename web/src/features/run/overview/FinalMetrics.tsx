// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { cellValue } from "../../../api/numbers";
import { metrics } from "../../../api/queries";
import type { Run } from "../../../api/schema";
import { texts } from "../../../messages";
import { Card } from "../../../ui/Card";
import { Failure } from "../../../ui/Failure";
import { Waiting } from "../../../ui/Waiting";
import { displayOf } from "../metrics/display";
import { Values } from "./Values";

/** The last value of each metric that has one, of the first thousand. */
export function FinalMetrics({ run }: { run: Run }) {
  const asked = useInfiniteQuery(metrics(run.id));
  const items = asked.data?.pages[0]?.items ?? [];
  const values = items
    .filter((metric) => ["value", "line", "texts"].includes(displayOf(metric).show))
    .map(({ name, columns }) => ({ name, value: cellValue(columns[0]?.last) }));
  return (
    <Card
      title={texts.overview.metrics}
      note={values.length.toLocaleString() + (asked.hasNextPage ? "+" : "")}
      actions={
        <Link to="/runs/$run/$tab" params={{ run: run.id, tab: "metrics" }}>
          {texts.overview.allMetrics}
        </Link>
      }
    >
      {asked.error ? (
        <Failure error={asked.error} onRetry={() => void asked.refetch()} />
      ) : asked.isPending ? (
        <Waiting />
      ) : (
        <Values label={texts.overview.metrics} values={values} empty={texts.overview.noMetrics} />
      )}
    </Card>
  );
}
