// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors

// Fails when the built studio has grown beyond what a page may load: all scripts that index.html loads at once, and every script
// that is loaded later, packed with gzip. Run after `npm run build`.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const SHELL = 280 * 1000;
const LAZY = 150 * 1000;

const dist = new URL("../dist/", import.meta.url);
const manifest = JSON.parse(readFileSync(new URL("manifest.json", dist), "utf8"));
const entry = Object.keys(manifest).find((key) => manifest[key].isEntry);
if (entry === undefined) {
  throw new Error("the manifest of the build names no entry; build the studio again");
}

const shell = reached(entry, new Set());
const sizes = Object.keys(manifest)
  .filter((key) => manifest[key].file.endsWith(".js"))
  .map((key) => ({ file: manifest[key].file, bytes: packedSize(manifest[key].file), lazy: !shell.has(key) }));
const first = sizes.filter((it) => !it.lazy).reduce((sum, it) => sum + it.bytes, 0);
const largest = sizes.filter((it) => it.lazy).sort((a, b) => b.bytes - a.bytes);
const faults = [
  ...(first > SHELL ? [`the shell has ${first} bytes and may have ${SHELL}`] : []),
  ...largest
    .filter((it) => it.bytes > LAZY)
    .map((it) => `${it.file} has ${it.bytes} bytes and may have ${LAZY}`),
];
console.log(
  `shell ${first} bytes (<= ${SHELL}), ${largest.length} lazy scripts, largest ${largest[0]?.bytes ?? 0} (<= ${LAZY})`,
);
for (const fault of faults) {
  console.error(`${fault}, packed with gzip; load later what the page does not need at first`);
}
process.exitCode = faults.length > 0 ? 1 : 0;

/** A script with everything that it imports at once. */
function reached(key, found) {
  if (!found.has(key)) {
    found.add(key);
    for (const next of manifest[key].imports ?? []) {
      reached(next, found);
    }
  }
  return found;
}

function packedSize(file) {
  return gzipSync(readFileSync(new URL(`studio/${file}`, dist)), { level: 9 }).length;
}
