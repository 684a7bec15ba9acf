// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors

// Makes what Vite wrote ready for the server's jar: compressed copies of files beyond 1 kB, and the list `files` of exact names, a
// line each: name, content type, SHA-256, encodings, separated by tabs. The server answers what stands in it, and nothing else.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { extname, join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const WORTH_IT = 1024;
const TYPES = {
  ".css": "text/css;charset=utf-8",
  ".js": "text/javascript;charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".woff2": "font/woff2",
};
const TEXT = new Set([".css", ".js", ".svg"]);

const studio = new URL("../dist/studio/", import.meta.url).pathname;
renameSync(join(studio, ".vite/manifest.json"), join(studio, "../manifest.json"));
rmSync(join(studio, ".vite"), { recursive: true });

const names = readdirSync(studio, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name !== "index.html")
  .map((entry) => join(entry.parentPath, entry.name).slice(studio.length))
  .sort();
writeFileSync(join(studio, "files"), names.map((name) => `${line(name)}\n`).join(""));

function line(name) {
  const kind = extname(name);
  const type = TYPES[kind];
  if (type === undefined) {
    throw new Error(
      `${name} must be a ${Object.keys(TYPES).join(", ")}; name its content type in tools/pack.mjs`,
    );
  }
  const bytes = readFileSync(join(studio, name));
  const digest = createHash("sha256").update(bytes).digest("hex");
  return [
    name,
    type,
    digest,
    ["identity", ...packed(name, TEXT.has(kind) ? bytes : undefined)].join(","),
  ].join("\t");
}

/** Writes the smaller copies of a text; images and fonts are packed in themselves. */
function packed(name, bytes) {
  if (bytes === undefined || bytes.length <= WORTH_IT) {
    return [];
  }
  writeFileSync(join(studio, `${name}.gz`), gzipSync(bytes, { level: 9 }));
  const quality = {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
  };
  writeFileSync(join(studio, `${name}.br`), brotliCompressSync(bytes, quality));
  return ["br", "gzip"];
}
