// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { texts } from "../../messages";
import { Card } from "../../ui/Card";
import { PageHead } from "../../ui/PageHead";
import { JobList } from "./JobList";
import classes from "./JobsPage.module.css";

/** Jobs that run, wait and ended. */
export function JobsPage() {
  return (
    <>
      <PageHead title={texts.jobs.title} />
      <Card title={texts.jobs.title}>
        <div className={classes.list}>
          <JobList />
        </div>
      </Card>
    </>
  );
}
