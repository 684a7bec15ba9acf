// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import type { Run } from "../../../api/schema";
import { texts } from "../../../messages";
import type { Named } from "./Values";

// Facts that clients record of where a run ran, by the keys they use.
const KNOWN: Readonly<Record<string, keyof typeof texts.overview.facts>> = {
  "runlore.git.commit": "commit",
  "mlflow.source.git.commit": "commit",
  "azureml.git.commit": "commit",
  "runlore.git.branch": "branch",
  "mlflow.source.git.branch": "branch",
  "azureml.git.branch": "branch",
  "runlore.git.repository": "repository",
  "runlore.git.url": "repository",
  "mlflow.source.git.repoURL": "repository",
  "azureml.git.repository_uri": "repository",
  "runlore.git.dirty": "dirty",
  "azureml.git.dirty": "dirty",
  "runlore.python": "python",
  "runlore.platform": "platform",
  "runlore.exitCode": "exitCode",
};

/** What a run ran on: its host, and what its properties and tags say of code and machine. */
export function surroundingsOf(run: Run): readonly Named[] {
  const facts = new Map<string, string>();
  if (run.host !== undefined) {
    facts.set(texts.overview.facts.host, run.host);
  }
  for (const [key, value] of [...Object.entries(run.properties), ...Object.entries(run.tags)]) {
    const fact = Object.hasOwn(KNOWN, key) ? KNOWN[key] : undefined;
    if (fact !== undefined && value !== null && !facts.has(texts.overview.facts[fact])) {
      facts.set(texts.overview.facts[fact], value);
    }
  }
  return [...facts].map(([name, value]) => ({ name, value }));
}

/** The script and its arguments as a shell would take them. */
export function commandOf({
  script,
  arguments: args,
}: Pick<Run, "script" | "arguments">): string | undefined {
  return script === undefined ? undefined : [script, ...args].map(shellWord).join(" ");
}

function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
