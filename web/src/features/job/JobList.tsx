// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { useQuery } from "@tanstack/react-query";
import { jobs } from "../../api/queries";
import type { Job } from "../../api/schema";
import { texts } from "../../messages";
import { Empty } from "../../ui/Empty";
import { Failure } from "../../ui/Failure";
import { JobCard } from "./JobCard";
import classes from "./JobList.module.css";

const ENDED_SHOWN = 20;

/** What runs and waits in the order of the queue, then what ended last. */
export function JobList({ onGo }: { onGo?: () => void }) {
  const live = useQuery(jobs("live"));
  const ended = useQuery(jobs("ended"));
  if (live.error) {
    return <Failure error={live.error} onRetry={() => void live.refetch()} />;
  }
  const over = (ended.data?.items ?? []).slice(0, ENDED_SHOWN);
  if (live.isSuccess && live.data.items.length + over.length === 0) {
    return (
      <Empty title={texts.jobs.none}>
        <code>runlore submit train.py</code>
      </Empty>
    );
  }
  // The two are asked one by one: what ended between them is in both.
  const isOver = new Set(over.map(({ id }) => id));
  const now = (live.data?.items ?? []).filter(({ id }) => !isOver.has(id));
  return (
    <>
      <Jobs title={texts.jobs.now} items={now} onGo={onGo} />
      {live.data?.nextPageToken !== undefined && (
        <p className="muted">{texts.jobs.more(live.data.items.length)}</p>
      )}
      <Jobs title={texts.jobs.ended} items={over} onGo={onGo} />
    </>
  );
}

function Jobs({
  title,
  items,
  onGo,
}: {
  title: string;
  items: readonly Job[];
  onGo: (() => void) | undefined;
}) {
  if (items.length === 0) {
    return null;
  }
  return (
    <section>
      <h3 className={classes.title}>{title}</h3>
      <ul className={classes.jobs}>
        {items.map((job) => (
          <JobCard key={job.id} job={job} onGo={onGo} />
        ))}
      </ul>
    </section>
  );
}
