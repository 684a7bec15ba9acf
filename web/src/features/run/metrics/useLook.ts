// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { useNavigate } from "@tanstack/react-router";
import { useCallback, useEffect, useMemo, useState } from "react";
import type { Metric } from "../../../api/schema";
import type { RunAddress } from "../address";
import { axisOf, axisText, type CurveAxis } from "./curves";
import { displayOf } from "./display";

type Pages = readonly { readonly items: readonly Metric[] }[];

/** How curves are drawn, as the address says, and the names of the metrics that are curves. */
export function useLook(pages: Pages | undefined, { x, smooth }: { x: string | undefined; smooth: number }) {
  const navigate = useNavigate({ from: "/runs/$run/$tab" });
  // While the handle is held the address stays.
  const [smoothing, setSmoothing] = useState(smooth);
  useEffect(() => setSmoothing(smooth), [smooth]);
  const look = useMemo(() => ({ axis: axisOf(x), smoothing }), [x, smoothing]);
  const lines = useMemo(
    () =>
      (pages ?? [])
        .flatMap(({ items }) => items)
        .filter((metric) => displayOf(metric).show === "line")
        .map(({ name }) => name),
    [pages],
  );
  const change = useCallback(
    (address: { readonly [K in "x" | "smooth"]?: RunAddress[K] }) =>
      void navigate({ search: (old) => ({ ...old, ...address }), replace: true, resetScroll: false }),
    [navigate],
  );
  const bar = useMemo(
    () => ({
      onAxis: (axis: CurveAxis) => change({ x: axisText(axis) }),
      onSmooth: setSmoothing,
      onSmoothed: (value: number) => change({ smooth: value }),
    }),
    [change],
  );
  return { look, lines, bar };
}
