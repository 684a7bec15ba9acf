// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { defineConfig } from "vitest/config";

/** The browser tests: the packaged server, a real Chromium, no request mocked. */
export default defineConfig({
  test: {
    environment: "node",
    include: ["e2e/**/*.spec.ts"],
    // A server and a browser each; more of them at once would wait for the processors.
    fileParallelism: false,
    testTimeout: 60_000,
    // Keys that a test presses come faster than a person's: one that fails is tried once more, which `verify` tells.
    retry: 1,
    hookTimeout: 120_000,
    // What a person would wait for, on a machine that is busy.
    expect: { poll: { timeout: 20_000, interval: 100 } },
  },
});
