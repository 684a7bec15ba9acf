// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { bytes } from "../../../api/client";
import { PIECE, type ReadBytes } from "../../../ui/text/reader";

/** Reads a log by the server's own offsets; it may grow meanwhile. */
export function logRead(run: string, path: string): ReadBytes {
  return async (from, signal) => {
    const asked = new URLSearchParams({ path, from: String(from) });
    const answer = await bytes(`/runs/${encodeURIComponent(run)}/logs?${asked}`, { signal });
    const read = new Uint8Array(await answer.arrayBuffer());
    return { bytes: read, size: Number(answer.headers.get("Runlore-Log-Size") ?? from + read.length) };
  };
}

/** Reads a file of known length by ranges; `address` is below the API's. */
export function rangeRead(address: string, size: number): ReadBytes {
  return async (from, signal) => {
    if (from >= size) {
      return { bytes: new Uint8Array(), size };
    }
    const answer = await bytes(address, { signal, headers: { Range: `bytes=${from}-${from + PIECE - 1}` } });
    const read = new Uint8Array(await answer.arrayBuffer());
    return { bytes: answer.status === 206 ? read : read.subarray(from, from + PIECE), size };
  };
}
