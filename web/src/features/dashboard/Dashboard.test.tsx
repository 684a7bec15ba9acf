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
import { configure, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test, vi } from "vitest";
import { layOut } from "../../testing/layout";
import { type DashboardAddress, dashboardAddress } from "./address";
import { askAhead, askExperimentAhead } from "./ahead";
import type { Scope } from "./asks";
import { Dashboard } from "./Dashboard";
import { changed } from "./useView";

// Looking for roles in a whole page takes long where much else runs.
vi.setConfig({ testTimeout: 60_000 });
configure({ asyncUtilTimeout: 15_000 });

const RUNS = 8;
const asked: URL[] = [];

/** Eight runs of one experiment; a filter with "low" in it is refused. */
function answerTo(url: URL, method: string): Response {
  const json = (body: unknown, status = 200): Response =>
    new Response(JSON.stringify(body), {
      status,
      headers: { "Content-Type": status === 200 ? "application/json" : "application/problem+json" },
    });
  const path = url.pathname.replace("/api/v1", "");
  const filter = url.searchParams.get("filter") ?? "";
  if (filter.includes('"low"')) {
    return json(
      {
        status: 400,
        code: "INVALID_ARGUMENT",
        detail: 'filter, character 15: expected a number\nmetrics.loss > "low"\n              ^',
      },
      400,
    );
  }
  if (method === "POST") {
    return json({ series: [] });
  }
  switch (path) {
    case "/metric-names":
      return json({
        items: [
          { name: "Accuracy", column: "", runs: 8 },
          { name: "loss", column: "", runs: 8 },
        ],
      });
    case "/runs:groups":
      return json({
        items: [{ key: { archived: "false" }, runs: filter.includes("Failed") ? 0 : RUNS, metrics: {} }],
      });
    case "/runs":
      return json({ columns: table(url, filter.includes("Failed") ? 0 : RUNS) });
    default:
      return json({ items: [] });
  }
}

function table(url: URL, rows: number): Record<string, unknown[]> {
  const known: Record<string, (row: number) => unknown> = {
    id: (row) => `r${RUNS - row}`,
    number: (row) => RUNS - row,
    status: () => "Completed",
    started: () => "2026-05-04T12:00:00Z",
    duration: () => 4.73,
    "metrics.Accuracy": (row) => 0.5 + row / 100,
    "metrics.Accuracy.count": () => 1,
    "metrics.loss": () => 0.25,
    "metrics.loss.count": () => 10,
    tags: () => ({ team: "vision" }),
    params: () => ({ lr: "0.1" }),
  };
  const columns = (url.searchParams.get("columns") ?? "").split(",");
  return Object.fromEntries(
    columns.map((column) => [column, Array.from({ length: rows }, (_, row) => known[column]?.(row) ?? null)]),
  );
}

beforeEach(() => {
  layOut(1_400, 600);
  asked.length = 0;
  window.localStorage.clear();
  vi.stubGlobal("fetch", async (request: Request) => {
    const url = new URL(request.url, "http://localhost");
    asked.push(url);
    return answerTo(url, request.method);
  });
});

const SCOPE: Scope = { experiment: "iris", primaryMetric: { name: "Accuracy", goal: "max" } };

const asking = (staleTime = 0) =>
  new QueryClient({ defaultOptions: { queries: { retry: false, staleTime } } });

/** The dashboard at an address, with the pages that it leads to. */
async function open(search: DashboardAddress = {}, queries = asking()) {
  const root = createRootRoute();
  const page = createRoute({
    getParentRoute: () => root,
    path: "/",
    validateSearch: dashboardAddress,
    component: () => {
      const address = page.useSearch();
      const navigate = page.useNavigate();
      return (
        <Dashboard
          scope={SCOPE}
          address={address}
          onAddress={(change) => void navigate({ search: (old) => changed(old, change) })}
        />
      );
    },
  });
  const others = ["/runs/$run/$tab", "/compare"].map((path) =>
    createRoute({ getParentRoute: () => root, path, component: () => path }),
  );
  const router = createRouter({
    routeTree: root.addChildren([page, ...others]),
    history: createMemoryHistory(),
  });
  await router.navigate({ to: "/", search: search as never });
  const shown = render(
    <MantineProvider env="test">
      <QueryClientProvider client={queries}>
        {/* The router of a test is not the one the app registers. */}
        <RouterProvider router={router as never} />
      </QueryClientProvider>
    </MantineProvider>,
  );
  return { router, shown, close: () => shown.unmount() };
}

const heads = (): (string | null)[] => screen.getAllByRole("columnheader").map((head) => head.textContent);
const tables = (): URL[] =>
  asked.filter(
    ({ pathname, searchParams }) => pathname.endsWith("/runs") && searchParams.get("limit") === "200",
  );

test("the columns at first are what was logged between where runs stand and where they ran", async () => {
  await open();
  await screen.findByRole("link", { name: "Run 8" });
  expect(heads()).toEqual([
    "",
    "Run",
    "Status",
    "Started",
    "Duration",
    "Accuracy",
    "loss",
    "Target",
    "User",
    "Tags",
  ]);
  expect(tables().at(-1)?.searchParams.get("columns")).toBe(
    "id,number,name,status,started,duration,metrics.Accuracy,metrics.loss,target,user,tags",
  );
});

test.each<[string, DashboardAddress]>([
  ["the columns of what was logged", {}],
  [
    "columns that were chosen",
    { columns: "status,metrics.loss", order: "metrics.loss", filter: "number > 0" },
  ],
])("what is asked ahead are the very questions of the page: %s", async (_, address) => {
  const queries = asking(60_000);
  await askAhead(queries, SCOPE, address);
  await waitFor(() => expect(tables()).toHaveLength(1));
  const ahead = asked.map(String);
  await open(address, queries);
  await screen.findByRole("link", { name: "Run 8" });
  const after = asked.map(String).slice(ahead.length);
  expect(after.filter((url) => ahead.includes(url))).toEqual([]);
  expect(tables()).toHaveLength(1);
  expect(ahead.filter((url) => url.includes("runs:groups"))).toHaveLength(1);
});

test("what fails ahead is told by the page, which asks again", async () => {
  vi.stubGlobal("fetch", async () => {
    throw new TypeError("no server");
  });
  const queries = asking(60_000);
  await askExperimentAhead(queries, "1", {});
  await askAhead(queries, SCOPE, {});
  expect(
    queries
      .getQueryCache()
      .getAll()
      .every(({ state }) => state.data === undefined),
  ).toBe(true);
});

test("a click on a head asks the server for that order, and the address keeps it", async () => {
  const { router } = await open();
  await userEvent.click(await screen.findByRole("columnheader", { name: "Accuracy" }));
  await waitFor(() => expect(tables().at(-1)?.searchParams.get("orderBy")).toBe("metrics.Accuracy desc"));
  expect(router.state.location.search).toEqual({ order: "metrics.Accuracy desc" });
  const head = await screen.findByRole("columnheader", { name: "Accuracy" });
  expect(head.getAttribute("aria-sort")).toBe("descending");
  await userEvent.click(head);
  await waitFor(() => expect(tables().at(-1)?.searchParams.get("orderBy")).toBe("metrics.Accuracy"));
});

test("a refused filter is explained under the field, and the rows before it stay", async () => {
  const { router } = await open();
  await screen.findByRole("link", { name: "Run 8" });
  const field = screen.getByRole("combobox", { name: "Filter" });
  await userEvent.click(field);
  await userEvent.paste('metrics.loss > "low"');
  await userEvent.keyboard("{Escape}{Enter}");
  const fault = await screen.findByRole("alert");
  expect(fault.textContent).toContain("character 15: expected a number");
  expect(field.getAttribute("aria-invalid")).toBe("true");
  expect(router.state.location.search).toEqual({ filter: 'metrics.loss > "low"' });
  expect(screen.getByRole("link", { name: "Run 8" })).toBeDefined();
});

test("a filter without hits offers to take it away", async () => {
  const { router } = await open({ filter: 'status = "Failed"' });
  await userEvent.click(await screen.findByRole("button", { name: "Clear filter" }));
  await screen.findByRole("link", { name: "Run 8" });
  expect(router.state.location.search).toEqual({});
});

test("columns are chosen in the dialog, and a later visit finds them", async () => {
  const first = await open();
  await screen.findByRole("link", { name: "Run 8" });
  await userEvent.click(screen.getByRole("button", { name: "Customize list view" }));
  const dialog = await screen.findByRole("dialog", { name: "List view customization" });
  await userEvent.click(await within(dialog).findByRole("checkbox", { name: "lr" }));
  await userEvent.selectOptions(within(dialog).getByRole("combobox", { name: "Value of Accuracy" }), "max");
  await userEvent.click(within(dialog).getByRole("button", { name: "Remove Target" }));
  await userEvent.click(within(dialog).getByRole("button", { name: "Move Status down" }));
  const columns = "started,status,duration,metrics.Accuracy.max,metrics.loss,user,tags,params.lr";
  await waitFor(() => expect(first.router.state.location.search).toEqual({ columns }));
  first.close();
  await open();
  await screen.findByRole("columnheader", { name: "lr" });
  expect(tables().at(-1)?.searchParams.get("columns")).toBe(
    "id,number,name,status,started,duration,metrics.Accuracy.max,metrics.loss,user,tags,params.lr",
  );
});

test("two selected runs are compared, one is not", async () => {
  const { router } = await open();
  await userEvent.click(await screen.findByRole("checkbox", { name: "Select Run 8" }));
  expect(screen.getByRole<HTMLButtonElement>("button", { name: "Compare" }).disabled).toBe(true);
  await userEvent.click(screen.getByRole("checkbox", { name: "Select Run 7" }));
  await userEvent.click(screen.getByRole("button", { name: "Compare 2" }));
  await waitFor(() => expect(router.state.location.pathname).toBe("/compare"));
  expect(router.state.location.search).toEqual({ runs: "r8,r7" });
});

test("an archiving tells what is done and can be taken back", async () => {
  await open();
  await userEvent.click(await screen.findByRole("checkbox", { name: "Select Run 8" }));
  await userEvent.click(screen.getByRole("button", { name: "Actions" }));
  await userEvent.click(await screen.findByRole("menuitem", { name: "Archive" }));
  await screen.findByText("Archived 1 of 1");
  await userEvent.click(screen.getByRole("button", { name: "Undo" }));
  await screen.findByText("Unarchived 1 of 1");
  expect(asked.map(({ pathname }) => pathname).filter((path) => path.includes("/r8/"))).toEqual([
    "/api/v1/runs/r8/archive",
    "/api/v1/runs/r8/unarchive",
  ]);
});
