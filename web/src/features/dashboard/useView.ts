// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useCallback, useMemo, useState } from "react";
import { boundWidth } from "../../grid/columns";
import { type ChartChoice, type DashboardAddress, DEFAULT_X, dashboardAddress, readOrder } from "./address";
import { namesAsk, personalKey, probeAsk, type Scope, shownFields } from "./asks";
import { candidates, firstCharts, type LoggedMetric, loggedOf } from "./charts";
import { splitFields } from "./fields";
import { type Personal, readPersonal, writePersonal } from "./personal";

export type ChangeAddress = (change: Partial<Record<keyof DashboardAddress, unknown>>) => void;

/** What is shown: what the address says, else what this person chose before, else what was logged. */
export function useView(scope: Scope, address: DashboardAddress, onAddress: ChangeAddress) {
  const key = personalKey(scope);
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
  const fields = useMemo(() => shownFields(scope, chosen, logged), [scope, chosen, logged]);
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

/** The metrics of some runs, without asking for all there are. */
function useLogged(scope: Scope, address: DashboardAddress) {
  const names = useQuery(namesAsk(scope, address));
  const primary = scope.primaryMetric?.name;
  const wanted = useMemo(() => candidates(names.data?.items ?? [], primary), [names.data, primary]);
  const probe = useQuery({
    ...probeAsk(scope, address, wanted),
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
