// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type BrowserContext, chromium, type Page } from "playwright-core";
import { expect } from "vitest";

const CHROMIUM = process.env.RUNLORE_CHROMIUM ?? "/usr/bin/chromium";
const SHOTS = resolve(import.meta.dirname, "../target/screenshots");
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

type Theme = "light" | "dark";

/** A Chromium with a profile of its own. Every page must stay without errors: {@link Browser.faults} has those it met. */
export class Browser {
  readonly faults: string[] = [];
  private readonly profile: string;
  /** What is kept between pages: cookies, storage, requests. */
  readonly context: BrowserContext;

  private constructor(profile: string, context: BrowserContext) {
    this.profile = profile;
    this.context = context;
  }

  /** With a zoom the window has as much less room and as many more pixels as a browser's own zoom leaves it. */
  static async start({ zoom = 1 } = {}): Promise<Browser> {
    const profile = mkdtempSync(join(tmpdir(), "runlore-chromium-"));
    const context = await chromium.launchPersistentContext(profile, {
      executablePath: CHROMIUM,
      headless: true,
      viewport: { width: 1440 / zoom, height: 900 / zoom },
      deviceScaleFactor: zoom,
      reducedMotion: "reduce",
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    });
    return new Browser(profile, context);
  }

  /** A new page; what its scripts or its policy complain about is a fault. */
  async page(url: string): Promise<Page> {
    const page = await this.context.newPage();
    page.on("pageerror", (error) => this.faults.push(`${page.url()}: ${error.message}`));
    page.on("console", (message) => {
      if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) {
        this.faults.push(`${page.url()}: ${message.text()}`);
      }
    });
    await page.goto(url);
    return page;
  }

  /** Signs all its pages in with a link of the server. */
  async signIn(link: string): Promise<void> {
    const page = await this.page(link);
    await page.getByRole("heading", { name: "Home", exact: true }).waitFor();
    await page.close();
  }

  async close(): Promise<void> {
    await this.context.close();
    rmSync(this.profile, { recursive: true, force: true });
  }
}

/** Shows the page in both themes: axe must find nothing, and a picture of each is kept for people to look at. */
export async function inspect(page: Page, name: string): Promise<void> {
  for (const theme of ["light", "dark"] as const) {
    await inTheme(page, theme);
    await picture(page, `${name}-${theme}`);
    expect(await axeFindings(page), `${name} in ${theme}`).toEqual([]);
  }
  await inTheme(page, "light");
  const wide = page.viewportSize() ?? { width: 1440, height: 900 };
  await page.setViewportSize({ width: 360, height: 740 });
  await settle(page);
  expect(await sidewaysScroll(page), `${name} at 360 px scrolls sideways by`).toBeLessThanOrEqual(0);
  await picture(page, `${name}-narrow`);
  await page.setViewportSize(wide);
}

const WIDTHS = [360, 600, 900, 1280, 1920, 2560] as const;

/** Nothing scrolls sideways from a telephone's width to a wide screen's; a picture of the widest is kept. */
export async function fits(page: Page, name: string): Promise<void> {
  const usual = page.viewportSize() ?? { width: 1440, height: 900 };
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    await settle(page);
    expect(await sidewaysScroll(page), `${name} at ${width} px scrolls sideways by`).toBeLessThanOrEqual(0);
  }
  await picture(page, `${name}-wide`);
  await page.setViewportSize(usual);
}

async function inTheme(page: Page, theme: Theme): Promise<void> {
  await page.emulateMedia({ colorScheme: theme });
  await page.locator(`html[data-mantine-color-scheme="${theme}"]`).waitFor();
  await settle(page);
}

/** Two frames and the fonts. */
export async function settle(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await document.fonts.ready;
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  });
}

async function picture(page: Page, name: string): Promise<void> {
  mkdirSync(SHOTS, { recursive: true });
  await page.screenshot({ path: join(SHOTS, `${name}.png`) });
}

function sidewaysScroll(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
}

interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
  }[];
}

async function axeFindings(page: Page): Promise<readonly string[]> {
  // Evaluated by the debugger, so that the page's policy need not let it in.
  await page.evaluate(AXE);
  const { violations } = (await page.evaluate(
    (tags) =>
      (window as unknown as { axe: { run(options: object): Promise<unknown> } }).axe.run({ runOnly: tags }),
    AXE_TAGS,
  )) as AxeResult;
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html}: ${failureSummary.split("\n").at(1)?.trim()}`),
  );
}
