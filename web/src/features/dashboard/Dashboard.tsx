// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { field } from "../../api/filter";
import { cellValue } from "../../api/numbers";
import { ProblemError } from "../../api/problem";
import { runPage } from "../../api/queries";
import type { Cell } from "../../api/schema";
import { Looks } from "../../charts/colours";
import { texts } from "../../messages";
import { Failure } from "../../ui/Failure";
import { Highlight } from "../../ui/highlight";
import { type DashboardAddress, isNarrowed } from "./address";
import { countAsk, orderedAsk, rowsAsk, runsAsk, type Scope } from "./asks";
import { ChartStrip } from "./ChartStrip";
import { FilterBar } from "./FilterBar";
import { runLabel } from "./RunCell";
import type { Best } from "./RunGrid";
import { RunsCard } from "./RunsCard";
import { useLast } from "./useLast";
import { useRunRows } from "./useRunRows";
import { type ChangeAddress, useView } from "./useView";

interface DashboardProps {
  readonly scope: Scope;
  readonly address: DashboardAddress;
  readonly onAddress: ChangeAddress;
}

/** Runs of a scope: which ones, in charts, and as a list. All that is chosen stands in the address. */
export function Dashboard({ scope, address, onAddress }: DashboardProps) {
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [highlight] = useState(() => new Highlight());
  const [looks] = useState(() => new Looks());
  const view = useView(scope, address, onAddress);
  const wanted = useMemo(() => orderedAsk(scope, address), [scope, address]);
  const ask = useMemo(() => rowsAsk(scope, address, view.fields), [scope, address, view.fields]);
  const { rows, error, refetch, onSight } = useRunRows(ask, view.isReady);
  const { total } = useCount(scope, address);
  const best = useBest(scope, address)?.best;
  const isEmpty = !rows.isOld && rows.count === 0 && !isNarrowed(address);
  const isFilterFault = error instanceof ProblemError && error.status === 400 && address.filter !== undefined;
  return (
    <>
      <FilterBar
        scope={scope}
        address={address}
        error={isFilterFault ? error : undefined}
        onAddress={onAddress}
      />
      {error && !isFilterFault && <Failure error={error} onRetry={refetch} />}
      {!isEmpty && (
        <ChartStrip
          view={view}
          address={address}
          ask={wanted}
          experiment={scope.experiment ?? address.experiment}
          looks={looks}
          highlight={highlight}
          onAddress={onAddress}
        />
      )}
      <RunsCard
        scope={scope}
        address={address}
        view={view}
        rows={rows}
        total={total}
        looks={looks}
        best={best}
        selected={selected}
        highlight={highlight}
        onSelect={setSelected}
        onSight={onSight}
        onAddress={onAddress}
      />
    </>
  );
}

/** How many runs there are, however few of them are loaded. */
export function useCount(scope: Scope, address: DashboardAddress): { readonly total: number | undefined } {
  const asked = useQuery(countAsk(scope, address));
  // A filter that is refused leaves what is known of the one before, as its rows stay too.
  const data = useLast(asked.data);
  return { total: data?.items.reduce((sum, { runs }) => sum + runs, 0) };
}

const BEST_SHOWN = 3;

/** The best runs by the primary metric, where an experiment has one. */
export function useBest(scope: Scope, address: DashboardAddress) {
  const primary = scope.primaryMetric;
  const about = primary === undefined ? "" : field("metrics", primary.name);
  const { filter: narrowed, ...others } = runsAsk(scope, address);
  const filter = narrowed === undefined ? `${about} is not null` : `(${narrowed}) and ${about} is not null`;
  const asked = useQuery({
    ...runPage({
      ...others,
      filter,
      orderBy: `${about} ${primary?.goal === "min" ? "asc" : "desc"}`,
      columns: `id,number,name,${about}`,
      limit: BEST_SHOWN,
    }),
    enabled: primary !== undefined,
    placeholderData: keepPreviousData,
  });
  const data = useLast(asked.data);
  return useMemo(() => {
    const columns = data?.columns ?? {};
    const values = (columns[about] ?? []).map((cell) => cellValue(cell as Cell));
    const [value] = values;
    if (primary === undefined || typeof value !== "number") {
      return undefined;
    }
    const names = values
      .map((each, row) => (each === value ? runLabel(columns.name?.[row], columns.number?.[row]) : undefined))
      .filter((name) => name !== undefined);
    const best: Best = { field: about, value };
    return { best, metric: primary.name, names };
  }, [data, about, primary]);
}

/** `8 runs`. */
export function countLabel(total: number | undefined): string {
  return total === undefined ? "" : texts.dashboard.runCount(total);
}
