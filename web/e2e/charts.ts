// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { readFileSync } from "node:fs";
import type { Locator, Page } from "playwright-core";

/** A titled part of a page, such as a chart. */
export function card(page: Page, title: string): Locator {
  return page.getByRole("region", { name: title, exact: true }).first();
}

/** What is said of a drawing to who does not see it. */
export async function sentenceOf(chart: Locator): Promise<string | null> {
  return chart.getByRole("img").getAttribute("aria-label");
}

/** A chart's values as its table shows them, the head first; the drawing is back afterwards. */
export async function tableOf(chart: Locator): Promise<string[][]> {
  const toggle = chart.getByRole("button", { name: "View as table" });
  await toggle.click();
  const rows = await rowsOf(chart);
  await toggle.click();
  return rows;
}

/** The texts of the cells of a table in a part of a page, the head first. */
export async function rowsOf(part: Locator): Promise<string[][]> {
  await part.getByRole("row").nth(1).waitFor();
  const rows = await part.getByRole("row").all();
  return Promise.all(
    rows.map(async (row) => {
      const cells = row.getByRole("cell").or(row.getByRole("columnheader"));
      return (await cells.allTextContents()).map((text) => text.trim());
    }),
  );
}

/** The file that a chart's menu saves, by lines of cells. */
export async function csvOf(page: Page, chart: Locator, title: string): Promise<string[][]> {
  await chart.getByRole("button", { name: `More for ${title}` }).click();
  const saved = page.waitForEvent("download");
  await page.getByRole("menuitem", { name: "Download as CSV" }).click();
  const text = readFileSync(await (await saved).path(), "utf8");
  return text
    .trimEnd()
    .split("\r\n")
    .map((line) => line.split(","));
}
