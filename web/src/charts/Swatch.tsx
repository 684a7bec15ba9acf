// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { DASHES, variableOf } from "./colours";
import type { Look } from "./types";

/** A bit of the line, as it is drawn. */
export function Swatch({ look, width = 18 }: { look: Look; width?: number }) {
  return (
    <svg width={width} height="8" viewBox={`0 0 ${width} 8`} aria-hidden="true" style={{ flex: "none" }}>
      <path
        d={`M1 4H${width - 1}`}
        stroke={`var(${variableOf(look)})`}
        strokeWidth="2.5"
        strokeLinecap={look.dash === 0 ? "round" : "butt"}
        strokeDasharray={DASHES[look.dash].join(" ")}
      />
    </svg>
  );
}
