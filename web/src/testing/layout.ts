// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { vi } from "vitest";

/** Gives every element this size, as nothing is laid out in tests. */
export function layOut(width: number, height: number): void {
  for (const [name, size] of [
    ["offsetWidth", width],
    ["offsetHeight", height],
    ["clientWidth", width],
    ["clientHeight", height],
  ] as const) {
    vi.spyOn(HTMLElement.prototype, name, "get").mockReturnValue(size);
  }
}
