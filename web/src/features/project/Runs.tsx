// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { Switch } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { experiments } from "../../api/queries";
import { texts } from "../../messages";
import type { Scope } from "../dashboard/asks";
import { Dashboard } from "../dashboard/Dashboard";
import type { ChangeAddress } from "../dashboard/useView";
import type { ProjectAddress } from "./address";
import classes from "./ProjectPage.module.css";

interface RunsProps {
  readonly experiment: string;
  readonly script: string;
  readonly address: ProjectAddress;
  readonly onEvery: (every: boolean) => void;
  readonly onAddress: ChangeAddress;
}

/** The dashboard of a project's runs, of one script or of every one. */
export function Runs({ experiment, script, address, onEvery, onAddress }: RunsProps) {
  const asked = useQuery(experiments({ name: experiment }));
  const isAll = address.every === true || script === "";
  const primaryMetric = asked.data?.items.at(0)?.primaryMetric;
  const scope = useMemo<Scope>(
    () => ({ experiment, ...(!isAll && { script }), ...(primaryMetric && { primaryMetric }) }),
    [experiment, script, isAll, primaryMetric],
  );
  return (
    <>
      <div className={classes.scope}>
        <h2 className={classes.of} dir="auto">
          {isAll ? texts.project.everyScript : texts.project.runsOf(script)}
        </h2>
        <Switch
          size="xs"
          label={texts.project.everyScript}
          checked={isAll}
          disabled={script === ""}
          onChange={(event) => onEvery(event.currentTarget.checked)}
        />
      </div>
      {!asked.isPending && (
        <Dashboard key={isAll ? "" : script} scope={scope} address={address} onAddress={onAddress} />
      )}
    </>
  );
}
