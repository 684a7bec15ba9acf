// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { metric as metricQuery } from "../../../api/queries";
import { texts } from "../../../messages";
import { Card } from "../../../ui/Card";
import { Empty } from "../../../ui/Empty";
import { Failure, Guard } from "../../../ui/Failure";
import { Waiting } from "../../../ui/Waiting";
import type { CurveLook } from "./curves";
import { displayOf } from "./display";
import { MetricCard } from "./MetricCard";
import classes from "./MetricsTab.module.css";
import { SummaryTable } from "./SummaryTable";

interface OneMetricProps {
  readonly run: string;
  readonly name: string;
  readonly look: CurveLook;
  readonly onBack: () => void;
}

/** One metric large, with the numbers that sum it up. */
export function OneMetric({ run, name, look, onBack }: OneMetricProps) {
  const asked = useQuery(metricQuery(run, name));
  return (
    <div className={classes.one}>
      <div>
        <Button size="xs" onClick={onBack}>
          {texts.metrics.all}
        </Button>
      </div>
      {asked.error ? (
        <Failure error={asked.error} onRetry={() => void asked.refetch()} />
      ) : asked.data === undefined ? (
        <Waiting lines={8} />
      ) : asked.data === null ? (
        <Card title={name}>
          <Empty title={texts.metrics.notHere} />
        </Card>
      ) : (
        <Guard>
          <MetricCard
            run={run}
            shown={{ metric: asked.data, display: displayOf(asked.data) }}
            look={look}
            large
          />
          <SummaryTable metric={asked.data} />
        </Guard>
      )}
    </div>
  );
}
