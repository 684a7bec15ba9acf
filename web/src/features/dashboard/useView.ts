// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useCallback, useMemo, useState } from "react";
import { metricNames, runPage } from "../../api/queries";
import { boundWidth } from "../../grid/columns";
import { type ChartChoice, type DashboardAddress, DEFAULT_X, dashboardAddress, readOrder } from "./address";
import { candidates, firstCharts, type LoggedMetric, loggedOf, probeColumns } from "./charts";
import { firstColumns } from "./columns";
import { both } from "./conditions";
import { splitFields } from "./fields";
import { type Personal, readPersonal, writePersonal } from "./personal";

/** The runs a dashboard is about, before anybody filters them. */
export interface Scope {
  /** Name of an experiment; without it runs of all. */
  readonly experiment?: string;
  /** Only runs of this script. */
  readonly script?: string;
  readonly primaryMetric?: { readonly name: string; readonly goal: "min" | "max" };
}

export type ChangeAddress = (change: Partial<Record<keyof DashboardAddress, unknown>>) => void;

const NAMES_ASKED = 100;
const RUNS_PROBED = 20;

/** What is shown: what the address says, else what this person chose before, else what was logged. */
export function useView(scope: Scope, address: DashboardAddress, onAddress: ChangeAddress) {
  const key = `${scope.experiment ?? ""}/${scope.script ?? ""}`;
  const [personal, setPersonal] = useState<Personal>(() => readPersonal(key));
  const keep = useCallback(
    (change: (old: Personal) => Personal) =>
      setPersonal((old) => {
        const next = change(old);
        writePersonal(key, next);
        return next;
      }),
    [key],
  );
  const { logged, isReady } = useLogged(scope, address);
  const chosen = address.columns ?? personal.columns;
  const isOfAll = scope.experiment === undefined;
  const fields = useMemo(
    () => (chosen === undefined ? firstColumns(logged, isOfAll) : splitFields(chosen)),
    [chosen, logged, isOfAll],
  );
  const charts = useMemo<readonly ChartChoice[]>(
    () => address.charts ?? firstCharts(logged),
    [address.charts, logged],
  );
  const setColumns = (columns: readonly string[] | undefined): void => {
    const text = columns?.join(",");
    keep(({ columns: _, ...others }) => (text === undefined ? others : { ...others, columns: text }));
    onAddress({ columns: text });
  };
  const setWidth = useCallback(
    (column: string, width: number) =>
      keep((old) => ({ ...old, widths: { ...old.widths, [column]: boundWidth(width) } })),
    [keep],
  );
  return {
    isReady: isReady || chosen !== undefined,
    logged,
    fields,
    widths: personal.widths ?? NO_WIDTHS,
    order: useMemo(() => readOrder(address.order), [address.order]),
    charts,
    x: address.x ?? DEFAULT_X,
    groups: useMemo(() => splitFields(address.group ?? ""), [address.group]),
    density: address.density ?? ("normal" as const),
    setColumns,
    setWidth,
  };
}

export type View = ReturnType<typeof useView>;

const NO_WIDTHS: Readonly<Record<string, number>> = {};
const NOTHING: readonly LoggedMetric[] = [];

/** What the server is asked about the runs, without what is shown of them. */
export function runsAsk(scope: Scope, address: DashboardAddress) {
  const experiment = scope.experiment ?? address.experiment;
  const script = scope.script === undefined ? undefined : `script = "${scope.script.replaceAll('"', '""')}"`;
  const filter = both(address.filter, script);
  return {
    ...(experiment !== undefined && { experiment }),
    ...(filter !== undefined && { filter }),
    ...(address.archived !== undefined && { archived: address.archived }),
  };
}

/** The metrics of some runs, without asking for all there are. */
function useLogged(scope: Scope, address: DashboardAddress) {
  const experiment = scope.experiment ?? address.experiment;
  const names = useQuery(
    metricNames({ ...(experiment !== undefined && { experiment }), limit: NAMES_ASKED }),
  );
  const primary = scope.primaryMetric?.name;
  const wanted = useMemo(() => candidates(names.data?.items ?? [], primary), [names.data, primary]);
  const unfiltered: DashboardAddress = address.experiment ? { experiment: address.experiment } : {};
  const probe = useQuery({
    ...runPage({ ...runsAsk(scope, unfiltered), columns: probeColumns(wanted), limit: RUNS_PROBED }),
    enabled: wanted.length > 0,
    placeholderData: keepPreviousData,
  });
  const columns = probe.data?.columns;
  const logged = useMemo(
    () => (columns === undefined || wanted.length === 0 ? NOTHING : loggedOf(wanted, columns)),
    [wanted, columns],
  );
  const isReady =
    names.isError || probe.isError || (names.isSuccess && (wanted.length === 0 || probe.isSuccess));
  return { logged, isReady };
}

/** The address with a change, without what is so anyway. */
export function changed(
  address: DashboardAddress,
  change: Partial<Record<keyof DashboardAddress, unknown>>,
): DashboardAddress {
  return dashboardAddress({ ...address, ...change });
}
