// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import createClient from "openapi-fetch";
import { ProblemError, UnreachableError } from "./problem";
import type { Problem, paths } from "./schema";

/** Where the API lies; artifacts and zips are links below it. */
export const API = "/api/v1";

// The header tells the server that a change comes from this page and not from another one with the browser's cookie.
const HEADERS = { "X-Runlore": "1" };

/**
 * One typed function a method of the API. Callers go through {@link answer}, which turns refusals into errors. A fetch of its own,
 * as tests put theirs in the place of the browser's after this is loaded.
 */
export const client = createClient<paths>({
  baseUrl: API,
  headers: HEADERS,
  fetch: (request) => reach(() => globalThis.fetch(request)),
});

interface Told<T> {
  readonly data?: T;
  readonly error?: unknown;
  readonly response: Response;
}

/** @throws ProblemError when the server refuses, UnreachableError when it does not answer */
export async function answer<T>(asked: Promise<Told<T>>): Promise<T> {
  const { data, error, response } = await asked;
  if (!response.ok) {
    throw new ProblemError(response.status, error as Partial<Problem> | undefined);
  }
  return data as T;
}

/** Bytes from an address of the API, such as `/runs/r/logs?path=p`. */
export async function bytes(path: string, init: RequestInit = {}): Promise<Response> {
  const response = await reach(() =>
    globalThis.fetch(API + path, { ...init, headers: { ...HEADERS, ...init.headers } }),
  );
  if (!response.ok) {
    throw new ProblemError(response.status, await problemOf(response));
  }
  return response;
}

async function problemOf(response: Response): Promise<Partial<Problem> | undefined> {
  const isProblem = response.headers.get("Content-Type")?.startsWith("application/problem+json") ?? false;
  return isProblem ? ((await response.json()) as Partial<Problem>) : undefined;
}

async function reach(ask: () => Promise<Response>): Promise<Response> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") {
      throw error;
    }
    throw new UnreachableError(error);
  }
}
