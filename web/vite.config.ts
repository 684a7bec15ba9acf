// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import react from "@vitejs/plugin-react";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

/** Where `npm run dev` finds a server. */
const server = process.env.RUNLORE_URL ?? "http://127.0.0.1:5055";

/** What every view needs soon, and how the page asks for it at once: the shared code and its style, fonts of western text. */
const EARLY = [
  { name: /(shared|RunsPage|ExperimentPage)-.*\.js$/, attrs: { rel: "modulepreload" } },
  { name: /shared-.*\.css$/, attrs: { rel: "preload", as: "style" } },
  { name: /-latin-wght-normal-.*\.woff2$/, attrs: { rel: "preload", as: "font", type: "font/woff2" } },
] as const;

const early: Plugin = {
  name: "early",
  transformIndexHtml: {
    order: "post",
    handler: (_html, { bundle = {} }) =>
      EARLY.flatMap(({ name, attrs }) =>
        Object.keys(bundle)
          .filter((file) => name.test(file))
          .map((file) => ({
            tag: "link",
            injectTo: "head" as const,
            attrs: { ...attrs, crossorigin: true, href: `/${file}` },
          })),
      ),
  },
};

export default defineConfig({
  plugins: [react(), early],
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
    // tools/budget.mjs has the limits.
    chunkSizeWarningLimit: 1_000,
    rolldownOptions: {
      output: {
        // Left alone, what pages share lies in dozens of files that wait for each other; a page comes faster with few.
        codeSplitting: {
          groups: [
            { name: "shell", tags: ["$initial"] },
            { name: "shared", minShareCount: 2 },
          ],
        },
      },
    },
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
