// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors

/** The images of one name in the order of logging. */
export interface Film {
  readonly name: string;
  readonly frames: readonly Frame[];
}

export interface Frame {
  /** Its step, or its place among the images of the name when it has none. */
  readonly step: number;
  readonly path: string;
}

/** The images of a name from its rows; rows without a path are left out. */
export function filmOf(name: string, steps: readonly (number | null)[], paths: readonly unknown[]): Film {
  const frames = paths.flatMap((path, place): Frame[] =>
    typeof path === "string" ? [{ step: steps[place] ?? place, path }] : [],
  );
  return { name, frames: frames.toSorted((a, b) => a.step - b.step) };
}

/** The steps at which any name has an image, rising. */
export function stepsOf(films: readonly Film[]): readonly number[] {
  return [...new Set(films.flatMap(({ frames }) => frames.map(({ step }) => step)))].toSorted(
    (a, b) => a - b,
  );
}

/** The image that a name shows at a step: its last one up to there, else its first. */
export function frameAt({ frames }: Film, step: number): Frame | undefined {
  return frames.findLast((frame) => frame.step <= step) ?? frames[0];
}
