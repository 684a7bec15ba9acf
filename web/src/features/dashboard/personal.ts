// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
//
// What one person wants to see of an experiment, kept in the browser. Addresses say more and go first.

export interface Personal {
  readonly columns?: string;
  readonly widths?: Readonly<Record<string, number>>;
}

const PREFIX = "runlore.dashboard.";

export function readPersonal(scope: string): Personal {
  const text = stored()?.getItem(PREFIX + scope);
  try {
    const value: unknown = JSON.parse(text ?? "{}");
    return typeof value === "object" && value !== null ? personalOf(value as Record<string, unknown>) : {};
  } catch {
    // What another version or a hand wrote there is no choice that can be kept.
    return {};
  }
}

export function writePersonal(scope: string, personal: Personal): void {
  stored()?.setItem(PREFIX + scope, JSON.stringify(personal));
}

function personalOf({ columns, widths }: Record<string, unknown>): Personal {
  const isWidths =
    typeof widths === "object" &&
    widths !== null &&
    Object.values(widths).every((w) => typeof w === "number");
  return {
    ...(typeof columns === "string" && { columns }),
    ...(isWidths && { widths: widths as Record<string, number> }),
  };
}

function stored(): Storage | undefined {
  try {
    return window.localStorage;
  } catch {
    // A browser may refuse it; then choices live as long as the page.
    return undefined;
  }
}
