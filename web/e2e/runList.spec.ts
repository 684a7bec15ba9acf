// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { readFileSync } from "node:fs";
import type { Download, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Browser, inspect } from "./browser";
import { History } from "./history";
import { IRIS, logIris } from "./iris";
import { Server } from "./server";
import { RunTable } from "./table";

const FULL = process.env.RUNLORE_FULL === "1";
const NEWEST_FIRST = IRIS.map(({ number }) => `Run ${number}`).reverse();

describe.runIf(FULL)("the list of runs", () => {
  let server: Server;
  let browser: Browser;
  let history: History;
  let dashboard: string;

  beforeAll(async () => {
    server = await Server.start();
    history = new History(server);
    dashboard = `${server.url}/experiments/${(await logIris(history)).experiment}`;
    browser = await Browser.start();
  });

  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  /** The dashboard, at first with the newest runs. */
  async function open(address = dashboard, first = "Run 8"): Promise<{ page: Page; table: RunTable }> {
    const page = await browser.page(address);
    const table = new RunTable(page);
    await table.link(first).waitFor();
    return { page, table };
  }

  const filterOf = (page: Page): Locator => page.getByRole("combobox", { name: "Filter", exact: true });

  describe("filter", () => {
    test("is completed while it is written, asks with Enter and stands in the address", async () => {
      const { page, table } = await open();
      await page.keyboard.press("/");
      await page.keyboard.type("metrics.Acc");
      const options = page.getByRole("listbox", { name: "What can be written here" }).getByRole("option");
      await expect.poll(() => options.allTextContents()).toEqual(["metrics.Accuracy"]);
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Enter");
      await expect.poll(() => options.allTextContents()).toContain("is not null");
      await page.keyboard.type("> 0.66 a");
      await expect.poll(() => options.allTextContents()).toEqual(["and"]);
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Enter");
      await page.keyboard.type("params.kernel = ");
      await expect.poll(() => options.allTextContents()).toEqual(['"linear"', '"rbf"']);
      await inspect(page, "filter-completion");
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Enter");
      const written = 'metrics.Accuracy > 0.66 and params.kernel = "linear"';
      expect((await filterOf(page).inputValue()).trim()).toBe(written);
      await page.keyboard.press("Enter");
      await expect.poll(() => table.runs()).toEqual(["Run 7", "Run 5", "Run 3"]);
      expect(new URL(page.url()).searchParams.get("filter")).toBe(written);
      await page.getByText("3 runs", { exact: false }).first().waitFor();
      await page.reload();
      await expect.poll(() => table.runs()).toEqual(["Run 7", "Run 5", "Run 3"]);
      expect(await filterOf(page).inputValue()).toBe(written);
      await page.getByRole("button", { name: "Remove the condition on kernel" }).click();
      await expect.poll(() => table.runs()).toEqual(["Run 8", "Run 7", "Run 6", "Run 5", "Run 3"]);
      expect(await filterOf(page).inputValue()).toBe("metrics.Accuracy > 0.66");
      await page.goBack();
      await expect.poll(() => table.runs()).toEqual(["Run 7", "Run 5", "Run 3"]);
      await page.close();
    });

    test("is chosen without writing, and the condition is a chip", async () => {
      const { page, table } = await open();
      await page.getByRole("button", { name: "Add condition" }).click();
      await page.getByRole("menuitem", { name: "Status" }).click();
      await page.getByRole("menuitem", { name: "Failed", exact: true }).click();
      await page.getByText("No run matches the filter").waitFor();
      await inspect(page, "dashboard-no-hits");
      await page.getByRole("button", { name: "Clear filter" }).click();
      await table.link("Run 8").waitFor();
      await page.getByRole("button", { name: "Add condition" }).click();
      await page.getByRole("menuitem", { name: "selected" }).click();
      await page.getByRole("menuitem", { name: "yes", exact: true }).click();
      await expect.poll(() => table.runs()).toEqual(["Run 7"]);
      expect(await filterOf(page).inputValue()).toBe('tags.selected = "yes"');
      expect(await page.getByRole("button", { name: "Remove the condition on selected" }).isVisible()).toBe(
        true,
      );
      await page.close();
    });

    test("that is wrong is refused with the place, and the rows stay", async () => {
      const { page, table } = await open();
      await filterOf(page).fill('metrics.Accuracy > "low"');
      await page.keyboard.press("Enter");
      const fault = page.getByRole("alert");
      await fault.waitFor();
      const lines = [
        await fault.getByRole("paragraph").textContent(),
        ...((await fault.getByText("^").textContent()) ?? "").split("\n"),
      ];
      expect(lines[0]).toContain(
        "filter, character 20: expected a number without quotes to compare metrics.Accuracy",
      );
      expect(lines[1]).toContain('metrics.Accuracy > "low"');
      expect(lines[2]?.indexOf("^")).toBe(19);
      expect(await table.runs()).toEqual(NEWEST_FIRST);
      await inspect(page, "filter-refused");
      await page.close();
    });
  });

  test("a head sorts, greatest first, then least first, then as before; the address has it", async () => {
    const { page, table } = await open();
    const byRate = [...IRIS].sort((one, other) => other.rate - one.rate).map(({ number }) => `Run ${number}`);
    await table.head("Regularization Rate").click();
    await expect.poll(() => table.runs()).toEqual(byRate);
    expect(await table.head("Regularization Rate").getAttribute("aria-sort")).toBe("descending");
    await table.head("Duration").click();
    const bySeconds = [...IRIS].sort((one, other) => other.seconds - one.seconds);
    await expect
      .poll(() => table.column("Duration"))
      .toEqual(bySeconds.map(({ seconds }) => `${seconds.toFixed(2)} s`));
    await table.head("Duration").click();
    await expect
      .poll(() => table.column("Duration"))
      .toEqual(bySeconds.map(({ seconds }) => `${seconds.toFixed(2)} s`).reverse());
    await page.reload();
    await table.link("Run 5").waitFor();
    expect(await table.head("Duration").getAttribute("aria-sort")).toBe("ascending");
    await table.head("Duration").click();
    await expect.poll(() => table.runs()).toEqual(NEWEST_FIRST);
    await page.close();
  });

  test("runs are grouped by a parameter with the means of their metrics, and a group opens to its runs", async () => {
    const { page } = await open();
    await page.getByRole("button", { name: "Group by" }).click();
    await page.getByRole("menuitemcheckbox", { name: "kernel" }).click();
    await page.keyboard.press("Escape");
    const groups = page.getByRole("grid", { name: "2 groups" });
    await groups.waitFor();
    const mean = (kernel: number): number => {
      const values = IRIS.filter(({ number }) => number % 2 === kernel).map(({ accuracy }) => accuracy);
      return values.reduce((sum, value) => sum + value, 0) / values.length;
    };
    const cells = async (group: string): Promise<readonly string[]> => {
      const button = page.getByRole("button", { name: group, exact: true });
      return groups.getByRole("row").filter({ has: button }).getByRole("gridcell").allTextContents();
    };
    const meanAt = (await groups.getByRole("columnheader").allTextContents()).lastIndexOf("mean") - 4;
    for (const [at, kernel] of ["rbf", "linear"].entries()) {
      const texts = await cells(kernel);
      expect(texts[2]).toBe("4");
      expect(Number(texts[meanAt])).toBeCloseTo(mean(at), 3);
    }
    await groups.getByRole("button", { name: "rbf" }).click();
    await expect
      .poll(() => groups.getByRole("link").allTextContents())
      .toEqual(["Run 8", "Run 6", "Run 4", "Run 2"]);
    await inspect(page, "groups");
    await page.reload();
    await groups.waitFor();
    await page.getByRole("button", { name: "Group by kernel" }).click();
    await page.getByRole("menuitem", { name: "No groups" }).click();
    await new RunTable(page).link("Run 8").waitFor();
    await page.close();
  });

  describe("charts", () => {
    const chart = (page: Page, title: string): Locator =>
      page.getByRole("region", { name: title, exact: true });

    test("are added, changed and removed, and a reload keeps them", async () => {
      const { page } = await open();
      await page.getByRole("button", { name: "Add chart" }).click();
      const dialog = page.getByRole("dialog", { name: "Add a chart" });
      await choose(page, dialog.getByRole("combobox", { name: "Kind" }), "Bars, one a run");
      await choose(page, dialog.getByRole("combobox", { name: "Shows" }), "Regularization Rate");
      await choose(page, dialog.getByRole("combobox", { name: "Value" }), "max");
      await inspect(page, "chart-editor");
      await dialog.getByRole("button", { name: "Save" }).click();
      const bars = chart(page, "Regularization Rate · max");
      await bars.getByRole("img", { name: "Regularization Rate · max: bar chart of 8 values" }).waitFor();
      await page.getByRole("button", { name: "Remove chart Duration" }).click();
      await expect.poll(() => chart(page, "Duration").count()).toBe(0);
      await page.reload();
      await bars.getByRole("img").waitFor();
      expect(await chart(page, "Duration").count()).toBe(0);
      await page.getByRole("button", { name: "Change chart Regularization Rate · max" }).click();
      const change = page.getByRole("dialog", { name: "Change the chart" });
      await choose(page, change.getByRole("combobox", { name: "Kind" }), "Points, one a run");
      await choose(page, change.getByRole("combobox", { name: "X axis" }), "Accuracy");
      await change.getByRole("button", { name: "Save" }).click();
      await bars
        .getByRole("img", {
          name: "Regularization Rate · max: 8 points over accuracy, accuracy 0.6415 to 0.6792, Regularization Rate · max 0.07813 to 10",
        })
        .waitFor();
      await page.getByRole("button", { name: "Default charts" }).click();
      await chart(page, "Duration").getByRole("img").waitFor();
      await page.close();
    });

    test("lie over another axis together", async () => {
      const { page } = await open();
      await choose(page, page.getByRole("combobox", { name: "X axis" }), "Regularization Rate");
      await chart(page, "Accuracy")
        .getByRole("img", {
          name: "Accuracy: 8 points over regularization rate, regularization rate 0.078125 to 10, Accuracy 0.6415 to 0.6792",
        })
        .waitFor();
      await page.reload();
      await chart(page, "Accuracy")
        .getByRole("img", { name: /^Accuracy: 8 points over regularization rate/ })
        .waitFor();
      await page.getByRole("button", { name: "Hide charts" }).click();
      await expect.poll(() => chart(page, "Accuracy").count()).toBe(0);
      await page.reload();
      await new RunTable(page).link("Run 8").waitFor();
      expect(await chart(page, "Accuracy").count()).toBe(0);
      await page.close();
    });

    test("have their values as a table and as a CSV", async () => {
      const { page } = await open();
      const accuracy = chart(page, "Accuracy");
      await accuracy.getByRole("button", { name: "View as table" }).click();
      expect(await accuracy.getByRole("row").allTextContents()).toEqual([
        "runrun numberAccuracy",
        ...IRIS.map(({ number, accuracy: value }) => `Run ${number}${number}${value}`).reverse(),
      ]);
      await accuracy.getByRole("button", { name: "More for Accuracy" }).click();
      const saved = await downloaded(page, () =>
        page.getByRole("menuitem", { name: "Download as CSV" }).click(),
      );
      expect(saved.suggestedFilename()).toBe("Accuracy.csv");
      expect(readFileSync(await saved.path(), "utf8")).toBe(
        [
          "run,run number,Accuracy",
          ...IRIS.map(({ number, accuracy: value }) => `Run ${number},${number},${value}`).reverse(),
          "",
        ].join("\r\n"),
      );
      await page.close();
    });

    test("the list is saved as a CSV with whole values", async () => {
      const { page } = await open();
      const saved = await downloaded(page, () =>
        page.getByRole("button", { name: "CSV", exact: true }).click(),
      );
      expect(saved.suggestedFilename()).toBe("iris.csv");
      const [head = "", first = ""] = readFileSync(await saved.path(), "utf8").split("\r\n");
      expect(head.split(",").slice(1)).toEqual([
        "Run",
        "Status",
        "Started",
        "Duration",
        "Accuracy",
        "Regularization Rate",
        "Target",
        "User",
        "Tags",
      ]);
      const cells = first.split(",");
      expect([cells[1], cells[4], cells[5], cells[6]]).toEqual(["Run 8", "4.89", "0.6792", "0.078125"]);
      await page.close();
    });
  });

  describe("several runs", () => {
    /** Runs of an experiment of their own, as nothing else may see them change. */
    async function running(experiment: string, count: number): Promise<string> {
      for (let made = 0; made < count; made++) {
        const run = await history.run({ experiment });
        await history.log(run, { m: "loss", v: 0.5 });
      }
      const { items } = (await history.send("GET", `/experiments?name=${experiment}`)) as {
        items: { id: string }[];
      };
      return `${server.url}/experiments/${items[0]?.id}`;
    }

    async function act(page: Page, name: string): Promise<void> {
      await page.getByRole("button", { name: "Actions" }).click();
      await page.getByRole("menuitem", { name, exact: true }).click();
    }

    test("are tagged, archived, shown again and taken back", async () => {
      const { page, table } = await open(await running("bulk", 3), "Run 3");
      await table.box("Run 1").check();
      await table.box("Run 3").check();
      await page.getByText("2 of 3 selected").waitFor();
      await act(page, "Tag");
      const dialog = page.getByRole("dialog", { name: "Tag 2 runs" });
      await dialog.getByLabel("Key").fill("reviewed");
      await dialog.getByLabel("Value").fill("anna");
      await inspect(page, "bulk-tag");
      await dialog.getByRole("button", { name: "Tag" }).click();
      await page.getByText("Tagged 2 of 2").waitFor();
      await expect.poll(() => table.column("Tags")).toEqual(["reviewed: anna", "", "reviewed: anna"]);
      await act(page, "Archive");
      await page.getByText("Archived 2 of 2").waitFor();
      await expect.poll(() => table.runs()).toEqual(["Run 2"]);
      await page.getByRole("button", { name: "Undo" }).click();
      await page.getByText("Unarchived 2 of 2").waitFor();
      await expect.poll(() => table.runs()).toEqual(["Run 3", "Run 2", "Run 1"]);
      await act(page, "Archive");
      await expect.poll(() => table.runs()).toEqual(["Run 2"]);
      await choose(page, page.getByRole("combobox", { name: "Archived" }), "Only archived");
      await expect.poll(() => table.runs()).toEqual(["Run 3", "Run 1"]);
      await choose(page, page.getByRole("combobox", { name: "Archived" }), "With archived");
      await expect.poll(() => table.runs()).toEqual(["Run 3", "Run 2", "Run 1"]);
      await page.close();
    });

    test("that go on are canceled after a question; Keep them does nothing", async () => {
      const { page, table } = await open(await running("cancel", 3), "Run 3");
      expect(await table.column("Status")).toEqual(["Running", "Running", "Running"]);
      await table.box("Run 1").check();
      await table.box("Run 2").check();
      await act(page, "Cancel");
      const dialog = page.getByRole("dialog", { name: "Cancel 2 runs?" });
      await dialog.getByRole("button", { name: "Keep them" }).click();
      await dialog.waitFor({ state: "hidden" });
      expect(await table.column("Status")).toEqual(["Running", "Running", "Running"]);
      await act(page, "Cancel");
      await dialog.getByRole("button", { name: "Cancel", exact: true }).click();
      await page.getByText("Canceled 2 of 2").waitFor();
      await expect.poll(() => table.column("Status")).toEqual(["Running", "Canceled", "Canceled"]);
      await page.close();
    });
  });

  test("no page had an error of its scripts or its policy", () => {
    expect(browser.faults).toEqual([]);
  });
});

/** Opens a choice and takes what is called so. */
async function choose(page: Page, field: Locator, option: string): Promise<void> {
  await field.click();
  await page.getByRole("option", { name: option, exact: true }).click();
}

async function downloaded(page: Page, act: () => Promise<void>): Promise<Download> {
  const [saved] = await Promise.all([page.waitForEvent("download"), act()]);
  return saved;
}
