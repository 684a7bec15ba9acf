// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Browser, fits, inspect } from "./browser";
import { History } from "./history";
import { IRIS, logIris } from "./iris";
import { Server } from "./server";
import { RunTable } from "./table";

const FULL = process.env.RUNLORE_FULL === "1";
const NEWEST_FIRST = IRIS.map(({ number }) => `Run ${number}`).reverse();

let server: Server;
let browser: Browser;
let history: History;
let dashboard: string;
let iris: readonly string[];

beforeAll(async () => {
  server = await Server.start();
  history = new History(server);
  const logged = await logIris(history);
  iris = logged.runs;
  dashboard = `${server.url}/experiments/${logged.experiment}`;
  browser = await Browser.start();
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
});

/** The dashboard with its charts drawn and its rows there. */
async function open(address = dashboard): Promise<{ page: Page; table: RunTable }> {
  const page = await browser.page(address);
  const table = new RunTable(page);
  await table.link("Run 8").waitFor();
  await drawing(page, "Accuracy").waitFor();
  return { page, table };
}

function chart(page: Page, title: string): Locator {
  return page.getByRole("region", { name: title, exact: true });
}

function drawing(page: Page, title: string): Locator {
  return chart(page, title).getByRole("img", { name: new RegExp(`^${title}: `) });
}

// What uPlot leaves around the points, and how far an axis goes beyond them. A point is hit from 24 pixels away.
const AROUND = { left: 48, right: 16, top: 10, bottom: 38 };
const X_MARGIN = 0.03;
const Y_MARGIN = 0.1;

/** Where a run's accuracy is drawn, in pixels of the page. */
async function spotOf(page: Page, number: number): Promise<{ x: number; y: number }> {
  await drawing(page, "Accuracy").scrollIntoViewIfNeeded();
  const box = await drawing(page, "Accuracy").boundingBox();
  const values = IRIS.map(({ accuracy }) => accuracy);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const value = values[number - 1] ?? Number.NaN;
  const along = (number - 1) / (IRIS.length - 1);
  const up = (value - low) / (high - low);
  if (box === null) {
    throw new Error("the chart is not drawn");
  }
  const width = box.width - AROUND.left - AROUND.right;
  const height = box.height - AROUND.top - AROUND.bottom;
  return {
    x: box.x + AROUND.left + (width * (along + X_MARGIN)) / (1 + 2 * X_MARGIN),
    y: box.y + AROUND.top + (height * (1 - up + Y_MARGIN)) / (1 + 2 * Y_MARGIN),
  };
}

/** How a run's point looks: the pixels around it. */
async function lookOf(page: Page, number: number): Promise<string> {
  const { x, y } = await spotOf(page, number);
  const picture = await page.screenshot({ clip: { x: x - 9, y: y - 9, width: 18, height: 18 } });
  return picture.toString("base64");
}

const shade = (row: Locator): Promise<string> =>
  row.evaluate((element) => getComputedStyle(element).backgroundColor);

test("the dashboard draws what was logged, a point tells of its run and leads to it, and two runs are compared (W21, W24, W25, W32)", async () => {
  const { page, table } = await open();
  expect(await table.runs()).toEqual(NEWEST_FIRST);
  await chart(page, "Regularization Rate").waitFor();
  const { x, y } = await spotOf(page, 7);
  await page.mouse.move(x - 60, y + 40);
  await page.mouse.move(x, y, { steps: 5 });
  expect(await chart(page, "Accuracy").getByRole("status").textContent()).toBe(
    "Run 7, run number 7, Accuracy 0.6792, Status Completed, Duration 4.73 s",
  );
  await page.mouse.click(x, y);
  await page.waitForURL(`${server.url}/runs/${iris[6]}/overview`);
  await page.getByRole("heading", { name: "Run 7" }).waitFor();
  await page.goBack();
  await table.box("Run 7").check();
  expect(await page.getByRole("button", { name: "Compare", exact: true }).isDisabled()).toBe(true);
  await table.box("Run 8").check();
  await page.getByRole("button", { name: "Compare 2", exact: true }).click();
  await page.waitForURL(`${server.url}/compare?runs=${iris[6]}%2C${iris[7]}`);
  await page.getByRole("heading", { name: "Compare 2 runs" }).waitFor();
  await page.close();
});

describe.runIf(FULL)("at length", () => {
  test("charts are titled by what was logged, without set-up, and the best values stand out (W21)", async () => {
    const { page, table } = await open();
    await page.getByText("8 runs · best Accuracy 0.6792 (Run 8, Run 7)").waitFor();
    expect(await drawing(page, "Accuracy").getAttribute("aria-label")).toBe(
      "Accuracy: 8 points over run number, run number 1 to 8, Accuracy 0.6415 to 0.6792",
    );
    expect(await drawing(page, "Regularization Rate").getAttribute("aria-label")).toBe(
      "Regularization Rate: 8 points over run number, run number 1 to 8, Regularization Rate 0.07813 to 10",
    );
    expect(await drawing(page, "Duration").getAttribute("aria-label")).toBe(
      "Duration: 8 points over run number, run number 1 to 8, Duration 4.73 to 6.11",
    );
    expect(await table.column("Accuracy")).toEqual(IRIS.map(({ accuracy }) => String(accuracy)).reverse());
    expect(await table.column("Duration")).toEqual(
      IRIS.map(({ seconds }) => `${seconds.toFixed(2)} s`).reverse(),
    );
    const weights = await Promise.all(
      ["Run 8", "Run 7", "Run 6"].map(async (run) =>
        (await table.cell(run, "Accuracy"))
          .getByText(/./)
          .evaluate((element) => Number(getComputedStyle(element).fontWeight)),
      ),
    );
    expect(weights.map((weight) => weight >= 600)).toEqual([true, true, false]);
    await inspect(page, "dashboard");
    await fits(page, "dashboard");
    await page.close();
  });

  test("at a zoom of 200 % everything is reached, and nothing scrolls sideways", async () => {
    const close = await Browser.start({ zoom: 2 });
    const page = await close.page(dashboard);
    const table = new RunTable(page);
    await table.link("Run 8").waitFor();
    await inspect(page, "dashboard-zoomed");
    await table.link("Run 1").scrollIntoViewIfNeeded();
    await table.box("Run 1").check();
    await table.box("Run 3").check();
    await page.getByRole("button", { name: "Compare 2", exact: true }).click();
    await page.getByRole("heading", { name: "Compare 2 runs" }).waitFor();
    await inspect(page, "comparison-zoomed");
    expect(close.faults).toEqual([]);
    await close.close();
  });

  test("a hovered point marks its row, and a hovered row its point (W24)", async () => {
    const { page, table } = await open();
    const plain = await shade(table.row("Run 7"));
    const { x, y } = await spotOf(page, 7);
    await page.mouse.move(x - 30, y + 30);
    await page.mouse.move(x, y, { steps: 4 });
    const tip = chart(page, "Accuracy");
    expect(await tip.getByRole("term").allTextContents()).toEqual([
      "run number",
      "Accuracy",
      "Status",
      "Duration",
    ]);
    expect(await tip.getByRole("definition").allTextContents()).toEqual([
      "7",
      "0.6792",
      "Completed",
      "4.73 s",
    ]);
    await expect.poll(() => shade(table.row("Run 7"))).not.toBe(plain);
    expect(await shade(table.row("Run 6"))).toBe(plain);
    await page.mouse.move(x, y + 300, { steps: 4 });
    await table.head("Accuracy").hover();
    await expect.poll(() => shade(table.row("Run 7"))).toBe(plain);

    const [before, other] = [await lookOf(page, 5), await lookOf(page, 2)];
    await (await table.cell("Run 5", "Target")).hover();
    await expect.poll(() => lookOf(page, 5)).not.toBe(before);
    expect(await lookOf(page, 2)).toBe(other);
    await page.close();
  });

  test("a name in the grid leads to its run as a point does (W25)", async () => {
    const { page, table } = await open();
    await table.link("Run 7").click();
    await page.waitForURL(`${server.url}/runs/${iris[6]}/overview`);
    await page.getByRole("heading", { name: "Run 7" }).waitFor();
    await page.close();
  });

  test("any logged value becomes a column by a tick, and a reload keeps it (W22, W23)", async () => {
    const { page, table } = await open();
    // Wide enough that all columns are in sight.
    await page.setViewportSize({ width: 1920, height: 900 });
    await page.getByRole("button", { name: "Customize list view" }).click();
    const dialog = page.getByRole("dialog", { name: "List view customization" });
    const tick = (name: string): Locator =>
      dialog.getByRole("region", { name: "Available" }).first().getByRole("checkbox", { name, exact: true });
    await tick("Accuracy").uncheck();
    await tick("Regularization Rate").uncheck();
    await expect.poll(() => table.head("Accuracy").count()).toBe(0);
    for (const name of ["Regularization Rate", "Accuracy", "kernel", "selected", "Script"]) {
      await tick(name).check();
    }
    await inspect(page, "columns");
    await dialog.getByRole("button", { name: "Done" }).click();
    const expected = ["Run", "Status", "Started", "Duration", "Target", "User", "Tags"];
    const all = [...expected, "Regularization Rate", "Accuracy", "kernel", "selected", "Script"];
    await expect.poll(() => table.heads()).toEqual(all);
    await page.reload();
    await table.link("Run 8").waitFor();
    expect(await table.heads()).toEqual(all);
    expect(await table.text("Run 7", "selected")).toBe("yes");
    expect(await table.text("Run 7", "kernel")).toBe("linear");
    expect(await table.text("Run 7", "Script")).toBe("iris_sklearn.py");
    expect(await table.text("Run 7", "Regularization Rate")).toBe("0.1563");
    await page.goto(dashboard);
    await table.link("Run 8").waitFor();
    expect(await table.heads()).toEqual(all);
    await page.getByRole("button", { name: "Customize list view" }).click();
    await dialog.getByRole("button", { name: "Default columns" }).click();
    await page.close();
  });

  test("the column dialog is used by the keyboard alone", async () => {
    const { page, table } = await open();
    await tabTo(page, page.getByRole("button", { name: "Customize list view" }));
    await page.keyboard.press("Enter");
    const dialog = page.getByRole("dialog", { name: "List view customization" });
    await dialog.waitFor();
    await expect.poll(() => isFocused(dialog.getByPlaceholder("Find a metric"))).toBe(true);
    await page.keyboard.type("host");
    const host = dialog.getByRole("checkbox", { name: "Host", exact: true });
    await host.waitFor();
    await tabTo(page, host);
    await page.keyboard.press("Space");
    await tabTo(page, dialog.getByRole("button", { name: "Move Host up" }));
    await page.keyboard.press("Enter");
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "hidden" });
    await expect
      .poll(() => table.heads())
      .toEqual([
        ...["Run", "Status", "Started", "Duration", "Accuracy", "Regularization Rate"],
        ...["Target", "User", "Host", "Tags"],
      ]);
    await expect.poll(() => table.text("Run 7", "Host")).toBe("workstation");
    expect(await isFocused(page.getByRole("button", { name: "Customize list view" }))).toBe(true);
    await page.keyboard.press("Enter");
    await tabTo(page, dialog.getByRole("button", { name: "Default columns" }));
    await page.keyboard.press("Enter");
    await page.close();
  });

  test("the grid is used by the keyboard: rows, marks, the comparison and the run", async () => {
    const { page, table } = await open();
    await page.keyboard.press("j");
    await expect.poll(() => isFocused(table.row("Run 8").getByRole("gridcell").nth(1))).toBe(true);
    await page.keyboard.press("x");
    await page.keyboard.press("j");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("x");
    expect(await table.box("Run 8").isChecked()).toBe(true);
    expect(await table.box("Run 7").isChecked()).toBe(false);
    expect(await table.box("Run 6").isChecked()).toBe(true);
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("Enter");
    await page.waitForURL(`${server.url}/runs/${iris[6]}/overview`);
    await page.goBack();
    await table.link("Run 8").waitFor();
    await page.keyboard.press("j");
    await page.keyboard.press("x");
    await page.keyboard.press("k");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("x");
    await page.keyboard.press("c");
    await page.waitForURL(/\/compare\?runs=/);
    await page.getByRole("heading", { name: "Compare 2 runs" }).waitFor();
    await page.close();
  });
});

test("no page had an error of its scripts or its policy", () => {
  expect(browser.faults).toEqual([]);
});

const isFocused = (element: Locator): Promise<boolean> =>
  element.evaluate((node) => node === document.activeElement);

/** Goes on with the tabulator until the element has the keyboard. */
async function tabTo(page: Page, element: Locator, most = 80): Promise<void> {
  for (let pressed = 0; pressed < most; pressed++) {
    if (await isFocused(element)) {
      return;
    }
    await page.keyboard.press("Tab");
  }
  throw new Error(`${most} times Tab did not reach ${element}`);
}
