// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { duration } from "../../format/time";

/** How long something has gone on: in whole seconds, as it is seen growing. */
export function elapsed(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  return seconds < 60 ? `${seconds} s` : duration(seconds);
}
