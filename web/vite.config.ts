// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

/** Where `npm run dev` finds a server. */
const server = process.env.RUNLORE_URL ?? "http://127.0.0.1:5055";

export default defineConfig({
  plugins: [react()],
  build: {
    target: "es2023",
    outDir: "dist/studio",
    emptyOutDir: true,
    // tools/pack.mjs takes it out of what is served; tools/budget.mjs reads it.
    manifest: true,
    // The studio's policy allows no data: scripts, fonts or styles.
    assetsInlineLimit: 0,
    // The server sends sizes; a map would triple the jar.
    sourcemap: false,
    reportCompressedSize: false,
  },
  server: {
    host: "127.0.0.1",
    proxy: { "/api": { target: server, changeOrigin: true, headers: { Origin: server } } },
  },
  test: {
    environment: "happy-dom",
    include: ["src/**/*.test.{ts,tsx}"],
    setupFiles: ["src/testing/setup.ts"],
    restoreMocks: true,
    testTimeout: 30_000,
  },
});
