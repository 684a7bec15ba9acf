// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Browser, fits, inspect } from "./browser";
import { History } from "./history";
import { IRIS, logIris } from "./iris";
import { Server } from "./server";
import { RunTable } from "./table";

const FULL = process.env.RUNLORE_FULL === "1";
const NEWEST_FIRST = IRIS.map(({ number }) => `Run ${number}`).reverse();

const MARKUP = `<img src=x onerror="window.hit='yes'">`;
const LONG = `long ${"name ".repeat(49)}`.slice(0, 250).trim();
const RIGHT_TO_LEFT = "תוצאה \u202e של ניסוי";
const EMOJI = "🧪 accuracy 👩🏽‍🔬";
const HOSTILE = [MARKUP, LONG, RIGHT_TO_LEFT, EMOJI];

describe.runIf(FULL)("experiments", () => {
  let server: Server;
  let browser: Browser;
  let history: History;

  beforeAll(async () => {
    server = await Server.start();
    history = new History(server);
    await logIris(history);
    await history.send("POST", "/experiments", { name: "planned", description: "nothing ran yet" });
    const other = await history.run({ experiment: "letters", name: "first letters" });
    await history.log(other, { m: "Accuracy", v: 0.125 });
    browser = await Browser.start();
  });

  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  async function experimentOf(name: string): Promise<string> {
    const { items } = (await history.send("GET", `/experiments?name=${encodeURIComponent(name)}`)) as {
      items: { id: string }[];
    };
    return `${server.url}/experiments/${items[0]?.id}`;
  }

  test("a list has their runs and goals, and all runs are one click away (V13, V14)", async () => {
    const page = await browser.page(server.url);
    await page.getByRole("link", { name: "Experiments", exact: true }).click();
    // the page before it lists experiments too
    await page.getByRole("heading", { level: 1, name: "Experiments" }).waitFor();
    const row = (name: string) =>
      page.getByRole("row").filter({ has: page.getByRole("link", { name, exact: true }) });
    await row("iris").waitFor();
    expect((await row("iris").getByRole("cell").allTextContents()).slice(0, 3)).toEqual([
      "iris",
      "8",
      "Accuracy (more is better)",
    ]);
    expect((await row("planned").getByRole("cell").allTextContents())[1]).toBe("0");
    await page.getByText("3 experiments").waitFor();
    await inspect(page, "experiments");
    await fits(page, "experiments");
    await page.getByLabel("Find by name").fill("LETT");
    await page.getByText("1 experiment", { exact: true }).waitFor();
    await row("letters").getByRole("link").click();
    await page.getByRole("heading", { name: "letters" }).waitFor();
    await page.getByRole("link", { name: "All runs", exact: true }).first().click();
    await page.waitForURL(`${server.url}/runs`);
    const table = new RunTable(page);
    await expect.poll(() => table.runs()).toEqual(["first letters", ...NEWEST_FIRST]);
    expect(await table.text("Run 8", "Experiment")).toBe("iris");
    await page.close();
  });

  test("all runs are narrowed to an experiment, which the address keeps (V14)", async () => {
    const page = await browser.page(`${server.url}/runs`);
    const table = new RunTable(page);
    await table.link("first letters").waitFor();
    await inspect(page, "runs");
    await page.getByRole("combobox", { name: "Experiment" }).click();
    await page.getByRole("option", { name: "iris", exact: true }).click();
    await expect.poll(() => table.runs()).toEqual(NEWEST_FIRST);
    expect(new URL(page.url()).searchParams.get("experiment")).toBe("iris");
    await page.reload();
    await expect.poll(() => table.runs()).toEqual(NEWEST_FIRST);
    await page.close();
  });

  test("the dashboard, a run and a comparison are reached by their addresses, and a reload changes nothing (W16)", async () => {
    const dashboard = await experimentOf("iris");
    const { columns } = (await history.send("GET", "/runs?experiment=iris&columns=id&orderBy=number")) as {
      columns: { id: string[] };
    };
    const [first, second] = columns.id;
    const filter = encodeURIComponent("metrics.Accuracy > 0.67");
    for (const [address, sight] of [
      [`${dashboard}?filter=${filter}&order=duration&strip=closed`, "Run 7"],
      [`${server.url}/runs/${first}/metrics`, "Regularization Rate"],
      [`${server.url}/compare?runs=${first},${second}&tab=charts`, "Accuracy"],
    ] as const) {
      const page = await browser.page(address);
      const there = page.getByText(sight, { exact: true }).first();
      await there.waitFor();
      const shown = page.url();
      await page.reload();
      await there.waitFor();
      expect(page.url()).toBe(shown);
      await page.close();
    }
    const page = await browser.page(`${dashboard}?filter=${filter}&order=duration&strip=closed`);
    await expect.poll(() => new RunTable(page).runs()).toEqual(["Run 7", "Run 8"]);
    expect(await page.getByRole("button", { name: "Show charts" }).isVisible()).toBe(true);
    await page.close();
  });

  test("runs of two scripts do not mix, in the list as in the charts (W17)", async () => {
    for (const [script, accuracy] of [
      ["train.py", 0.25],
      ["other.py", 0.75],
      ["train.py", 0.5],
    ] as const) {
      const run = await history.run({ experiment: "scripts", script });
      await history.log(run, { m: "Accuracy", v: accuracy });
      await history.end(run);
    }
    const page = await browser.page(await experimentOf("scripts"));
    const table = new RunTable(page);
    await expect.poll(() => table.runs()).toEqual(["Run 3", "Run 2", "Run 1"]);
    await page.getByRole("button", { name: "Add condition" }).click();
    await page.getByRole("menuitem", { name: "Script", exact: true }).click();
    await page.getByRole("menuitem", { name: "train.py" }).click();
    await expect.poll(() => table.runs()).toEqual(["Run 3", "Run 1"]);
    expect(await table.column("Accuracy")).toEqual(["0.5", "0.25"]);
    await page
      .getByRole("img", {
        name: "Accuracy: 2 points over run number, run number 1 to 3, Accuracy 0.25 to 0.5",
      })
      .waitFor();
    await page.reload();
    await expect.poll(() => table.runs()).toEqual(["Run 3", "Run 1"]);
    await page.close();
  });

  test("of a series 3, 1, 2 the last, the least and the greatest value are columns (V17)", async () => {
    const run = await history.run({ experiment: "series" });
    await history.log(run, ...[3, 1, 2].map((v, s) => ({ m: "loss", v, s })));
    await history.end(run);
    const page = await browser.page(await experimentOf("series"));
    const table = new RunTable(page);
    await table.link("Run 1").waitFor();
    expect(await table.text("Run 1", "loss")).toBe("2");
    await page.getByRole("button", { name: "Customize list view" }).click();
    const dialog = page.getByRole("dialog", { name: "List view customization" });
    for (const [aggregate, value] of [
      ["min", "1"],
      ["max", "3"],
      ["first", "3"],
      ["count", "3"],
    ] as const) {
      await dialog.getByLabel("Value of loss").selectOption(aggregate);
      await expect.poll(() => table.heads()).toContain(`loss · ${aggregate}`);
      const head = table.grid.locator(`[role="columnheader"][title="loss · ${aggregate}"]`);
      const at = await head.getAttribute("aria-colindex");
      const cell = table.row("Run 1").locator(`[role="gridcell"][aria-colindex="${at}"]`);
      await expect.poll(() => cell.textContent()).toBe(value);
    }
    await page.goto(`${await experimentOf("series")}?columns=metrics.loss,metrics.loss.min,metrics.loss.max`);
    await expect.poll(() => table.heads()).toEqual(["Run", "loss", "loss · min", "loss · max"]);
    const cells = table.row("Run 1").getByRole("gridcell");
    await expect.poll(() => cells.allTextContents()).toEqual(["", "Run 1", "2", "1", "3"]);
    await page.close();
  });

  test("a run's metrics and logs are two clicks away (V15)", async () => {
    const run = await history.run({ experiment: "logged" });
    await history.log(run, { m: "loss", v: 0.5 });
    await history.appendLog(run, "user_logs/std_log.txt", 0, "epoch 1 of 1\n");
    await history.end(run);
    const page = await browser.page(`${server.url}/experiments`);
    await page.getByRole("link", { name: "logged", exact: true }).click();
    const table = new RunTable(page);
    await table.link("Run 1").waitFor();
    expect(await table.text("Run 1", "loss")).toBe("0.5");
    await table.link("Run 1").click();
    await page.getByRole("tab", { name: "Outputs + logs" }).click();
    await page.getByText("epoch 1 of 1").waitFor();
    await page.close();
  });

  test("one without runs says how to make one, one with a single run draws it", async () => {
    const page = await browser.page(await experimentOf("planned"));
    await page.getByText("No run of this yet").waitFor();
    await page.getByText('with runlore.start_run(experiment="planned") as run:').waitFor();
    expect(await page.getByRole("region", { name: "Charts" }).count()).toBe(0);
    await inspect(page, "dashboard-empty");
    await page.goto(await experimentOf("letters"));
    await page
      .getByRole("img", {
        name: "Accuracy: 1 point over run number, run number 1 to 1, Accuracy 0.125 to 0.125",
      })
      .waitFor();
    await page.getByText("1 run", { exact: true }).waitFor();
    await inspect(page, "dashboard-one");
    await page.close();
  });

  test("names of any kind are only ever text", async () => {
    for (const name of HOSTILE) {
      const run = await history.run({
        experiment: MARKUP,
        name,
        description: MARKUP,
        script: MARKUP,
        arguments: [name],
        user: name,
        tags: { [name]: name },
        properties: { [name]: name },
        params: { [name]: name },
      });
      await history.log(run, { vs: Object.fromEntries(HOSTILE.map((metric) => [metric, 0.5])) });
      await history.end(run, "fail", { error: { code: "UserError", message: name } });
    }
    const { columns } = (await history.send(
      "GET",
      `/runs?experiment=${encodeURIComponent(MARKUP)}&columns=id`,
    )) as { columns: { id: string[] } };
    const page = await browser.page(await experimentOf(MARKUP));
    const table = new RunTable(page);
    for (const name of HOSTILE) {
      await table.link(name).waitFor();
      await page.getByRole("region", { name, exact: true }).getByRole("img").waitFor();
    }
    await inspect(page, "dashboard-hostile");
    await page.getByRole("button", { name: "Customize list view" }).click();
    const dialog = page.getByRole("dialog", { name: "List view customization" });
    for (const box of await dialog.getByRole("checkbox", { name: MARKUP, exact: true }).all()) {
      await box.check();
    }
    await inspect(page, "columns-hostile");
    await dialog.getByRole("button", { name: "Done" }).click();
    await page.getByRole("button", { name: "Group by" }).click();
    await page.getByRole("menuitemcheckbox", { name: MARKUP }).first().click();
    await page.keyboard.press("Escape");
    await page.getByRole("grid", { name: /groups$/ }).waitFor();
    expect(await intruded(page)).toBe(false);

    for (const tab of ["overview", "metrics", "raw"]) {
      await page.goto(`${server.url}/runs/${columns.id.at(-1)}/${tab}`);
      await page.getByText(MARKUP).first().waitFor();
      expect(await intruded(page)).toBe(false);
    }
    for (const tab of ["summary", "charts"]) {
      await page.goto(`${server.url}/compare?runs=${columns.id.join(",")}&same=true&tab=${tab}`);
      await page.getByText(MARKUP).first().waitFor();
      await page.getByText(EMOJI).first().waitFor();
      await inspect(page, `comparison-${tab}-hostile`);
      expect(await intruded(page)).toBe(false);
    }
    for (const place of ["", "/experiments", "/runs"]) {
      await page.goto(server.url + place);
      await page.getByText(MARKUP).first().waitFor();
      expect(await intruded(page)).toBe(false);
    }
    await page.close();
  });

  test("no page had an error of its scripts or its policy", () => {
    expect(browser.faults).toEqual([]);
  });
});

/** Whether what a script logged has run, or has become an element. */
function intruded(page: Page): Promise<boolean> {
  return page.evaluate(
    () => "hit" in window || document.querySelector("img[onerror], img[src='x']") !== null,
  );
}
