// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { useQuery } from "@tanstack/react-query";
import { experiments } from "../../api/queries";
import { texts } from "../../messages";
import { Card } from "../../ui/Card";
import { Failure } from "../../ui/Failure";
import { PageHead } from "../../ui/PageHead";
import { ExperimentList } from "../experiment/ExperimentList";
import { JobList } from "../job/JobList";
import { FirstSteps } from "./FirstSteps";
import classes from "./HomePage.module.css";
import { RecentRuns } from "./RecentRuns";

const EXPERIMENTS_SHOWN = 10;

/** What there is at a glance; while the history is empty, how it comes to hold something. */
export function HomePage() {
  const asked = useQuery(experiments({ limit: EXPERIMENTS_SHOWN }));
  const items = asked.data?.items ?? [];
  const isEmpty =
    asked.isSuccess && items.every(({ runs }) => runs === 0) && items.length < EXPERIMENTS_SHOWN;
  return (
    <>
      <PageHead title={texts.home.title} />
      {asked.error && <Failure error={asked.error} onRetry={() => void asked.refetch()} />}
      {isEmpty && <FirstSteps />}
      {asked.isSuccess && !isEmpty && (
        <div className={classes.columns}>
          <Card title={texts.home.recent}>
            <RecentRuns />
          </Card>
          <div className={classes.side}>
            <Card title={texts.jobs.title}>
              <div className={classes.jobs}>
                <JobList />
              </div>
            </Card>
          </div>
          <Card title={texts.experiments.title}>
            <ExperimentList experiments={items} />
          </Card>
        </div>
      )}
    </>
  );
}
