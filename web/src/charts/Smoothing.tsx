// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { Slider } from "@mantine/core";
import { useEffect, useState } from "react";
import { texts } from "../messages";
import classes from "./Smoothing.module.css";
import { STRONGEST } from "./smooth";

interface SmoothingProps {
  /** 0 to 0.999. */
  readonly value: number;
  /** While the handle moves. */
  readonly onChange: (value: number) => void;
  /** When it is let go. */
  readonly onChangeEnd: (value: number) => void;
}

/** How smooth curves are. */
export function Smoothing({ value, onChange, onChangeEnd }: SmoothingProps) {
  return (
    <>
      <span className="muted">{texts.charts.smoothing}</span>
      <Slider
        className={classes.slider ?? ""}
        min={0}
        max={STRONGEST}
        step={0.001}
        label={(each) => each.toFixed(3)}
        thumbLabel={texts.charts.smoothing}
        value={value}
        onChange={onChange}
        onChangeEnd={onChangeEnd}
      />
    </>
  );
}

/** The smoothing that the address says, and while the handle is held where it is. */
export function useSmoothing(told: number): readonly [number, (value: number) => void] {
  const [smoothing, setSmoothing] = useState(told);
  useEffect(() => setSmoothing(told), [told]);
  return [smoothing, setSmoothing];
}
