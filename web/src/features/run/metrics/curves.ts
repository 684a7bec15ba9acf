// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import type { XKind } from "../../../charts/types";

/** What curves lie over. */
export type CurveAxis =
  | { readonly kind: Exclude<XKind, "metric"> }
  | { readonly kind: "metric"; readonly name: string };

/** How all curves of the page are drawn. */
export interface CurveLook {
  readonly axis: CurveAxis;
  /** 0 to 0.999. */
  readonly smoothing: number;
}

const STEP: CurveAxis = { kind: "step" };
const METRIC = "metric:";

/** The axis that an address names; steps where it names none that there is. */
export function axisOf(text: string | undefined): CurveAxis {
  if (text === "time" || text === "relative") {
    return { kind: text };
  }
  return text?.startsWith(METRIC) && text.length > METRIC.length
    ? { kind: "metric", name: text.slice(METRIC.length) }
    : STEP;
}

/** As an address has it. */
export function axisText(axis: CurveAxis): string {
  return axis.kind === "metric" ? METRIC + axis.name : axis.kind;
}

/** What the server is asked for an axis. */
export function axisAsk(axis: CurveAxis): {
  readonly x: XKind;
  readonly xMetric?: { readonly name: string };
} {
  return axis.kind === "metric" ? { x: axis.kind, xMetric: { name: axis.name } } : { x: axis.kind };
}
