// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { Select } from "@mantine/core";
import { memo, useMemo } from "react";
import { Smoothing } from "../../../charts/Smoothing";
import { texts } from "../../../messages";
import { axisOf, axisText, type CurveAxis, type CurveLook } from "./curves";
import classes from "./MetricsTab.module.css";

interface CurveBarProps {
  readonly look: CurveLook;
  /** Other metrics that curves can lie over. */
  readonly names: readonly string[];
  readonly onAxis: (axis: CurveAxis) => void;
  readonly onSmooth: (smoothing: number) => void;
  /** When the handle is let go. */
  readonly onSmoothed: (smoothing: number) => void;
}

const MOST_NAMES = 100;

/** What all curves lie over, and how smooth they are. */
export const CurveBar = memo(function CurveBar({ look, names, onAxis, onSmooth, onSmoothed }: CurveBarProps) {
  const words = texts.metrics.curves;
  const data = useMemo(
    () => [
      ...(["step", "time", "relative"] as const).map((value) => ({ value, label: words.axes[value] })),
      {
        group: words.metrics,
        items: names.map((name) => ({ value: axisText({ kind: "metric", name }), label: name })),
      },
    ],
    [names, words],
  );
  return (
    <div className={classes.curves} role="group" aria-label={words.title}>
      <Select
        size="xs"
        className={classes.axis ?? ""}
        aria-label={words.axis}
        searchable
        allowDeselect={false}
        limit={MOST_NAMES}
        data={data}
        value={axisText(look.axis)}
        onChange={(value) => onAxis(axisOf(value ?? undefined))}
      />
      <Smoothing value={look.smoothing} onChange={onSmooth} onChangeEnd={onSmoothed} />
    </div>
  );
});
