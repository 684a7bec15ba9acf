// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Browser, inspect } from "./browser";
import { card, csvOf, rowsOf } from "./charts";
import { History } from "./history";
import { pngOf } from "./png";
import { Server } from "./server";

const FULL = process.env.RUNLORE_FULL === "1";
/** What every payload does if it ever runs. */
const EVIL = "window.stolen=1";
const MARKUP = `<img src=x onerror="${EVIL}"><script>${EVIL}</script>`;
const LONG = "n".repeat(250);
const RTL = "‮سجل التدريب‬";
const EMOJI = "🧪👩‍🔬 loss";
const FORMULA = '=HYPERLINK("http://elsewhere.test","x")';

const FILES = {
  "outputs/page.html": `<!doctype html>${MARKUP}<p>a report</p>`,
  "outputs/plot.svg": `<svg xmlns="http://www.w3.org/2000/svg" onload="${EVIL}"><script>${EVIL}</script></svg>`,
  "outputs/x.png": `<!doctype html><script>${EVIL}</script>`,
  "outputs/notes.txt": MARKUP,
  "outputs/MLmodel": `flavors: !!js/function "function(){${EVIL}}"\nname: ${MARKUP}\n`,
  "outputs/analysis.ipynb": JSON.stringify({
    nbformat: 4,
    cells: [
      {
        cell_type: "code",
        source: ["1"],
        outputs: [{ output_type: "display_data", data: { "text/html": [MARKUP] }, metadata: {} }],
      },
    ],
  }),
  "outputs/rows.csv": `name,${MARKUP.replaceAll(",", "")}\n${FORMULA.replaceAll(",", "")},1\n`,
};

let server: Server;
let browser: Browser;
let history: History;
let run: string;

interface Watched {
  readonly page: Page;
  /** Fails if anything ran, asked for something elsewhere or opened a window. */
  readonly harmless: () => Promise<void>;
}

/** A page of the run that tells of what it must not do. */
async function open(part: string): Promise<Watched> {
  const page = await browser.page("about:blank");
  const elsewhere: string[] = [];
  page.on("request", (request) => {
    if (!request.url().startsWith(`${server.url}/`) && !request.url().startsWith("blob:")) {
      elsewhere.push(request.url());
    }
  });
  page.on("dialog", (dialog) => {
    elsewhere.push(`a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("popup", (popup) => elsewhere.push(`a window: ${popup.url()}`));
  await page.goto(`${server.url}/runs/${run}/${part}`);
  await page.getByRole("tab", { selected: true }).waitFor();
  const harmless = async () => {
    const stolen = await page.evaluate(() => (globalThis as unknown as { stolen?: number }).stolen);
    expect([elsewhere, stolen]).toEqual([[], undefined]);
  };
  return { page, harmless };
}

/** Opens a file of the run from the tree. */
async function show(page: Page, path: string): Promise<void> {
  const name = path.split("/").at(-1) ?? path;
  await page.getByRole("treeitem", { name: new RegExp(name.replaceAll(".", "\\.")) }).click();
  await page.getByRole("heading", { name: path }).waitFor();
}

describe.runIf(FULL)("a hostile run", () => {
  beforeAll(async () => {
    server = await Server.start();
    browser = await Browser.start();
    history = new History(server);
    run = await history.run({
      experiment: MARKUP,
      name: MARKUP,
      description: `[look](javascript:${EVIL}) <iframe src="data:text/html,<script>${EVIL}</script>"></iframe>`,
      tags: { [MARKUP]: MARKUP, [RTL]: RTL },
      params: { [MARKUP]: MARKUP, [LONG]: LONG },
      properties: { [EMOJI]: `javascript:${EVIL}` },
    });
    await history.log(
      run,
      { m: MARKUP, v: 0.5 },
      { m: "texts", v: MARKUP },
      { m: "texts", v: FORMULA },
      { m: FORMULA, v: 1 },
      { m: FORMULA, v: 2 },
      { m: RTL, v: 1.5 },
      { m: EMOJI, v: 2.5 },
      { m: LONG, v: 3.5 },
      { m: "cells", c: { [MARKUP]: [MARKUP, FORMULA], b: [1, 2] } },
      {
        m: "many columns",
        r: Object.fromEntries(Array.from({ length: 3_000 }, (_, at) => [`column ${at}`, at])),
      },
    );
    for (const [path, text] of Object.entries(FILES)) {
      await history.artifact(run, path, text);
    }
    await history.artifact(
      run,
      "outputs/bomb.png",
      pngOf(60_000, 60_000, new Uint8Array([120, 156, 3, 0, 0, 0, 0, 1])),
    );
    await history.appendLog(
      run,
      "user_logs/std_log.txt",
      0,
      `${MARKUP}\n\x1b]8;;javascript:${EVIL}\x1b\\press here\x1b]8;;\x1b\\\n\x1b]52;c;c3RvbGVu\x07after the clipboard\n` +
        "harmless\roverwritten\n\x1b]0;title\x07\x1b[2Jtop\x1b[999;999H\n",
    );
  });

  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  test("names, values and descriptions that look like markup are only text (attacks 66, 67)", async () => {
    const { page, harmless } = await open("overview");
    expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe(MARKUP);
    expect(await card(page, "Description").textContent()).toContain(`[look](javascript:${EVIL})`);
    expect(await card(page, "Parameters").getByText(MARKUP).count()).toBe(2);
    expect(await page.getByRole("link", { name: /look/ }).count()).toBe(0);
    await harmless();
    await inspect(page, "run-hostile");
    await page.getByRole("tab", { name: "Metrics" }).click();
    await page.getByRole("region", { name: LONG }).getByText("3.5").waitFor();
    await page.getByRole("region", { name: RTL }).getByText("1.5").waitFor();
    await page.getByRole("region", { name: EMOJI }).getByText("2.5").waitFor();
    await harmless();
    await inspect(page, "run-hostile-metrics");
    await page.close();
  });

  test("pages, drawings, models and notebooks with scripts are shown as text (attacks 62, 63, 64, 72)", async () => {
    const { page, harmless } = await open("logs");
    const says = async (path: keyof typeof FILES, text: string) => {
      await show(page, path);
      await page
        .getByRole("region", { name: `Text of ${path}` })
        .getByText(text)
        .first()
        .waitFor();
    };
    await says("outputs/page.html", "<p>a report</p>");
    await says("outputs/plot.svg", "onload=");
    await says("outputs/notes.txt", "<script>");
    await says("outputs/MLmodel", "!!js/function");
    await show(page, "outputs/analysis.ipynb");
    await page.getByRole("button", { name: /cells/ }).waitFor();
    await show(page, "outputs/rows.csv");
    await page.getByRole("table", { name: "Rows of the file" }).getByText("=HYPERLINK").waitFor();
    await show(page, "outputs/x.png");
    await page.getByText("outputs/x.png cannot be shown as an image").waitFor();
    await harmless();
    await page.close();
  });

  test("opened by their own address they do nothing either (attacks 62, 63)", async () => {
    for (const path of Object.keys(FILES)) {
      const address = `${server.url}/api/v1/runs/${run}/artifacts?path=${encodeURIComponent(path)}`;
      const told = await fetch(address);
      expect(told.headers.get("x-content-type-options"), path).toBe("nosniff");
      expect(told.headers.get("content-security-policy"), path).toContain("sandbox");
      const isSaved = told.headers.get("content-disposition")?.startsWith("attachment") ?? false;
      const canRun = /html|svg|xml|javascript/.test(told.headers.get("content-type") ?? "");
      expect(isSaved || !canRun, path).toBe(true);
    }
    const { page, harmless } = await open("logs");
    const address = `${server.url}/api/v1/runs/${run}/artifacts?path=${encodeURIComponent("outputs/notes.txt")}`;
    await page.goto(address);
    expect(await page.getByText("<script>").count()).toBe(1);
    await harmless();
    await page.close();
  });

  test("a log's escapes that link, write the clipboard or name the window are left out (attack 68)", async () => {
    const { page, harmless } = await open("logs");
    await show(page, "user_logs/std_log.txt");
    const log = page.getByRole("region", { name: "Text of user_logs/std_log.txt" });
    await log.getByText("after the clipboard").waitFor();
    const lines = await log.getByText(/./).allTextContents();
    expect(lines.map((line) => line.replace(/^\s*\d+\s*/, ""))).toEqual(
      expect.arrayContaining([MARKUP, "press here", "after the clipboard", "overwritten", "top"]),
    );
    expect(await log.getByRole("link").count()).toBe(0);
    expect(await page.title()).not.toBe("title");
    await harmless();
    await inspect(page, "run-hostile-log");
    await page.close();
  });

  test("a saved table runs no formula in a spreadsheet (attack 70)", async () => {
    const { page, harmless } = await open(`metrics?metric=${encodeURIComponent(FORMULA)}`);
    const chart = card(page, FORMULA);
    await chart.getByRole("img").waitFor();
    const rows = await csvOf(page, chart, FORMULA);
    expect(rows.slice(1).map(([series]) => series)).toEqual(
      Array(2).fill(`"'=HYPERLINK(""http://elsewhere.test""`),
    );
    await harmless();
    await page.close();
  });

  test("cells with markup are text, and a table of thousands of columns stays usable (attacks 66, 73)", async () => {
    const { page, harmless } = await open("metrics?metric=cells");
    const cells = page.getByRole("table", { name: "cells" });
    await expect
      .poll(() => rowsOf(cells))
      .toEqual([
        ["index", MARKUP, "b"],
        ["0", MARKUP, "1"],
        ["1", FORMULA, "2"],
      ]);
    await page.getByRole("button", { name: "many columns" }).click();
    const wide = page.getByRole("table", { name: "many columns" });
    await wide.getByText("column 3", { exact: true }).waitFor();
    expect(await wide.getByRole("columnheader").count()).toBeLessThan(40);
    await wide.hover();
    await page.mouse.wheel(140 * 3_100, 0);
    await wide.getByText("column 2999", { exact: true }).waitFor();
    await harmless();
    await page.close();
  });

  test("a picture that says it is 60,000 pixels wide leaves the page alive (attack 73)", async () => {
    const { page, harmless } = await open("logs");
    await show(page, "outputs/bomb.png");
    await page
      .getByText("outputs/bomb.png cannot be shown as an image")
      .or(page.getByRole("img", { name: "outputs/bomb.png" }))
      .waitFor();
    await show(page, "outputs/notes.txt");
    await page.getByRole("region", { name: "Text of outputs/notes.txt" }).getByText("<script>").waitFor();
    await page.getByRole("tab", { name: "Images" }).click();
    await page.getByText("from the outputs").first().waitFor();
    await page.getByRole("tab", { name: "Overview" }).click();
    await card(page, "Parameters").waitFor();
    await harmless();
    await page.close();
  });

  test("comparing with a hostile run, and its raw record, are only text", async () => {
    const other = await history.run({ experiment: MARKUP, name: RTL });
    await history.end(other);
    const { page, harmless } = await open("raw");
    await page.getByRole("region", { name: "Raw JSON" }).getByText("<script>").first().waitFor();
    await page.getByRole("button", { name: "Compare…" }).click();
    await page.getByRole("dialog").getByText(RTL).click();
    await page.getByRole("heading", { name: "Compare 2 runs" }).waitFor();
    await page.getByText(MARKUP).first().waitFor();
    await harmless();
    await inspect(page, "compare-hostile");
    await page.close();
  });

  test("no page had an error of its scripts or its policy", () => {
    expect(browser.faults).toEqual([]);
  });
});
