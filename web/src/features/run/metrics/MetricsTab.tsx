// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useDeferredValue, useMemo, useState } from "react";
import { metrics } from "../../../api/queries";
import { texts } from "../../../messages";
import { Card } from "../../../ui/Card";
import { Empty } from "../../../ui/Empty";
import { Failure } from "../../../ui/Failure";
import { Snippet } from "../../../ui/Snippet";
import { Waiting } from "../../../ui/Waiting";
import type { TabProps } from "../tabs";
import { useAll } from "../useAll";
import { CurveBar } from "./CurveBar";
import { groupsOf } from "./layout";
import { MetricNames } from "./MetricNames";
import { MetricShelves } from "./MetricShelves";
import classes from "./MetricsTab.module.css";
import { OneMetric } from "./OneMetric";
import { useLook } from "./useLook";

const SNIPPET =
  'run.log("accuracy", 0.95)\nfor epoch in range(10):\n    run.log("loss", train(), step=epoch)';

/** Everything that was logged, as numbers, lines and tables; only what is in sight is asked for and drawn. */
export function MetricsTab({ run }: TabProps) {
  const { metric, x, smooth = 0 } = useSearch({ from: "/runs/$run/$tab" });
  const navigate = useNavigate({ from: "/runs/$run/$tab" });
  const [sought, setSought] = useState("");
  const wanted = useDeferredValue(sought.trim().toLowerCase());
  const asked = useInfiniteQuery(metrics(run.id));
  // A name may be on any page.
  useAll(asked, wanted !== "");
  const found = useMemo(
    () =>
      (asked.data?.pages ?? [])
        .flatMap((page) => page.items)
        .filter(({ name }) => wanted === "" || name.toLowerCase().includes(wanted)),
    [asked.data, wanted],
  );
  const groups = useMemo(() => groupsOf(found), [found]);
  const { look, lines, bar } = useLook(asked.data?.pages, { x, smooth });
  if (asked.error && !asked.data) {
    return <Failure error={asked.error} onRetry={() => void asked.refetch()} />;
  }
  if (asked.isPending) {
    return <Waiting lines={8} />;
  }
  if (found.length === 0 && wanted === "") {
    return (
      <Card title={texts.run.tabs.metrics}>
        <Empty title={texts.metrics.none}>
          <Snippet code={SNIPPET} what={texts.run.snippet} />
        </Empty>
      </Card>
    );
  }
  const more = (): void => {
    if (asked.hasNextPage && !asked.isFetching) {
      void asked.fetchNextPage();
    }
  };
  const pick = (name: string | undefined): void =>
    void navigate({
      search: ({ metric: _, ...kept }) => (name === undefined ? kept : { ...kept, metric: name }),
      resetScroll: false,
    });
  return (
    <div className={classes.metrics}>
      <MetricNames
        groups={groups}
        sought={sought}
        onSeek={setSought}
        selected={metric}
        onPick={pick}
        onEnd={more}
        note={texts.metrics.count(found.length, asked.hasNextPage)}
      />
      <div className={classes.shown}>
        {lines.length > 0 && <CurveBar look={look} names={lines} {...bar} />}
        {metric === undefined ? (
          <MetricShelves run={run.id} groups={groups} look={look} onEnd={more} />
        ) : (
          <OneMetric key={metric} run={run.id} name={metric} look={look} onBack={() => pick(undefined)} />
        )}
      </div>
    </div>
  );
}
