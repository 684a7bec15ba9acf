// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { useNavigate } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";
import type { Metric } from "../../../api/schema";
import { useSmoothing } from "../../../charts/Smoothing";
import type { RunAddress } from "../address";
import { axisOf, axisText, type CurveAxis } from "./curves";
import { displayOf } from "./display";

type Pages = readonly { readonly items: readonly Metric[] }[];

/** How curves are drawn, as the address says, and the names of the metrics that are curves. */
export function useLook(pages: Pages | undefined, { x, smooth }: { x: string | undefined; smooth: number }) {
  const navigate = useNavigate({ from: "/runs/$run/$tab" });
  const [smoothing, setSmoothing] = useSmoothing(smooth);
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
    [change, setSmoothing],
  );
  return { look, lines, bar };
}
