// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { API } from "./client";

// The only places where a name that came from a run becomes part of an address.

/** A run's file: shown by the browser when it can do no harm, else a download; the server decides by its own table. */
export function artifactLink(run: string, path: string): string {
  return `${API}/runs/${encodeURIComponent(run)}/artifacts?${new URLSearchParams({ path })}`;
}

export function snapshotFileLink(snapshot: string, path: string): string {
  return `${API}/snapshots/${encodeURIComponent(snapshot)}/files?${new URLSearchParams({ path })}`;
}

export function snapshotZipLink(snapshot: string): string {
  return `${API}/snapshots/${encodeURIComponent(snapshot)}.zip`;
}

/** A run that is over with everything in it and below it. */
export function exportLink(run: string): string {
  return `${API}/runs/${encodeURIComponent(run)}/export`;
}
