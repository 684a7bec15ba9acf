// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors

import { type DashboardAddress, dashboardAddress } from "../dashboard/address";

/** What a person chose to see of the page, and of its runs. */
export interface ProjectAddress extends DashboardAddress {
  /** Its files without it. */
  readonly tab?: "runs";
  /** Path of the file that is open. */
  readonly file?: string;
  /** Path of the script that is to run; the one that ran last without it. */
  readonly script?: string;
  /** Whether runs of every script are listed. */
  readonly every?: true;
}

/** The search part of the page's address, without what it cannot be. */
export function projectAddress(search: Record<string, unknown>): ProjectAddress {
  return {
    ...dashboardAddress(search),
    ...(search.tab === "runs" && { tab: "runs" }),
    ...text("file", search.file),
    ...text("script", search.script),
    ...(search.every === true && { every: true as const }),
  };
}

// A name such as `5` comes as a number, as the router reads values for JSON.
function text<K extends "file" | "script">(key: K, value: unknown): { readonly [P in K]?: string } {
  const path = typeof value === "number" || typeof value === "boolean" ? String(value) : value;
  return (typeof path === "string" && path !== "" ? { [key]: path } : {}) as { readonly [P in K]?: string };
}
