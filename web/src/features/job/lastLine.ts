// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
/** What a script printed, as its runner calls it. */
const PRINTED = "azureml-logs/70_driver_log.txt";

// Sequences of a terminal: colours and moves, titles, single signs.
// biome-ignore lint/suspicious/noControlCharactersInRegex: terminals are controlled by these
const SEQUENCE = /\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?|\x1b./g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: what is left of them has no sign of its own
const CONTROL = /[\x00-\x08\x0b-\x1f\x7f-\x9f]/g;

interface LogSize {
  readonly path: string;
  readonly size: number;
}

/** Of a run's logs the one that its script prints into; while that is empty, the last of those before it. */
export function logToShow(logs: readonly LogSize[]): LogSize | undefined {
  const written = logs.filter(({ size }) => size > 0);
  return written.find(({ path }) => path === PRINTED) ?? written.at(-1);
}

/** The last line with a sign in it, as a terminal would show it: what a return took back is gone, and so are colours. */
export function lastLine(text: string): string {
  const lines = text.replace(SEQUENCE, "").split("\n");
  for (let at = lines.length - 1; at >= 0; at--) {
    const states = (lines[at] ?? "").split("\r").map((state) => state.replace(CONTROL, "").trim());
    const shown = states.findLast((state) => state !== "");
    if (shown !== undefined) {
      return shown;
    }
  }
  return "";
}
