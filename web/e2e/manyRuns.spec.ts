// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Browser, inspect } from "./browser";
import { History } from "./history";
import { Server } from "./server";
import { RunTable } from "./table";

const FULL = process.env.RUNLORE_FULL === "1";
const RUNS = 100_000;
const METRICS = 50;
const NAMES = 12_000;
const MOST_ROWS = 60;
const MEGABYTE = 1_000_000;
const PATIENCE = { timeout: 45_000 };

/** What `fill_runs.py` gives to metric `m<j>` of run i. */
function given(run: number, metric: number): number {
  return ((run * 7_919 + metric * 104_729) % 100_003) / 100_000;
}

const shown = (value: number): string => String(Number(value.toPrecision(4)));

/** The runs with the greatest values of a metric, the greatest first. */
function greatest(
  metric: number,
  count: number,
  isIn: (run: number) => boolean = () => true,
): readonly number[] {
  return Array.from({ length: RUNS }, (_, index) => index + 1)
    .filter(isIn)
    .sort((one, other) => given(other, metric) - given(one, metric))
    .slice(0, count);
}

describe.runIf(FULL)("very many runs", () => {
  let server: Server;
  let browser: Browser;
  let dashboard: string;
  let wide: string;

  beforeAll(async () => {
    server = await Server.start();
    await server.stop();
    const fill = join(import.meta.dirname, "fill_runs.py");
    const database = join(server.data, "runlore.db");
    const { status, stderr } = spawnSync("python3", [fill, database, String(RUNS), String(METRICS)], {
      encoding: "utf8",
    });
    expect(status, stderr).toBe(0);
    await server.open();
    dashboard = `${server.url}/experiments/1`;
    const history = new History(server);
    wide = await logWide(history, server.url);
    browser = await Browser.start();
  }, 280_000);

  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  /** A page that counts what it is sent, once its first run is there. */
  async function open(address: string, first: string): Promise<{ page: Page; table: RunTable; sent: Sent }> {
    const page = await browser.page("about:blank");
    const sent = new Sent(page);
    await page.goto(address);
    const table = new RunTable(page);
    await table.link(first).waitFor();
    return { page, table, sent };
  }

  test("the newest are there at once: few rows are mounted and little is asked for", async () => {
    const { page, table, sent } = await open(dashboard, "Run 100000");
    await page.getByText("100,000 runs", { exact: true }).waitFor();
    await page
      .getByRole("img", { name: /^m01: 1000 points over run number/ })
      .or(page.getByRole("img", { name: /^m01: 1,000 points over run number/ }))
      .waitFor();
    expect((await table.runs()).slice(0, 3)).toEqual(["Run 100000", "Run 99999", "Run 99998"]);
    expect(await table.text("Run 99999", "m01")).toBe(shown(given(99_999, 1)));
    expect(await table.grid.getAttribute("aria-rowcount")).toBe("100001");
    expect(await table.grid.getByRole("row").count()).toBeLessThan(MOST_ROWS);
    expect(sent.requests).toBeLessThan(20);
    expect(await sent.bytes()).toBeLessThan(MEGABYTE);
    await inspect(page, "many-runs");
    await page.close();
  });

  test("any metric orders and filters all of them", async () => {
    const { page, table, sent } = await open(dashboard, "Run 100000");
    await table.head("m02").click();
    await expect.poll(() => first(table, 5), PATIENCE).toEqual(greatest(2, 5).map((run) => `Run ${run}`));
    const filter = page.getByRole("combobox", { name: "Filter", exact: true });
    await filter.fill('metrics.m01 > 0.99 and status = "Failed"');
    await page.keyboard.press("Enter");
    const isIn = (run: number): boolean => given(run, 1) > 0.99 && run % 10 === 0;
    const hits = greatest(2, RUNS, isIn);
    await page.getByText(`${hits.length} runs`, { exact: true }).waitFor();
    await expect.poll(() => first(table, 5), PATIENCE).toEqual(hits.slice(0, 5).map((run) => `Run ${run}`));
    expect(await table.column("m01")).toEqual(
      (await table.runs()).map((name) => shown(given(Number(name.slice(4)), 1))),
    );
    expect(await table.grid.getByRole("row").count()).toBeLessThan(MOST_ROWS);
    expect(await sent.bytes()).toBeLessThan(3 * MEGABYTE);
    await page.close();
  });

  test("are scrolled through with few rows mounted, a page of them at a time", async () => {
    const { page, table, sent } = await open(`${dashboard}?strip=closed&columns=metrics.m01`, "Run 100000");
    await table.row("Run 100000").hover();
    // The row that the keyboard is on stays mounted, so the last one tells how far it is.
    const farthest = async (): Promise<number> => Number((await table.runs()).at(-1)?.slice(4));
    for (let scrolled = 0; scrolled < 100 && (await farthest()) > 97_000; scrolled++) {
      await page.mouse.wheel(0, 6_000);
      await expect.poll(() => table.waiting.count(), PATIENCE).toBe(0);
      expect(await table.grid.getByRole("row").count()).toBeLessThan(MOST_ROWS);
    }
    expect(await farthest()).toBeLessThanOrEqual(97_000);
    expect(sent.further).toBeLessThan(6);
    expect(await sent.bytes()).toBeLessThan(MEGABYTE);
    await page.close();
  });

  test("have an end, which the keyboard reaches", async () => {
    const { page, table } = await open(`${dashboard}?strip=closed&columns=metrics.m01`, "Run 100000");
    await page.keyboard.press("j");
    const last = table.link("Run 1");
    for (let pressed = 0; pressed < 110 && (await last.count()) === 0; pressed++) {
      await page.keyboard.press("Control+End");
      await expect.poll(() => table.waiting.count(), PATIENCE).toBe(0);
    }
    await last.waitFor();
    expect(await table.text("Run 1", "m01")).toBe(shown(given(1, 1)));
    expect(await table.grid.getByRole("row").count()).toBeLessThan(MOST_ROWS);
    await page.keyboard.press("Control+Home");
    await table.link("Run 100000").waitFor();
    await page.close();
  }, 180_000);

  test("are grouped, counted and averaged", async () => {
    const { page } = await open(dashboard, "Run 100000");
    await page.getByRole("button", { name: "Group by" }).click();
    await page.getByRole("menuitemcheckbox", { name: "Status" }).click();
    await page.keyboard.press("Escape");
    const groups = page.getByRole("grid", { name: "2 groups" });
    await groups.waitFor();
    const cells = groups.getByRole("row").filter({ hasText: "Failed" }).getByRole("gridcell");
    expect((await cells.allTextContents())[2]).toBe("10,000");
    await page.close();
  });

  test("an experiment with 12,000 names of metrics shows few and finds each", async () => {
    const { page, table, sent } = await open(wide, "Run 1");
    await page.getByRole("img", { name: /^group 0\/name 0: 1 point over run number/ }).waitFor();
    expect(await page.getByRole("img", { name: /1 point over run number/ }).count()).toBe(6);
    expect(await table.grid.getByRole("columnheader").count()).toBeLessThan(20);
    await page.getByRole("button", { name: "Customize list view" }).click();
    const dialog = page.getByRole("dialog", { name: "List view customization" });
    await dialog.getByText("There are more; type a part of the name").waitFor();
    expect(await dialog.getByRole("checkbox").count()).toBeLessThan(100);
    await inspect(page, "columns-many");
    await dialog.getByLabel("Find a metric, parameter, tag or property").fill("11987");
    const tick = dialog.getByRole("checkbox", { name: "group 87/name 11987", exact: true });
    await tick.check();
    await expect.poll(() => dialog.getByRole("checkbox").count()).toBe(1);
    await dialog.getByRole("button", { name: "Done" }).click();
    await page.getByRole("link", { name: "Run 1", exact: true }).waitFor();
    await page.keyboard.press("j");
    await page.keyboard.press("End");
    await table.head("group 87/name 11987").waitFor();
    await expect.poll(() => table.text("Run 1", "group 87/name 11987")).toBe("0.1199");
    expect(await sent.bytes()).toBeLessThan(MEGABYTE);
    await page.close();
  });

  test("no page had an error of its scripts or its policy", () => {
    expect(browser.faults).toEqual([]);
  });
});

/** The answers of the server's API that a page got. */
class Sent {
  private readonly sizes: Promise<number>[] = [];
  /** Pages of a list after its first. */
  further = 0;

  constructor(page: Page) {
    page.on("response", (response) => {
      if (new URL(response.url()).pathname.startsWith("/api/v1/") && !response.url().includes("/events")) {
        this.further += response.url().includes("pageToken=") ? 1 : 0;
        this.sizes.push(
          response.body().then(
            (body) => body.length,
            () => 0, // it was given up by the page
          ),
        );
      }
    });
  }

  get requests(): number {
    return this.sizes.length;
  }

  async bytes(): Promise<number> {
    return (await Promise.all(this.sizes)).reduce((sum, size) => sum + size, 0);
  }
}

/** The runs on top, and what the page complains about, which would tell why they are others. */
async function first(table: RunTable, count: number): Promise<readonly string[]> {
  const complaints = await table.grid.page().getByRole("alert").allTextContents();
  return [...(await table.runs()).slice(0, count), ...complaints];
}

/** A run with very many metrics; answers where its experiment is shown. */
async function logWide(history: History, url: string): Promise<string> {
  const run = await history.run({ experiment: "wide" });
  const at = Array.from({ length: NAMES }, (_, index) => index);
  for (let first = 0; first < NAMES; first += 2_000) {
    const values = at
      .slice(first, first + 2_000)
      .map((index) => [`group ${index % 100}/name ${index}`, index / 100_000]);
    await history.log(run, { vs: Object.fromEntries(values) });
  }
  await history.end(run);
  const { items } = (await history.send("GET", "/experiments?name=wide")) as { items: { id: string }[] };
  return `${url}/experiments/${items[0]?.id}`;
}
