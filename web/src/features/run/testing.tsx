// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
//
// A run's page with a server that answers what a test says.
import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  Outlet,
  RouterProvider,
} from "@tanstack/react-router";
import { configure, render } from "@testing-library/react";
import { vi } from "vitest";
import type { Run } from "../../api/schema";
import { runAddress } from "./address";
import { RunPage } from "./RunPage";

// Parts of the page are loaded when they are opened.
configure({ asyncUtilTimeout: 10_000 });

/** What the server says by method and path with its query, such as `GET /runs/r/metrics?limit=1000`. */
export type Answers = Record<string, (request: Request) => Response | Promise<Response>>;

export const json = (body: unknown, status = 200) =>
  new Response(JSON.stringify(body), {
    status,
    headers: { "Content-Type": status < 400 ? "application/json" : "application/problem+json" },
  });

export const problem = (status: number, detail: string) =>
  json({ type: "about:blank", title: "", status, detail, code: "INTERNAL", requestId: "req-1" }, status);

export const RUN: Run = {
  id: "r",
  number: 7,
  name: "baseline",
  experiment: { id: "1", uuid: "00000000-0000-0000-0000-000000000001", name: "iris" },
  status: "Completed",
  target: "local",
  user: { id: "00000000-0000-0000-0000-000000000002", name: "ada" },
  created: "2026-05-04T09:30:00Z",
  started: "2026-05-04T09:30:01Z",
  ended: "2026-05-04T09:33:43Z",
  duration: 222,
  heartbeat: true,
  archived: false,
  revision: 3,
  children: 0,
  script: "train.py",
  arguments: ["0.1"],
  tags: {},
  properties: {},
  params: {},
  warnings: [],
  writers: [],
};

const NOTHING: Answers = {
  "GET /runs/r/metrics?limit=1000": () => json({ items: [] }),
  "GET /runs/r/artifacts?limit=1000": () => json({ items: [] }),
  "GET /runs/r/logs": () => json({ items: [] }),
  "GET /runs/r/datasets": () => json({ items: [] }),
};

/** Shows a part of the page of {@link RUN} changed by `run`. Answers the requests that were made. */
export function showRun(tab: string, run: Partial<Run> = {}, answers: Answers = {}): string[] {
  const made: string[] = [];
  const known: Answers = { "GET /runs/r": () => json({ ...RUN, ...run }), ...NOTHING, ...answers };
  vi.stubGlobal("fetch", async (asked: Request | string, init?: RequestInit) => {
    const request = new Request(
      typeof asked === "string" ? new URL(asked, "http://studio.test") : asked,
      init as RequestInit,
    );
    const url = new URL(request.url, "http://studio.test");
    const key = `${request.method} ${url.pathname.replace("/api/v1", "")}${url.search}`;
    made.push(key);
    return known[key]?.(request) ?? problem(404, `no answer to ${key}`);
  });
  giveSizes();
  const root = createRootRoute({ component: Outlet });
  const page = createRoute({
    getParentRoute: () => root,
    path: "/runs/$run/$tab",
    validateSearch: runAddress,
    component: RunPage,
  });
  const router = createRouter({
    routeTree: root.addChildren([page]),
    history: createMemoryHistory({ initialEntries: [`/runs/r/${tab}`] }),
  });
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  render(
    <MantineProvider>
      <QueryClientProvider client={queries}>
        {/* The router of a test is not the one the app registers. */}
        <RouterProvider router={router as never} />
      </QueryClientProvider>
    </MantineProvider>,
  );
  return made;
}

/** A page without a layout has no sizes; virtual lists need some. */
function giveSizes(): void {
  vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockReturnValue(600);
  vi.spyOn(HTMLElement.prototype, "clientWidth", "get").mockReturnValue(1_000);
  vi.stubGlobal(
    "ResizeObserver",
    class {
      private readonly tell: ResizeObserverCallback;
      constructor(tell: ResizeObserverCallback) {
        this.tell = tell;
      }
      observe(target: Element): void {
        const box = { blockSize: 600, inlineSize: 1_000 };
        const entry = { target, contentRect: new DOMRect(0, 0, 1_000, 600), borderBoxSize: [box] };
        queueMicrotask(() =>
          this.tell([entry as unknown as ResizeObserverEntry], this as unknown as ResizeObserver),
        );
      }
      unobserve(): void {}
      disconnect(): void {}
    },
  );
}
