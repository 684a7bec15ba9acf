// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  RouterProvider,
} from "@tanstack/react-router";
import { render } from "@testing-library/react";
import type { ReactNode } from "react";
import { vi } from "vitest";

/** A request as a fake server saw it. */
export interface Seen {
  readonly method: string;
  /** Below `/api/v1`, with its query. */
  readonly path: string;
  readonly body: unknown;
}

/** JSON, or bytes as text. */
type Answer = { readonly status?: number; readonly body?: unknown; readonly text?: string };

/**
 * Takes the place of the server: `answers` has what it says to `GET /projects` and the like, a function where that depends on the
 * body. Returns what was asked for so far, in order.
 */
export function serve(
  answers: Readonly<Record<string, Answer | ((body: unknown) => Answer)>>,
): readonly Seen[] {
  const seen: Seen[] = [];
  vi.stubGlobal("fetch", async (input: Request | string, init?: RequestInit) => {
    const request = new Request(new URL(input instanceof Request ? input.url : input, "http://here"), {
      ...(input instanceof Request ? { method: input.method, body: await bodyOf(input) } : {}),
      ...init,
    });
    const url = new URL(request.url);
    const path = url.pathname.replace("/api/v1", "") + url.search;
    const text = await request.text();
    const body: unknown = text === "" ? undefined : JSON.parse(text);
    seen.push({ method: request.method, path, body });
    const known = answers[`${request.method} ${path}`];
    const said = typeof known === "function" ? known(body) : known;
    const {
      status = 200,
      body: told,
      text: plain,
    } = said ?? { status: 404, body: { detail: `nobody answers ${path}` } };
    return new Response(plain ?? JSON.stringify(told), {
      status,
      headers: { "Content-Type": status < 400 ? "application/json" : "application/problem+json" },
    });
  });
  return seen;
}

async function bodyOf(request: Request): Promise<string | null> {
  const text = await request.clone().text();
  return text === "" ? null : text;
}

/** Shows a part of a page as the app would, at an address of its own. */
export function show(part: ReactNode) {
  const root = createRootRoute();
  const paths = ["/", "/projects", "/runs/$run/$tab", "/experiments/$experiment"] as const;
  const router = createRouter({
    routeTree: root.addChildren(
      paths.map((path) => createRoute({ getParentRoute: () => root, path, component: () => part })),
    ),
    history: createMemoryHistory({ initialEntries: ["/"] }),
  });
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  return render(
    <MantineProvider env="test">
      <QueryClientProvider client={queries}>
        <RouterProvider router={router as never} />
      </QueryClientProvider>
    </MantineProvider>,
  );
}
