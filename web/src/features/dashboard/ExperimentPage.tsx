// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";
import { experiment as experimentQuery } from "../../api/queries";
import type { Experiment } from "../../api/schema";
import { shortNumber } from "../../format/number";
import { texts } from "../../messages";
import { Failure } from "../../ui/Failure";
import { PageHead } from "../../ui/PageHead";
import type { DashboardAddress } from "./address";
import { scopeOf } from "./ahead";
import type { Scope } from "./asks";
import { countLabel, Dashboard, useBest, useCount } from "./Dashboard";
import { type ChangeAddress, changed } from "./useView";

/** The dashboard of one experiment. */
export function ExperimentPage() {
  const { experiment: id } = useParams({ from: "/experiments/$experiment" });
  const asked = useQuery(experimentQuery(id));
  if (asked.error) {
    return (
      <>
        <PageHead title={texts.dashboard.fields.experiment} crumbs={<ToExperiments />} />
        <Failure error={asked.error} onRetry={() => void asked.refetch()} />
      </>
    );
  }
  return asked.data === undefined ? (
    <PageHead title={texts.panel.loading} />
  ) : (
    <Shown key={id} experiment={asked.data} />
  );
}

function Shown({ experiment }: { experiment: Experiment }) {
  const address: DashboardAddress = useSearch({ from: "/experiments/$experiment" });
  const navigate = useNavigate({ from: "/experiments/$experiment" });
  const { name } = experiment;
  const scope = useMemo(() => scopeOf(experiment), [experiment]);
  const onAddress = useCallback<ChangeAddress>(
    (change) => void navigate({ search: (old) => changed(old, change), resetScroll: false }),
    [navigate],
  );
  return (
    <>
      <PageHead title={name} heading={<span dir="auto">{name}</span>} crumbs={<ToExperiments />}>
        <Summary scope={scope} address={address} />
      </PageHead>
      <Dashboard scope={scope} address={address} onAddress={onAddress} />
    </>
  );
}

function ToExperiments() {
  return (
    <>
      <Link to="/experiments">{texts.shell.experiments}</Link> /
    </>
  );
}

/** How many runs there are, and the best of them. */
function Summary({ scope, address }: { scope: Scope; address: DashboardAddress }) {
  const { total } = useCount(scope, address);
  const best = useBest(scope, address);
  const parts = [
    countLabel(total),
    best && texts.dashboard.best(best.metric, shortNumber(best.best.value), best.names.join(", ")),
  ];
  return <span className="muted">{parts.filter((part) => part).join(" · ")}</span>;
}
