// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import type { QueryClient } from "@tanstack/react-query";
import { experiment, runPage } from "../../api/queries";
import type { Experiment } from "../../api/schema";
import type { DashboardAddress } from "./address";
import {
  countAsk,
  FIRST_PAGE,
  namesAsk,
  personalKey,
  probeAsk,
  rowsAsk,
  type Scope,
  shownFields,
} from "./asks";
import { candidates, loggedOf } from "./charts";
import { readPersonal } from "./personal";

/** The scope of an experiment's dashboard. */
export function scopeOf({ name, primaryMetric }: Experiment): Scope {
  const { name: metric, goal } = primaryMetric ?? {};
  return {
    experiment: name,
    ...(metric !== undefined && goal !== undefined && { primaryMetric: { name: metric, goal } }),
  };
}

/**
 * Asks for the rows of a dashboard while its page is not drawn yet; the page finds them answered, or on their way. What fails here
 * is asked again by the page, which can tell of it.
 */
export async function askAhead(queries: QueryClient, scope: Scope, address: DashboardAddress): Promise<void> {
  void queries.prefetchQuery(countAsk(scope, address));
  const chosen = address.columns ?? readPersonal(personalKey(scope)).columns;
  const logged = loggedAhead(queries, scope, address).catch(() => undefined);
  const known = chosen === undefined ? await logged : [];
  if (known !== undefined) {
    const ask = rowsAsk(scope, address, shownFields(scope, chosen, known));
    await queries.prefetchQuery(runPage({ ...ask, limit: FIRST_PAGE }));
  }
}

/** The same for the dashboard of an experiment, of which only the id is known. */
export async function askExperimentAhead(
  queries: QueryClient,
  id: string,
  address: DashboardAddress,
): Promise<void> {
  const asked = await queries.fetchQuery(experiment(id)).catch(() => undefined);
  if (asked !== undefined) {
    await askAhead(queries, scopeOf(asked), address);
  }
}

async function loggedAhead(queries: QueryClient, scope: Scope, address: DashboardAddress) {
  const { items } = await queries.fetchQuery(namesAsk(scope, address));
  const names = candidates(items, scope.primaryMetric?.name);
  return names.length === 0
    ? []
    : loggedOf(names, (await queries.fetchQuery(probeAsk(scope, address, names))).columns);
}
