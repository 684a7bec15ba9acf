// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { run as runQuery } from "../../../api/queries";
import type { Run } from "../../../api/schema";
import { duration } from "../../../format/time";
import { texts } from "../../../messages";
import { Copy } from "../../../ui/Copy";
import { Moment } from "../../../ui/Moment";
import { PageHead } from "../../../ui/PageHead";
import { Status } from "../../../ui/Status";
import { isLive, nameOf } from "../names";
import { RunActions } from "./RunActions";
import classes from "./RunHead.module.css";
import { TagEditor } from "./TagEditor";
import { useElapsed } from "./useElapsed";

/** Which run this is, how it stands, and what can be done with it. */
export function RunHead({ run }: { run: Run }) {
  const name = nameOf(run);
  return (
    <>
      <PageHead
        title={name}
        heading={<bdi className={classes.name}>{name}</bdi>}
        crumbs={<Crumbs run={run} />}
        actions={<RunActions run={run} />}
      >
        <Status status={run.status} framed />
        {run.status === "Running" && <span className={classes.live}>{texts.run.live}</span>}
        {run.archived && <span className={classes.badge}>{texts.run.archived}</span>}
        <span className={classes.id}>
          <span className="mono muted">{run.id}</span>
          <Copy text={run.id} what={texts.run.id} />
        </span>
      </PageHead>
      <div className={classes.facts}>
        <Facts run={run} />
        <TagEditor run={run} />
      </div>
    </>
  );
}

function Crumbs({ run }: { run: Run }) {
  const { data: parent } = useQuery({ ...runQuery(run.parent ?? ""), enabled: run.parent !== undefined });
  return (
    <>
      <Link to="/experiments">{texts.experiments.title}</Link>
      {" / "}
      <Link to="/experiments/$experiment" params={{ experiment: run.experiment.id }} dir="auto">
        {run.experiment.name}
      </Link>
      {run.parent !== undefined && (
        <>
          {" / "}
          <Link to="/runs/$run/$tab" params={{ run: run.parent, tab: "children" }} dir="auto">
            {parent ? nameOf(parent) : run.parent}
          </Link>
        </>
      )}
      {" /"}
      {run.name !== undefined && ` ${texts.run.numbered(run.number)}`}
    </>
  );
}

function Facts({ run }: { run: Run }) {
  const elapsed = useElapsed(run);
  return (
    <dl className={classes.list}>
      <Fact name={run.started === undefined ? texts.run.created : texts.run.started}>
        <Moment time={run.started ?? run.created} />
      </Fact>
      {elapsed !== undefined && (
        <Fact name={isLive(run.status) ? texts.run.elapsed : texts.run.duration}>{duration(elapsed)}</Fact>
      )}
      <Fact name={texts.run.target}>{run.target}</Fact>
      <Fact name={texts.run.user}>{run.user.name ?? run.user.id}</Fact>
      {run.snapshot !== undefined && (
        <Fact name={texts.run.snapshot}>
          <Link
            to="/runs/$run/$tab"
            params={{ run: run.id, tab: "snapshot" }}
            className="mono"
            title={run.snapshot}
          >
            {run.snapshot.slice(0, 8)}
          </Link>
        </Fact>
      )}
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div className={classes.fact}>
      <dt>{name}</dt>
      <dd dir="auto">{children}</dd>
    </div>
  );
}
