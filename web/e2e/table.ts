// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import type { Locator, Page } from "playwright-core";

/** The grid of runs as a person reads it: rows by the run's name, columns by their heads. */
export class RunTable {
  readonly grid: Locator;

  constructor(page: Page, name: string | RegExp = "Runs") {
    this.grid = page.getByRole("grid", { name, exact: true });
  }

  row(run: string): Locator {
    const link = this.grid.page().getByRole("link", { name: run, exact: true });
    return this.grid.getByRole("row").filter({ has: link });
  }

  link(run: string): Locator {
    return this.grid.getByRole("link", { name: run, exact: true });
  }

  box(run: string): Locator {
    return this.grid.getByRole("checkbox", { name: `Select ${run}`, exact: true });
  }

  /** Rows in sight that are not loaded yet. */
  get waiting(): Locator {
    return this.grid.locator('[role="row"][aria-busy="true"]');
  }

  head(column: string): Locator {
    return this.grid.getByRole("columnheader", { name: column, exact: true });
  }

  /** The heads in sight from left to right, without that of the boxes. */
  async heads(): Promise<readonly string[]> {
    const texts = await this.grid.getByRole("columnheader").allTextContents();
    return texts.map((text) => text.trim()).filter((text) => text !== "");
  }

  /** The runs in sight from above. */
  async runs(): Promise<readonly string[]> {
    return (await this.grid.getByRole("link").allTextContents()).map((text) => text.trim());
  }

  async cell(run: string, column: string): Promise<Locator> {
    const at = await this.head(column).getAttribute("aria-colindex");
    return this.row(run).locator(`[role="gridcell"][aria-colindex="${at}"]`);
  }

  async text(run: string, column: string): Promise<string> {
    return (await (await this.cell(run, column)).textContent()) ?? "";
  }

  /** One column of the rows in sight. */
  async column(column: string): Promise<readonly string[]> {
    const runs = await this.runs();
    return Promise.all(runs.map((run) => this.text(run, column)));
  }
}
