// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { bytes } from "../../api/client";

/** Beyond it a file is not shown. */
export const LARGEST_SHOWN = 4 * 1024 * 1024;

/** What a file turned out to be. */
export type SourceFile =
  | { readonly kind: "text"; readonly lines: readonly string[] }
  | { readonly kind: "binary" }
  | { readonly kind: "large"; readonly size: number };

/** Reads a file of a project, unless it is too large or no text. */
export async function readSource(project: string, path: string, signal: AbortSignal): Promise<SourceFile> {
  const ask = `/projects/${encodeURIComponent(project)}/files?path=${encodeURIComponent(path)}`;
  const response = await bytes(ask, { signal });
  const size = Number(response.headers.get("Content-Length") ?? 0);
  if (size > LARGEST_SHOWN) {
    await response.body?.cancel();
    return { kind: "large", size };
  }
  return sourceOf(new Uint8Array(await response.arrayBuffer()));
}

/** Lines of a text without what ends them; a file with a zero byte is no text. */
export function sourceOf(content: Uint8Array): SourceFile {
  if (content.includes(0)) {
    return { kind: "binary" };
  }
  const lines = new TextDecoder().decode(content).split(/\r\n|\n|\r/);
  if (lines.at(-1) === "") {
    lines.pop();
  }
  return { kind: "text", lines };
}
