// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { shortNumber } from "../format/number";
import { texts } from "../messages";
import classes from "./Legend.module.css";
import type { LineModel, Readout } from "./lineModel";
import { Swatch } from "./Swatch";
import { at, type Series } from "./types";

interface LegendProps {
  readonly model: LineModel;
  /** At the crosshair; without one the last values are shown. */
  readonly readout: Readout | undefined;
  readonly lit: string | undefined;
  readonly onHover: (id: string | undefined) => void;
  readonly onOpen: ((id: string) => void) | undefined;
}

/** More lines than this are told by hovering. */
const MOST_ENTRIES = 10;

export function Legend({ model, readout, lit, onHover, onOpen }: LegendProps) {
  if (model.series.length < 2 || model.series.length > MOST_ENTRIES) {
    return null;
  }
  return (
    <ul className={classes.legend} aria-label={texts.charts.legend}>
      {model.series.map((series) => (
        <li key={series.id}>
          <button
            type="button"
            className={classes.entry}
            data-faint={lit !== undefined && lit !== series.id}
            title={series.label}
            onPointerEnter={() => onHover(series.id)}
            onPointerLeave={() => onHover(undefined)}
            onFocus={() => onHover(series.id)}
            onBlur={() => onHover(undefined)}
            onClick={() => onOpen?.(series.id)}
          >
            <Swatch look={series.look} width={20} />
            <span className={classes.label}>{series.label}</span>
            <b>{shortNumber(shownValue(model, series, readout))}</b>
          </button>
        </li>
      ))}
    </ul>
  );
}

function shownValue(model: LineModel, series: Series, readout: Readout | undefined): number {
  const reading = readout?.readings.find((each) => each.series === series);
  return reading?.shown ?? at(model.lineOf(series), series.x.length - 1);
}
