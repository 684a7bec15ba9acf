// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { createHash, randomUUID } from "node:crypto";
import type { Server } from "./server";

type Json = Record<string, unknown>;

/** Fills a server's history over its API, as an SDK would. */
export class History {
  private readonly url: string;
  private readonly token: string;
  private readonly next = new Map<string, { writer: string; first: number }>();

  constructor(server: Server) {
    this.url = `${server.url}/api/v1`;
    this.token = server.token;
  }

  /** Makes a run and answers its id. */
  async run(draft: Json = {}): Promise<string> {
    const made = (await this.send("POST", "/runs", draft)) as { id: string };
    return made.id;
  }

  /** Appends records without their numbers and times; with `t` in a record that time. */
  async log(run: string, ...records: Json[]): Promise<void> {
    const writer = this.next.get(run) ?? { writer: randomUUID(), first: 0 };
    const opening = writer.first === 0 ? [{ create: { id: run } }] : [];
    const lines = [...opening, ...records].map((record, at) =>
      JSON.stringify({ n: writer.first + at, t: Date.now(), ...record }),
    );
    await this.bytes("POST", `/runs/${run}/records?writer=${writer.writer}&first=${writer.first}`, {
      body: `${lines.join("\n")}\n`,
      type: "application/x-ndjson; format=1",
    });
    this.next.set(run, { writer: writer.writer, first: writer.first + lines.length });
  }

  /** Ends a run with a status. */
  async end(
    run: string,
    action: "complete" | "fail" | "cancel" = "complete",
    body: Json = {},
  ): Promise<void> {
    await this.send("POST", `/runs/${run}/${action}`, body);
  }

  async artifact(run: string, path: string, body: string | Uint8Array<ArrayBuffer>): Promise<void> {
    await this.bytes("PUT", `/runs/${run}/artifacts?path=${encodeURIComponent(path)}`, { body });
  }

  /** Stores a file of any length, piece by piece. */
  async stream(run: string, path: string, pieces: AsyncIterable<Uint8Array>): Promise<void> {
    const told = await fetch(`${this.url}/runs/${run}/artifacts?path=${encodeURIComponent(path)}`, {
      method: "PUT",
      headers: { Authorization: `Bearer ${this.token}`, "Content-Type": "application/octet-stream" },
      // Node takes what can be iterated; its types do not say so.
      body: pieces as unknown as ReadableStream,
      duplex: "half",
    } as RequestInit);
    if (!told.ok) {
      throw new Error(`PUT ${path} answered ${told.status}: ${await told.text()}`);
    }
  }

  async appendLog(run: string, path: string, offset: number, body: string): Promise<number> {
    const told = await this.bytes(
      "POST",
      `/runs/${run}/logs?path=${encodeURIComponent(path)}&offset=${offset}`,
      { body },
    );
    return ((await told.json()) as { size: number }).size;
  }

  /** Stores a source folder and answers the snapshot's id. */
  async snapshot(files: Readonly<Record<string, string>>): Promise<string> {
    const lines: string[] = [];
    for (const path of Object.keys(files).sort()) {
      const body = files[path] ?? "";
      const sha256 = createHash("sha256").update(body).digest("hex");
      await this.bytes("PUT", `/blobs/${sha256}`, { body });
      lines.push(`f ${sha256} ${Buffer.byteLength(body)} ${path}\n`);
    }
    const told = await this.bytes("PUT", "/snapshots", { body: lines.join("") });
    return ((await told.json()) as { id: string }).id;
  }

  async send(method: string, path: string, body?: Json): Promise<unknown> {
    const told = await this.bytes(
      method,
      path,
      body === undefined ? {} : { body: JSON.stringify(body), type: "application/json" },
    );
    return told.status === 204 ? undefined : told.json();
  }

  private async bytes(
    method: string,
    path: string,
    { body, type = "application/octet-stream" }: { body?: string | Uint8Array<ArrayBuffer>; type?: string },
  ): Promise<Response> {
    const told = await fetch(this.url + path, {
      method,
      headers: {
        Authorization: `Bearer ${this.token}`,
        ...(body === undefined ? {} : { "Content-Type": type }),
      },
      ...(body === undefined ? {} : { body }),
    });
    if (!told.ok) {
      throw new Error(`${method} ${path} answered ${told.status}: ${await told.text()}`);
    }
    return told;
  }
}
