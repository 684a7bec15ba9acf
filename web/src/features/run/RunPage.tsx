// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { Suspense, useEffect } from "react";
import { ProblemError } from "../../api/problem";
import { run as runQuery } from "../../api/queries";
import type { Run } from "../../api/schema";
import { texts } from "../../messages";
import { Card } from "../../ui/Card";
import { Empty } from "../../ui/Empty";
import { Failure, Guard } from "../../ui/Failure";
import { PageHead } from "../../ui/PageHead";
import { Waiting } from "../../ui/Waiting";
import { RunHead } from "./head/RunHead";
import { RunNotices } from "./head/RunNotices";
import classes from "./RunPage.module.css";
import { TABS, type Tab } from "./tabs";
import { useNeighbours } from "./useNeighbours";

/** Everything of one run, a part at a time. */
export function RunPage() {
  const { run: id, tab } = useParams({ from: "/runs/$run/$tab" });
  const asked = useQuery(runQuery(id));
  const isGone =
    asked.error instanceof ProblemError && (asked.error.status === 404 || asked.error.status === 400);
  // Also when it was there a moment ago.
  if (asked.data !== undefined && !isGone) {
    return <Known key={id} run={asked.data} tab={TABS.find(({ key }) => key === tab) ?? (TABS[0] as Tab)} />;
  }
  if (asked.error !== null && isGone) {
    return (
      <>
        <PageHead title={texts.run.notFound} />
        <Card title={id}>
          <Empty title={texts.run.notFoundText}>{asked.error.message}</Empty>
        </Card>
      </>
    );
  }
  return asked.error ? (
    <Failure error={asked.error} onRetry={() => void asked.refetch()} />
  ) : (
    <Waiting lines={8} />
  );
}

function Known({ run, tab }: { run: Run; tab: Tab }) {
  useNeighbours(run, tab.key);
  return (
    <>
      <RunHead run={run} />
      <RunNotices run={run} />
      <TabBar run={run} current={tab.key} />
      <div role="tabpanel" id="run-tab" aria-labelledby={`run-tab-${tab.key}`}>
        <Guard key={tab.key}>
          <Suspense fallback={<Waiting lines={8} />}>
            <tab.Content run={run} />
          </Suspense>
        </Guard>
      </div>
    </>
  );
}

function TabBar({ run, current }: { run: Run; current: string }) {
  const navigate = useNavigate();
  // On a narrow page the parts scroll sideways; the open one is brought into sight.
  useEffect(() => {
    document.getElementById(`run-tab-${current}`)?.scrollIntoView?.({ block: "nearest", inline: "nearest" });
  }, [current]);
  const go = (key: string): void =>
    void navigate({ to: "/runs/$run/$tab", params: { run: run.id, tab: key }, resetScroll: false });
  const step = (event: React.KeyboardEvent, by: number): void => {
    const place = (TABS.findIndex(({ key }) => key === current) + by + TABS.length) % TABS.length;
    const next = TABS[place]?.key ?? "overview";
    event.preventDefault();
    go(next);
    document.getElementById(`run-tab-${next}`)?.focus();
  };
  return (
    <div
      role="tablist"
      aria-label={texts.run.parts}
      className={classes.tabs}
      onKeyDown={(event) => {
        if (event.key === "ArrowRight" || event.key === "ArrowLeft") {
          step(event, event.key === "ArrowRight" ? 1 : -1);
        }
      }}
    >
      {TABS.map(({ key, label }) => (
        <button
          key={key}
          type="button"
          role="tab"
          id={`run-tab-${key}`}
          aria-selected={key === current}
          aria-controls="run-tab"
          tabIndex={key === current ? 0 : -1}
          onClick={() => go(key)}
        >
          {label}
          {key === "children" && run.children > 0 && <span>{run.children.toLocaleString()}</span>}
        </button>
      ))}
    </div>
  );
}
