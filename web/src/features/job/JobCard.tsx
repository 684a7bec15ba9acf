// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { Button } from "@mantine/core";
import { useIntersection } from "@mantine/hooks";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { answer, client } from "../../api/client";
import { run as runQuery } from "../../api/queries";
import type { Job, Run } from "../../api/schema";
import { duration } from "../../format/time";
import { texts } from "../../messages";
import { Moment } from "../../ui/Moment";
import { Status } from "../../ui/Status";
import { elapsed } from "./elapsed";
import classes from "./JobList.module.css";
import { LastLine } from "./LastLine";
import { nameOf } from "./name";

interface JobCardProps {
  readonly job: Job;
  readonly onGo: (() => void) | undefined;
}

/** One job: what it runs, how it stands, what it says, and a way to end it. Asks for its run only while it is in sight. */
export function JobCard({ job, onGo }: JobCardProps) {
  const { ref, entry } = useIntersection({ threshold: 0 });
  const inSight = entry?.isIntersecting ?? false;
  const { data: run } = useQuery({ ...runQuery(job.run), enabled: inSight });
  const go = onGo ? { onClick: onGo } : {};
  return (
    <li className={classes.job} ref={ref}>
      <div className={classes.line}>
        <Link
          className={classes.name}
          to="/runs/$run/$tab"
          params={{ run: job.run, tab: "overview" }}
          dir="auto"
          {...go}
        >
          {run ? nameOf(run) : job.run}
        </Link>
        {job.state !== "Ended" && <Cancel job={job} />}
      </div>
      <div className={classes.line}>
        {run && (
          <Link
            className={classes.status}
            to="/runs/$run/$tab"
            params={{ run: job.run, tab: "logs" }}
            title={texts.jobs.log(texts.status[run.status])}
            {...go}
          >
            <Status status={run.status} />
          </Link>
        )}
        {job.position !== undefined && <span className="muted">{texts.jobs.position(job.position)}</span>}
        <Elapsed job={job} />
      </div>
      {inSight && job.state === "Running" && <LastLine run={job.run} />}
      {run && <Reason run={run} />}
    </li>
  );
}

function Reason({ run }: { run: Run }) {
  return run.status === "Failed" && run.error ? (
    <p className={classes.reason} dir="auto">
      {run.error.message}
    </p>
  ) : null;
}

function Elapsed({ job }: { job: Job }) {
  if (job.started === undefined) {
    return <Moment time={job.created} />;
  }
  const started = Date.parse(job.started);
  if (job.ended === undefined) {
    return <Growing since={started} />;
  }
  return (
    <>
      <span className="muted">{duration(Math.max(0, Date.parse(job.ended) - started) / 1000)}</span>
      <Moment time={job.ended} />
    </>
  );
}

function Growing({ since }: { since: number }) {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const beat = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(beat);
  }, []);
  return <span className="muted">{elapsed(now - since)}</span>;
}

function Cancel({ job }: { job: Job }) {
  const queries = useQueryClient();
  const cancel = useMutation({
    mutationFn: () => answer(client.POST("/jobs/{job}/cancel", { params: { path: { job: job.id } } })),
    onSettled: () => queries.invalidateQueries({ queryKey: ["jobs"] }),
  });
  return (
    <Button
      size="xs"
      disabled={job.cancelRequested || cancel.isPending}
      {...(cancel.error ? { title: cancel.error.message, color: "red" } : {})}
      onClick={() => cancel.mutate()}
    >
      {job.cancelRequested ? texts.jobs.canceling : texts.jobs.cancel}
    </Button>
  );
}
