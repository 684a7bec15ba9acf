// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors

/** What is meant by a link that MLflow's clients print, such as `/#/experiments/1/runs/2`; `hash` is without its `#`. */
export function meantByMlflow(hash: string): { experiment: string; run: string | undefined } | undefined {
  const link = /^\/experiments\/([\w-]+)(?:\/runs\/([\w-]+))?\/?$/.exec(hash);
  return link?.[1] === undefined ? undefined : { experiment: link[1], run: link[2] };
}
