// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { type CSSProperties, Fragment } from "react";
import type { Area } from "./Plot";
import { Swatch } from "./Swatch";
import classes from "./Tip.module.css";
import type { Look } from "./types";

export interface TipRow {
  readonly look?: Look;
  readonly label: string;
  readonly value: string;
  /** Fainter, after the value. */
  readonly aside?: string;
  readonly isNear?: boolean;
}

export interface TipContent {
  readonly heading: string;
  readonly rows: readonly TipRow[];
  readonly more?: string;
}

interface TipProps {
  readonly content: TipContent;
  readonly area: Area;
  /** Pixels in the area. */
  readonly left: number;
}

const APART = 14;
const NARROWEST = 230;
const WIDEST = 380;

/** Beside the crosshair, on the side with more room; in a narrow chart below the drawing. */
function placeOf(area: Area, left: number): CSSProperties {
  const isLeft = left > area.width / 2;
  const room = isLeft ? left + area.left : area.width - left + APART;
  if (room < NARROWEST) {
    return { left: 0, top: area.top + area.height + 4, maxWidth: "100%" };
  }
  // Moved rather than placed: then the browser need not lay out the page at every move.
  const by = isLeft ? left - area.width - area.right - APART : area.left + left + APART;
  return {
    [isLeft ? "right" : "left"]: 0,
    top: area.top + 4,
    transform: `translateX(${by}px)`,
    maxWidth: Math.min(room - APART, WIDEST),
  };
}

export function Tip({ content, area, left }: TipProps) {
  return (
    <div className={classes.tip} style={placeOf(area, left)}>
      <p className={classes.heading}>{content.heading}</p>
      <dl className={classes.rows}>
        {content.rows.map((row, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the places stay while what stands in them changes with every move
          <Fragment key={place}>
            <dt data-near={row.isNear}>
              {row.look !== undefined && <Swatch look={row.look} />}
              <span className={classes.label}>{row.label}</span>
            </dt>
            <dd data-near={row.isNear}>
              <b>{row.value}</b>
              {row.aside !== undefined && row.aside !== "" && <small>{row.aside}</small>}
            </dd>
          </Fragment>
        ))}
      </dl>
      {content.more !== undefined && <p className={classes.more}>{content.more}</p>}
    </div>
  );
}

/** The same as text, for those who hear it. */
export function spokenTip(content: TipContent): string {
  const rows = content.rows.map((row) => [row.label, row.value, row.aside ?? ""].join(" ").trim());
  return [content.heading, ...rows, content.more ?? ""].filter((part) => part !== "").join(", ");
}
