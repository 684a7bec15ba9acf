// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test, vi } from "vitest";
import type { Job } from "../../api/schema";
import { aRun } from "../../testing/runs";
import { serve, show } from "../../testing/served";
import { JobList } from "./JobList";

const LIVE = "GET /jobs?state=live&limit=200";
const ENDED = "GET /jobs?state=ended&limit=200";
const JOB: Job = {
  id: "j1",
  run: "r1",
  target: "local",
  launch: "server",
  state: "Queued",
  position: 2,
  cancelRequested: false,
  created: "2026-05-04T12:00:00Z",
};
const LOG = "azureml-logs/70_driver_log.txt";

/** Everything is in sight, or nothing. */
function sight(isIntersecting: boolean): void {
  vi.stubGlobal(
    "IntersectionObserver",
    class {
      private readonly tell: (entries: { isIntersecting: boolean }[]) => void;
      constructor(tell: (entries: { isIntersecting: boolean }[]) => void) {
        this.tell = tell;
      }
      observe(): void {
        this.tell([{ isIntersecting }]);
      }
      disconnect(): void {}
    },
  );
}

beforeEach(() => sight(true));

test("a job that waits has its script and number, its place, and the word of its status", async () => {
  serve({
    [LIVE]: { body: { items: [JOB] } },
    [ENDED]: { body: { items: [] } },
    "GET /runs/r1": { body: aRun({ id: "r1", status: "Queued" }) },
  });
  show(<JobList />);

  const name = await screen.findByRole("link", { name: "train.py [7]" });
  expect(name.getAttribute("href")).toBe("/runs/r1/overview");
  expect(screen.getByRole("link", { name: "Queued" }).getAttribute("href")).toBe("/runs/r1/logs");
  expect(screen.getByText("2. in the queue")).toBeTruthy();
});

test("a job that runs shows what it printed last, as text", async () => {
  const seen = serve({
    [LIVE]: { body: { items: [{ ...JOB, state: "Running", started: "2026-05-04T12:00:05Z" }] } },
    [ENDED]: { body: { items: [] } },
    "GET /runs/r1": { body: aRun({ id: "r1", status: "Running" }) },
    "GET /runs/r1/logs": { body: { items: [{ path: LOG, size: 9_000 }] } },
    [`GET /runs/r1/logs?path=${encodeURIComponent(LOG)}&from=4904`]: { text: "epoch 1\n<b>epoch 2</b>\n" },
  });
  show(<JobList />);

  expect(await screen.findByText("<b>epoch 2</b>")).toBeTruthy();
  expect(seen.filter(({ path }) => path.includes("from="))).toHaveLength(1);
});

test("of a job that is out of sight nothing is asked for", async () => {
  sight(false);
  const seen = serve({
    [LIVE]: { body: { items: [{ ...JOB, state: "Running", started: "2026-05-04T12:00:05Z" }] } },
    [ENDED]: { body: { items: [] } },
  });
  show(<JobList />);

  expect(await screen.findByRole("link", { name: "r1" })).toBeTruthy();
  expect(seen.map(({ path }) => path).sort()).toEqual([ENDED, LIVE].map((ask) => ask.slice(4)));
});

test("a job that failed says why, and one that is canceled says that it is", async () => {
  const error = { code: "UserError", message: "script 'train.py' ended with exit code 1" };
  const seen = serve({
    [LIVE]: { body: { items: [JOB] } },
    [ENDED]: {
      body: { items: [{ ...JOB, id: "j2", run: "r2", state: "Ended", ended: "2026-05-04T12:01:00Z" }] },
    },
    "GET /runs/r1": { body: aRun({ id: "r1", status: "Queued" }) },
    "GET /runs/r2": { body: aRun({ id: "r2", number: 6, status: "Failed", error }) },
    "POST /jobs/j1/cancel": { body: aRun({ id: "r1", status: "Canceled" }) },
  });
  show(<JobList />);

  expect(await screen.findByText(error.message)).toBeTruthy();
  await userEvent.click(screen.getByRole("button", { name: "Cancel" }));
  await waitFor(() => expect(seen.filter(({ method }) => method === "POST")).toHaveLength(1));
  await waitFor(() => expect(seen.filter(({ path }) => path.startsWith("/jobs?state=live"))).toHaveLength(2));
});

test("a job that ended between the two questions stands in the list once", async () => {
  const { position: _, ...ended } = JOB;
  serve({
    [LIVE]: { body: { items: [JOB] } },
    [ENDED]: { body: { items: [{ ...ended, state: "Ended" }] } },
    "GET /runs/r1": { body: aRun({ id: "r1", status: "Canceled" }) },
  });
  show(<JobList />);

  await screen.findByRole("heading", { name: "Ended" });
  await waitFor(() => expect(screen.getAllByRole("link", { name: "train.py [7]" })).toHaveLength(1));
  expect(screen.queryByText("2. in the queue")).toBeNull();
});
