// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import type { History } from "./history";

interface IrisRun {
  readonly number: number;
  readonly rate: number;
  readonly accuracy: number;
  readonly seconds: number;
}

/** Eight runs of one script, the last two the best: what the first tutorial of such a tool logs. */
export const IRIS: readonly IrisRun[] = [
  { number: 1, rate: 10, accuracy: 0.6415, seconds: 6.06 },
  { number: 2, rate: 5, accuracy: 0.6415, seconds: 4.73 },
  { number: 3, rate: 2.5, accuracy: 0.6604, seconds: 4.92 },
  { number: 4, rate: 1.25, accuracy: 0.6415, seconds: 4.74 },
  { number: 5, rate: 0.625, accuracy: 0.6604, seconds: 6.11 },
  { number: 6, rate: 0.3125, accuracy: 0.6604, seconds: 4.91 },
  { number: 7, rate: 0.15625, accuracy: 0.6792, seconds: 4.73 },
  { number: 8, rate: 0.078125, accuracy: 0.6792, seconds: 4.89 },
];

const MINUTE_MS = 60_000;

/** Logs them to a new experiment, a minute apart; answers its id and theirs, the first run's first. */
export async function logIris(
  history: History,
  name = "iris",
): Promise<{ readonly experiment: string; readonly runs: readonly string[] }> {
  const { id } = (await history.send("POST", "/experiments", {
    name,
    primaryMetric: { name: "Accuracy", goal: "max" },
  })) as { id: string };
  const runs: string[] = [];
  for (const { number, rate, accuracy, seconds } of IRIS) {
    const started = Date.now() - (IRIS.length + 1 - number) * MINUTE_MS;
    const run = await history.run({
      experiment: name,
      script: "iris_sklearn.py",
      arguments: [String(rate)],
      user: "you",
      host: "workstation",
      at: new Date(started).toISOString(),
      params: { C: 1 / rate, kernel: number % 2 === 0 ? "rbf" : "linear" },
      ...(number === 7 && { tags: { selected: "yes" } }),
    });
    await history.log(run, { vs: { Accuracy: accuracy, "Regularization Rate": rate } });
    await history.end(run, "complete", { at: new Date(started + seconds * 1_000).toISOString() });
    runs.push(run);
  }
  return { experiment: id, runs };
}
