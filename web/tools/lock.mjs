// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors

// Completes package-lock.json after `npm i`: npm leaves out the packages of other platforms when the registry that was asked does
// not hold them, and then `npm ci` refuses the lock, everywhere. Their versions stand in the packages that want them, and their
// platforms in their names. Run by hand: node tools/lock.mjs
import { readFileSync, writeFileSync } from "node:fs";

const PLATFORM =
  /[-/](aix|android|darwin|freebsd|linux|netbsd|openbsd|openharmony|sunos|wasm32|win32)(?:-([a-z]+[0-9]*[a-z]*))?(?:-(gnu|gnueabihf|musl|musleabihf|msvc|wasi))?$/;
const LIBC = { gnu: "glibc", gnueabihf: "glibc", musl: "musl", musleabihf: "musl" };

const file = new URL("../package-lock.json", import.meta.url);
const lock = JSON.parse(readFileSync(file, "utf8"));
for (const [place, parent] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(parent.optionalDependencies ?? {})) {
    const platform = PLATFORM.exec(name);
    if (place !== "" && platform !== null) {
      lock.packages[`node_modules/${name}`] ??= entry(version, parent, platform);
    }
  }
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);

function entry(version, parent, [, os, cpu, libc]) {
  return {
    version,
    cpu: [os === "wasm32" ? "wasm32" : cpu],
    ...(parent.dev === true ? { dev: true } : {}),
    ...(LIBC[libc] === undefined ? {} : { libc: [LIBC[libc]] }),
    optional: true,
    ...(os === "wasm32" ? {} : { os: [os] }),
  };
}
