// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Browser, inspect } from "./browser";
import { card, csvOf, sentenceOf } from "./charts";
import { History } from "./history";
import { Server } from "./server";

const FULL = process.env.RUNLORE_FULL === "1";
const MIB = 1024 * 1024;
const PATIENCE_MS = 240_000;

let server: Server;
let browser: Browser;
let history: History;

async function open(id: string, part: string): Promise<Page> {
  const page = await browser.page(`${server.url}/runs/${id}/${part}`);
  await page.getByRole("tab", { selected: true }).waitFor();
  return page;
}

/** The numbers at the beginnings of the lines that are on the page. */
async function numbersIn(text: Locator): Promise<number[]> {
  const lines = await text.getByText(/^\d{8} /).allTextContents();
  return lines.map((line) => Number(line.slice(0, 8)));
}

/** A text of lines of one length that begin with their numbers. */
function numbered(first: number, count: number, length: number): string {
  const lines = Array.from({ length: count }, (_, at) =>
    `${`${first + at}`.padStart(8, "0")} `.padEnd(length - 1, "."),
  );
  return `${lines.join("\n")}\n`;
}

async function heapOf(page: Page): Promise<number> {
  const debug = await page.context().newCDPSession(page);
  await debug.send("HeapProfiler.collectGarbage");
  const { usedSize } = await debug.send("Runtime.getHeapUsage");
  await debug.detach();
  return usedSize / MIB;
}

describe.runIf(FULL)("a large run", () => {
  beforeAll(async () => {
    server = await Server.start();
    browser = await Browser.start();
    history = new History(server);
  });

  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  test(
    "a log of 64 MiB opens at its end, its older lines come as it is scrolled, and it is searched",
    async () => {
      const LINE = 64;
      const PIECE = 65_536;
      // A little below what a log may hold.
      const LINES = 16 * PIECE - 1_000;
      const run = await history.run({ experiment: "large", name: "talkative" });
      for (let first = 0; first < LINES; first += PIECE) {
        await history.appendLog(
          run,
          "user_logs/std_log.txt",
          first * LINE,
          numbered(first, Math.min(PIECE, LINES - first), LINE),
        );
      }
      const began = Date.now();
      const page = await open(run, "logs");
      const log = page.getByRole("region", { name: "Text of user_logs/std_log.txt" });
      await log.getByText(String(LINES - 1)).waitFor();
      console.log(`a log of 64 MiB was open at its end after ${Date.now() - began} ms`);
      expect(await page.getByText("63.9 MiB").first().isVisible()).toBe(true);
      await inspect(page, "run-log-large");
      const least = async () => Math.min(...(await numbersIn(log)));
      await log.hover();
      // Half a mebibyte is read at first: eight thousand lines.
      await expect
        .poll(
          async () => {
            await page.mouse.wheel(0, -60_000);
            return least();
          },
          { timeout: 60_000 },
        )
        .toBeLessThan(LINES - 40_000);
      const [first = 0, ...rest] = await numbersIn(log);
      expect(rest).toEqual(rest.map((_, at) => first + 1 + at));
      const sought = first + 500;
      await page.getByLabel("Search in what is loaded").fill(`${sought}`.padStart(8, "0"));
      await page.getByText("1 line", { exact: true }).waitFor();
      await page.keyboard.press("Enter");
      await log.getByText(`${sought}`.padStart(8, "0")).first().waitFor();
      expect(await heapOf(page)).toBeLessThan(200);
      await page.getByRole("button", { name: "Follow", exact: true }).click();
      await log.getByText(String(LINES - 1)).waitFor();
      await history.appendLog(run, "user_logs/std_log.txt", LINES * LINE, numbered(LINES, 10, LINE));
      await log.getByText(String(LINES + 9)).waitFor();
      await history.appendLog(
        run,
        "user_logs/std_log.txt",
        (LINES + 10) * LINE,
        numbered(LINES + 10, 2_000, LINE),
      );
      await log.getByText("[cut here: a log has at most 64 MiB]").waitFor();
      await page.close();
    },
    PATIENCE_MS,
  );

  test(
    "of a text file of 1 GiB the beginning is shown with its size, and its end when asked for",
    async () => {
      const run = await history.run({ experiment: "large", name: "a dump" });
      const LINE = 128;
      const LINES = MIB / LINE;
      const block = Buffer.from(numbered(0, LINES, LINE));
      async function* gibibyte(): AsyncGenerator<Uint8Array> {
        for (let at = 0; at < 1024; at++) {
          block.write(`${at * LINES}`.padStart(8, "0"), 0, "latin1");
          yield Uint8Array.from(block);
        }
      }
      await history.stream(run, "outputs/dump.txt", gibibyte());
      await history.end(run);
      const page = await open(run, "logs");
      const text = page.getByRole("region", { name: "Text of outputs/dump.txt" });
      await text.getByText("00000007 ").waitFor();
      await page.getByText("1.0 GiB", { exact: true }).first().waitFor();
      await page.getByRole("button", { name: "Load more (1.0 MiB of 1.0 GiB)" }).click();
      await page.getByRole("button", { name: "Load more (2.0 MiB of 1.0 GiB)" }).waitFor();
      await page.getByRole("button", { name: "End", exact: true }).click();
      await text.getByText(`${LINES - 1}`.padStart(8, "0")).waitFor();
      await page.getByRole("button", { name: "Start", exact: true }).click();
      await text.getByText("00000007 ").waitFor();
      expect(await heapOf(page)).toBeLessThan(100);
      await inspect(page, "run-file-large");
      await page.getByRole("tab", { name: "Overview" }).click();
      await card(page, "Parameters").waitFor();
      await page.close();
    },
    PATIENCE_MS,
  );

  test(
    "ten million points are drawn in buckets whose least and greatest are exact, and zoomed into",
    async () => {
      const POINTS = 10_000_000;
      const SPIKE = 7_654_321;
      const DIP = 1_234_567;
      const valueAt = (at: number): number =>
        at === SPIKE ? 9_999 : at === DIP ? -5_000 : (at * 7_919) % 1_000;
      const run = await history.run({ experiment: "large", name: "long" });
      const RECORD = 50_000;
      for (let first = 0; first < POINTS; first += 20 * RECORD) {
        const records = Array.from({ length: 20 }, (_, part) => ({
          m: "signal",
          l: Array.from({ length: RECORD }, (_, at) => valueAt(first + part * RECORD + at)),
        }));
        await history.log(run, ...records);
      }
      await history.end(run);
      const page = await open(run, "metrics?metric=signal");
      const chart = card(page, "signal");
      await chart.getByRole("img").waitFor();
      expect(await sentenceOf(chart)).toContain("value −5000 to 9999");
      const rows = (await csvOf(page, chart, "signal")).slice(1);
      expect(rows.length).toBeGreaterThan(1_900);
      expect(rows.length).toBeLessThanOrEqual(2_000);
      let at = 0;
      for (const [, x, first, last, min, max, , count] of rows) {
        const end = at + Number(count);
        let least = Number.POSITIVE_INFINITY;
        let greatest = Number.NEGATIVE_INFINITY;
        for (let point = at; point < end; point++) {
          const value = valueAt(point);
          least = Math.min(least, value);
          greatest = Math.max(greatest, value);
        }
        expect([x, first, last, min, max].map(Number)).toEqual([
          at,
          valueAt(at),
          valueAt(end - 1),
          least,
          greatest,
        ]);
        at = end;
      }
      expect(at).toBe(POINTS);
      await inspect(page, "run-metric-large");
      const whole = await sentenceOf(chart);
      const box = await chart.getByRole("img").boundingBox();
      if (box === null) {
        throw new Error("the chart is not on the page");
      }
      // From before the spike, which is at three quarters, to after it.
      const y = box.y + box.height / 2;
      await page.mouse.move(box.x + box.width * 0.7, y);
      await page.mouse.down();
      await page.mouse.move(box.x + box.width * 0.8, y, { steps: 5 });
      await page.mouse.move(box.x + box.width * 0.85, y, { steps: 5 });
      const began = Date.now();
      await page.mouse.up();
      await expect.poll(() => sentenceOf(chart), { interval: 10 }).toContain("value 0 to 9999");
      console.log(`zoomed into ten million points after ${Date.now() - began} ms`);
      await expect
        .poll(async () => {
          const zoomed = (await csvOf(page, chart, "signal")).slice(1);
          return zoomed.length > 1_900 && zoomed.some(([, , , , , max]) => max === "9999");
        })
        .toBe(true);
      await chart.getByRole("button", { name: "Reset zoom" }).click();
      await expect.poll(() => sentenceOf(chart)).toBe(whole);
      await page.close();
    },
    PATIENCE_MS,
  );

  test(
    "of 12,000 metrics only those in sight are on the page, and the filter finds one among all",
    async () => {
      const run = await history.run({ experiment: "large", name: "many names" });
      for (const step of [0, 1]) {
        for (let first = 0; first < 12_000; first += 500) {
          const names = Array.from({ length: 500 }, (_, at) => [
            `layer_${first + at}/norm`,
            first + at + step,
          ]);
          await history.log(run, { s: step, vs: Object.fromEntries(names) });
        }
      }
      await history.end(run);
      const began = Date.now();
      const page = await open(run, "metrics");
      await page.getByText("1,000+ metrics").waitFor();
      await card(page, "layer_0/norm").getByRole("img").waitFor();
      console.log(`12,000 metrics were open after ${Date.now() - began} ms`);
      expect(await page.getByRole("img").count()).toBeLessThan(20);
      expect(await page.getByRole("button", { name: /^layer_/ }).count()).toBeLessThan(80);
      await page.getByLabel("Filter metrics").fill("layer_11987/");
      await page.getByText("1 metric", { exact: true }).waitFor();
      await page.getByRole("button", { name: "layer_11987/norm", exact: true }).click();
      const chart = card(page, "layer_11987/norm");
      await page.getByRole("region", { name: "Summary" }).first().waitFor();
      await expect
        .poll(() => sentenceOf(chart))
        .toBe("layer_11987/norm: line chart of 1 series over step, step 0 to 1, value 11987 to 11988");
      await page.getByRole("button", { name: "← All metrics" }).click();
      await page.getByLabel("Filter metrics").fill("");
      await page.getByText("12,000 metrics").waitFor();
      await inspect(page, "run-metrics-many");
      const heap = await heapOf(page);
      console.log(`12,000 metrics took ${Math.round(heap)} MiB`);
      expect(heap).toBeLessThan(200);
      await page.close();
    },
    PATIENCE_MS,
  );

  test(
    "of a thousand children those in sight are on the page, down to the first",
    async () => {
      const parent = await history.run({ experiment: "large", name: "sweep" });
      for (let first = 0; first < 1_000; first += 20) {
        await Promise.all(
          Array.from({ length: 20 }, (_, at) =>
            history.run({ experiment: "large", parent, name: `try ${first + at}`, status: "NotStarted" }),
          ),
        );
      }
      const page = await open(parent, "children");
      await page.getByText("200 of 1,000 child runs").waitFor();
      const table = page.getByRole("table", { name: "Child runs" });
      await table.hover();
      await expect
        .poll(
          async () => {
            await page.mouse.wheel(0, 20_000);
            return page.getByText("1,000 of 1,000 child runs").count();
          },
          { timeout: 30_000 },
        )
        .toBe(1);
      await page.mouse.wheel(0, 40_000);
      await table
        .getByRole("cell", { name: "2", exact: true })
        .or(table.getByText(/^try 1?\d$/))
        .first()
        .waitFor();
      expect(await table.getByRole("row").count()).toBeLessThan(80);
      await inspect(page, "run-children-many");
      await page.close();
    },
    PATIENCE_MS,
  );

  test("no page had an error of its scripts or its policy", () => {
    expect(browser.faults).toEqual([]);
  });
});
