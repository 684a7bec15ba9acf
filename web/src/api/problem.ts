// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import type { ErrorCode, Problem } from "./schema";

/** What the server refused, in its own words. */
export class ProblemError extends Error {
  readonly status: number;
  readonly code: ErrorCode | undefined;
  readonly requestId: string | undefined;

  constructor(status: number, problem: Partial<Problem> | undefined) {
    super(problem?.detail ?? `the server answered ${status}`);
    this.name = "ProblemError";
    this.status = status;
    this.code = problem?.code;
    this.requestId = problem?.requestId;
  }
}

/** No answer came: the server is stopped, or the connection broke. */
export class UnreachableError extends Error {
  constructor(cause: unknown) {
    super("the server does not answer", { cause });
    this.name = "UnreachableError";
  }
}

/** Whether the server wants to know first who asks. */
export function isSignedOut(error: unknown): boolean {
  return error instanceof ProblemError && (error.status === 401 || error.status === 403);
}

/** Whether asking again may help. */
export function isPassing(error: unknown): boolean {
  if (error instanceof ProblemError) {
    return error.status === 429 || error.status >= 500;
  }
  return error instanceof UnreachableError;
}
