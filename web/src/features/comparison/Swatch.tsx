// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
const HUES = 8;
const DASHES = ["", "7 3", "2 3"] as const;

/** The line of the run at a place of the comparison, as charts draw it: eight colours, then the same dashed. */
export function Swatch({ at }: { at: number }) {
  const dash = DASHES[Math.floor(at / HUES) % DASHES.length];
  return (
    <svg width="18" height="4" viewBox="0 0 18 4" aria-hidden="true" style={{ flex: "none" }}>
      <line
        x1="0"
        y1="2"
        x2="18"
        y2="2"
        strokeWidth="3"
        strokeDasharray={dash}
        style={{ stroke: `var(--series-${(at % HUES) + 1})` }}
      />
    </svg>
  );
}
