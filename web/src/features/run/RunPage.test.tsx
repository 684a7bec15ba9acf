// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, test, vi } from "vitest";
import type { Tags } from "../../api/schema";
import { json, problem, RUN, showRun } from "./testing";

const HOSTILE = '<img src=x onerror="alert(1)"><script>alert(2)</script>[a](javascript:alert(3))';

vi.setConfig({ testTimeout: 30_000 });

afterEach(() => vi.unstubAllGlobals());

test("the head says which run it is and how it stands", async () => {
  showRun("overview", { snapshot: "0123456789abcdef0123456789abcdef01234567" });
  expect((await screen.findByRole("heading", { level: 1 })).textContent).toBe("baseline");
  expect(document.title).toBe("baseline · Runlore");
  expect(screen.getByText("Completed")).toBeTruthy();
  expect(screen.getByText("3 min 42 s")).toBeTruthy();
  expect(screen.getByText("ada")).toBeTruthy();
  expect(screen.getByRole("link", { name: "01234567" }).getAttribute("href")).toBe("/runs/r/snapshot");
  expect(screen.queryByRole("button", { name: "Cancel run" })).toBeNull();
  expect(screen.queryByText("Live")).toBeNull();
});

test("a run that lives can be cancelled", async () => {
  const { ended, duration, ...running } = RUN;
  const made = showRun(
    "overview",
    {},
    {
      "GET /runs/r": () => json({ ...running, status: "Running" }),
      "POST /runs/r/cancel": () => json({ ...RUN, status: "Canceled" }),
    },
  );
  await userEvent.click(await screen.findByRole("button", { name: "Cancel run" }));
  await waitFor(() => expect(made).toContain("POST /runs/r/cancel"));
  expect([ended, duration]).toEqual(["2026-05-04T09:33:43Z", 222]);
});

test("a run that is not there is said to be not there", async () => {
  showRun("overview", {}, { "GET /runs/r": () => problem(404, "there is no run r") });
  expect(await screen.findByText("There is no such run")).toBeTruthy();
  expect(screen.getByText("there is no run r")).toBeTruthy();
});

test("names, values, tags and descriptions that look like markup are text", async () => {
  showRun("overview", {
    name: HOSTILE,
    description: HOSTILE,
    tags: { [HOSTILE]: HOSTILE },
    params: { [HOSTILE]: HOSTILE },
    properties: { [HOSTILE]: HOSTILE },
    warnings: [{ at: RUN.created, text: HOSTILE }],
  });
  const parameters = await screen.findByRole("region", { name: "Parameters" });
  expect(within(parameters).getAllByText(HOSTILE)).toHaveLength(2);
  expect(screen.getByRole("heading", { level: 1 }).textContent).toBe(HOSTILE);
  expect(screen.getByRole("region", { name: "Description" }).textContent).toContain(HOSTILE);
  expect(document.querySelectorAll("#run-tab img, #run-tab script, [onerror]")).toHaveLength(0);
  expect([...document.querySelectorAll("a")].filter((link) => /script:/.test(link.href))).toEqual([]);
});

test("a failed run tells why first, with what it wrote last", async () => {
  const log = Array.from({ length: 30 }, (_, at) => `line ${at}\n`).join("");
  showRun(
    "overview",
    {
      status: "Failed",
      error: { code: "UserError", type: "ValueError", message: "ValueError: 3 columns", stack: "Traceback" },
    },
    {
      "GET /runs/r/logs": () => json({ items: [{ path: "logs/user.txt", size: log.length }] }),
      "GET /runs/r/logs?path=logs%2Fuser.txt&from=0": () => new Response(log),
    },
  );
  const card = await screen.findByRole("region", { name: "Why it failed" });
  const last = await within(card).findByRole("region", { name: "Last lines of logs/user.txt" });
  expect(card.textContent).toContain("ValueError: 3 columns");
  expect(card.textContent).toContain("Traceback");
  expect(last.textContent?.startsWith("line 10")).toBe(true);
  expect(last.textContent?.endsWith("line 29")).toBe(true);
});

test("records that were lost are told", async () => {
  const writer = { id: "w", nextRecord: 10, gaps: [[2, 4]], dropped: 1 };
  showRun("overview", { writers: [writer] });
  expect(await screen.findByText(/11 records sent, 8 stored/)).toBeTruthy();
});

test("a tag is added, and its change is shown as the server answers it", async () => {
  let sent: unknown;
  let tags: Tags = { team: "vision" };
  showRun(
    "overview",
    {},
    {
      "GET /runs/r": () => json({ ...RUN, tags }),
      "PATCH /runs/r": async (request) => {
        sent = await request.json();
        tags = { team: "vision", best: null };
        return json({ ...RUN, tags });
      },
    },
  );
  await userEvent.click(await screen.findByRole("button", { name: "Add tag" }));
  await userEvent.type(screen.getByRole("textbox", { name: "Tag, or key: value" }), "best{Enter}");
  expect(await screen.findByRole("button", { name: "best" })).toBeTruthy();
  expect(sent).toEqual({ tags: { best: null } });
});

test.each([
  ["metrics", "Nothing was logged in this run yet", "run.log("],
  ["images", "No image was logged in this run", "run.log_image("],
  ["logs", "This run has no files and no logs", "run.upload("],
  ["snapshot", "This run was made without a snapshot of its sources", "snapshot="],
  ["children", "This run has no child runs", "run.child("],
])("an empty part %s says what fills it", async (tab, title, snippet) => {
  showRun(tab);
  expect(await screen.findByText(title)).toBeTruthy();
  expect(document.querySelector("pre")?.textContent).toContain(snippet);
});

test("a part that fails is tried again alone", async () => {
  let broken = true;
  showRun(
    "metrics",
    {},
    {
      "GET /runs/r/metrics?limit=1000": () =>
        broken ? problem(500, "the disk is full") : json({ items: [] }),
    },
  );
  expect(await screen.findByText("the disk is full")).toBeTruthy();
  expect(screen.getByText("Request req-1")).toBeTruthy();
  broken = false;
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  expect(await screen.findByText("Nothing was logged in this run yet")).toBeTruthy();
});

test("numbers that were logged once are shown as values and found by name on later pages", async () => {
  const metric = (name: string, last: unknown) => ({
    name,
    kind: "scalar",
    columns: [{ name: "", type: "double", count: 1, nan: 0, first: last, last }],
  });
  const made = showRun(
    "metrics",
    {},
    {
      "GET /runs/r/metrics?limit=1000": () =>
        json({ items: [metric("accuracy", 0.83333), metric("odd", "NaN")], nextPageToken: "2" }),
      "GET /runs/r/metrics?limit=1000&pageToken=2": () => json({ items: [metric("late/loss", 0.5)] }),
    },
  );
  expect((await screen.findByRole("region", { name: "accuracy" })).textContent).toBe("accuracy0.8333");
  expect(screen.getByRole("region", { name: "odd" }).textContent).toBe("oddNaN");
  expect(made).not.toContain("GET /runs/r/metrics?limit=1000&pageToken=2");
  await userEvent.type(screen.getByRole("textbox", { name: "Filter metrics" }), "late");
  expect((await screen.findByRole("region", { name: "late/loss" })).textContent).toBe("late/loss0.5");
  expect(screen.queryByRole("region", { name: "accuracy" })).toBeNull();
});

test("a living log shows colours as marks and links as text", async () => {
  const log = "\x1b[31mred\x1b[0m \x1b]8;;http://evil/\x07here\x1b]8;;\x07 <b>bold</b>\n 10%\r 50%";
  showRun(
    "logs",
    { status: "Running" },
    {
      "GET /runs/r/logs": () => json({ items: [{ path: "logs/user.txt", size: log.length }] }),
      "GET /runs/r/logs?path=logs%2Fuser.txt&from=0": () =>
        new Response(log, { headers: { "Runlore-Log-Size": String(log.length) } }),
    },
  );
  const text = await screen.findByRole("region", { name: "Text of logs/user.txt" });
  await waitFor(() => expect(text.textContent).toBe("1red here <b>bold</b>2 50%"));
  expect(within(text).getByText("red").dataset.foreground).toBe("1");
  expect(text.querySelectorAll("a, b")).toHaveLength(0);
  expect(screen.getByRole("button", { name: "Following" }).getAttribute("aria-pressed")).toBe("true");
});

test("the raw run is shown as it came", async () => {
  showRun("raw", { name: HOSTILE });
  const raw = await screen.findByRole("region", { name: "Raw JSON" });
  await waitFor(() => expect(raw.textContent).toContain('"number": 7'));
  expect(raw.textContent).toContain(JSON.stringify(HOSTILE));
});
