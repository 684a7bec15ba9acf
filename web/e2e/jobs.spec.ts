// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { Browser, inspect } from "./browser";
import { History } from "./history";
import { Server } from "./server";

const FULL = process.env.RUNLORE_FULL === "1";

/** Scripts that each print their first argument and wait until a file of that name is there. */
const WAITING = ["busy", "next", "a", "b", "c", "d", "read", "keys", "purged", "odd"];
const SOURCE = [
  "import os, sys, time",
  "print('waits for', sys.argv[1], flush=True)",
  "while not os.path.exists(sys.argv[1]): time.sleep(0.05)",
  "print('saw', sys.argv[1], flush=True)",
  "",
].join("\n");

let server: Server;
let browser: Browser;
let project: string;

beforeAll(async () => {
  server = await Server.start("--parallel-jobs", "1");
  browser = await Browser.start();
  project = join(server.folder, "gates");
  mkdirSync(project);
  for (const name of WAITING) {
    writeFileSync(join(project, `${name}.py`), SOURCE);
  }
  writeFileSync(join(project, "fail.py"), "raise ValueError('<b>no luck</b> today')\n");
  server.cliIn(project, "init", "--experiment", "gates");
  await browser.signIn(server.link());
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
});

// What a test left running would keep those of the next from their turn.
afterEach(() => WAITING.forEach(openGate));

const gate = (name: string) => join(server.folder, name);
const openGate = (name: string) => writeFileSync(gate(name), "");

async function openProject(): Promise<Page> {
  const page = await browser.page(`${server.url}/projects`);
  await page.getByRole("link", { name: "gates", exact: true }).click();
  return page;
}

/** Types into the run bar and presses Run. */
async function run(page: Page, name: string): Promise<void> {
  rmSync(gate(name), { force: true });
  await page.getByRole("combobox", { name: "Script" }).fill(`${name}.py`);
  await page.getByRole("textbox", { name: "Arguments" }).fill(gate(name));
  await page.keyboard.press("Enter");
  await page.getByText(new RegExp(`^${name}\\.py \\[\\d+\\] waits for its turn`)).waitFor();
}

const panelOf = (page: Page) => page.getByRole("dialog", { name: "Jobs" });

async function openPanel(page: Page) {
  await page.getByRole("button", { name: /^\d+ jobs?$/ }).click();
  const panel = panelOf(page);
  await panel.waitFor();
  return panel;
}

const called = (name: string) => new RegExp(`^${name}\\.py \\[\\d+\\]$`);

const job = (page: Page, name: string) =>
  panelOf(page)
    .getByRole("listitem")
    .filter({ has: page.getByRole("link", { name: called(name) }) });

test.runIf(FULL)("a job is seen waiting, running and completed without a reload (W14)", async () => {
  const page = await openProject();
  await run(page, "busy");
  await run(page, "next");
  const panel = await openPanel(page);
  const second = job(page, "next");
  await job(page, "busy").getByText("Running", { exact: true }).waitFor();
  await second.getByText("Queued", { exact: true }).waitFor();
  await second.getByText("1. in the queue").waitFor();
  await job(page, "busy")
    .getByText(`waits for ${gate("busy")}`)
    .waitFor();
  await inspect(page, "jobs-panel");

  openGate("busy");
  await second.getByText("Running", { exact: true }).waitFor();
  await job(page, "busy").getByText("Completed", { exact: true }).waitFor();
  openGate("next");
  await second.getByText("Completed", { exact: true }).waitFor();
  await expect.poll(() => panel.getByRole("button", { name: "Cancel" }).count()).toBe(0);
  await page.getByRole("button", { name: "0 jobs" }).or(page.getByText("0 jobs")).first().waitFor();
  await page.close();
});

describe.runIf(FULL)("in full", () => {
  test("several are launched at once and run in their turn; one that waits and one that runs are canceled", async () => {
    const page = await openProject();
    for (const name of ["a", "b", "c", "d"]) {
      await run(page, name);
    }
    await page.getByRole("button", { name: "4 jobs", exact: true }).waitFor();
    await openPanel(page);
    const [first, second, third, fourth] = ["a", "b", "c", "d"].map((name) => job(page, name));
    await first?.getByText("Running", { exact: true }).waitFor();
    for (const [at, waiting] of [second, third, fourth].entries()) {
      await waiting?.getByText(`${at + 1}. in the queue`).waitFor();
    }
    await inspect(page, "jobs-queue");

    await third?.getByRole("button", { name: "Cancel" }).click();
    await third?.getByText("Canceled", { exact: true }).waitFor();
    await fourth?.getByText("2. in the queue").waitFor();
    await first?.getByRole("button", { name: "Cancel" }).click();
    await first?.getByText("Canceled", { exact: true }).waitFor();
    await second?.getByText("Running", { exact: true }).waitFor();
    openGate("b");
    await second?.getByText("Completed", { exact: true }).waitFor();
    openGate("d");
    await fourth?.getByText("Completed", { exact: true }).waitFor();
    await page.close();
  });

  test("the status of a job leads to what it printed, its name to the run", async () => {
    const page = await openProject();
    await run(page, "read");
    await openPanel(page);
    const entry = job(page, "read");
    await entry.getByRole("link", { name: "Running", exact: true }).click();
    await panelOf(page).waitFor({ state: "hidden" });
    await page.getByText(`waits for ${gate("read")}`, { exact: true }).waitFor();
    openGate("read");
    await page.getByText(`saw ${gate("read")}`, { exact: true }).waitFor();
    await openPanel(page);
    await entry.getByRole("link", { name: called("read") }).click();
    await page.getByRole("tab", { name: "Overview", selected: true }).waitFor();
    await page.getByText(`read.py ${gate("read")}`, { exact: true }).waitFor();
    await page.close();
  });

  test("a job that failed says why, and its log has the rest", async () => {
    const page = await openProject();
    await run(page, "fail");
    await openPanel(page);
    const entry = job(page, "fail");
    await entry.getByText("Failed", { exact: true }).waitFor();
    await entry.getByText(/ended with exit code 1/).waitFor();
    await entry.getByRole("link", { name: "Failed", exact: true }).click();
    await page.getByText("ValueError: <b>no luck</b> today", { exact: true }).waitFor();
    await page.close();
  });

  test("the panel can be used by keyboard, and gives the focus back", async () => {
    const page = await openProject();
    await run(page, "keys");
    const button = page.getByRole("button", { name: "1 job", exact: true });
    await button.waitFor();
    await button.focus();
    await page.keyboard.press("Enter");
    const entry = job(page, "keys");
    await entry.getByText("Running", { exact: true }).waitFor();
    const cancel = entry.getByRole("button", { name: "Cancel" });
    for (
      let press = 0;
      press < 4 && !(await cancel.evaluate((it) => it === document.activeElement));
      press++
    ) {
      await page.keyboard.press("Tab");
    }
    await page.keyboard.press("Enter");
    await entry.getByText("Canceled", { exact: true }).waitFor();
    await page.keyboard.press("Escape");
    await panelOf(page).waitFor({ state: "hidden" });
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("0 jobs");
    await page.close();
  });

  test("a run that was purged is gone from the page that shows it, and its job from the list", async () => {
    const history = new History(server);
    const page = await openProject();
    await run(page, "b");
    openGate("b");
    await run(page, "purged");
    openGate("purged");
    await page.getByRole("link", { name: "Show the run" }).last().click();
    await page.getByRole("main").getByText("Completed", { exact: true }).first().waitFor();
    const id = new URL(page.url()).pathname.split("/")[2] ?? "";
    server.cli("purge", "--yes", id);
    await page.getByText("There is no such run").waitFor();
    await inspect(page, "run-purged");
    await page.goto(`${server.url}/jobs`);
    await page
      .getByRole("link", { name: called("b") })
      .first()
      .waitFor();
    expect(await page.getByRole("link", { name: called("purged") }).count()).toBe(0);
    await expect(history.send("GET", `/runs/${id}`)).rejects.toThrow("404");
    await page.close();
  });

  test("the page of jobs has what the panel has, also of long and odd names", async () => {
    const page = await openProject();
    const name = `<img src=x onerror=alert(1)> ${"m".repeat(220)}`;
    await page.getByRole("button", { name: "Launch run" }).click();
    const dialog = page.getByRole("dialog", { name: "Launch a run" });
    rmSync(gate("odd"), { force: true });
    await dialog.getByRole("combobox", { name: "Script" }).fill("odd.py");
    await dialog.getByRole("textbox", { name: "Arguments" }).fill(gate("odd"));
    await dialog.getByRole("textbox", { name: "Name" }).fill(name);
    await dialog.getByRole("button", { name: "Launch" }).click();
    await page.goto(`${server.url}/jobs`);
    await page.getByRole("link", { name: /^<img src=x onerror=alert\(1\)> m{220} \[\d+\]$/ }).waitFor();
    await page.getByText(`waits for ${gate("odd")}`).waitFor();
    await inspect(page, "jobs");
    openGate("odd");
    await page
      .getByRole("listitem")
      .filter({ hasText: name })
      .getByText("Completed", { exact: true })
      .waitFor();
    await page.close();
  });
});

test.runIf(FULL)("no page had an error of its scripts or its policy", () => {
  expect(browser.faults).toEqual([]);
});
