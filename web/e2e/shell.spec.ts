// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Browser, inspect } from "./browser";
import { History } from "./history";
import { Server } from "./server";

const FULL = process.env.RUNLORE_FULL === "1";

let server: Server;
let browser: Browser;

beforeAll(async () => {
  server = await Server.start();
  browser = await Browser.start();
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
});

test("an empty history shows how to fill it, with this server's address", async () => {
  const page = await browser.page(server.url);
  await page.getByText("The history is empty").waitFor();
  expect(await page.getByText(`export RUNLORE_URL=${server.url}`).count()).toBe(2);
  await inspect(page, "home-empty");
  await page.close();
});

test("a run that is logged appears by itself", async () => {
  const page = await browser.page(server.url);
  await page.getByText("The history is empty").waitFor();
  const history = new History(server);
  const run = await history.run({ experiment: "iris", name: "first try" });
  await history.log(run, { m: "loss", v: 0.5 });
  await page.getByRole("link", { name: "first try" }).waitFor({ timeout: 5_000 });
  await inspect(page, "home");
  await page.close();
});

test("the links that MLflow's clients print open what they name", async () => {
  const history = new History(server);
  const run = await history.run({ experiment: "printed", name: "named by a link" });
  const page = await browser.page(`${server.url}/#/experiments/1/runs/${run}`);
  await page.waitForURL(`${server.url}/runs/${run}/overview`);
  await page.getByRole("heading", { name: "named by a link" }).waitFor();
  await page.goto(`${server.url}/#/experiments/1`);
  await page.waitForURL(/\/experiments\/1$/);
  await page.close();
});

test("every page is reached by keyboard, and the palette finds experiments and runs", async () => {
  const page = await browser.page(server.url);
  await page.getByRole("heading", { name: "Home", exact: true }).waitFor();
  await page.keyboard.press("g");
  await page.keyboard.press("e");
  await page.getByRole("heading", { level: 1, name: "Experiments" }).waitFor();
  await page.keyboard.press("Control+k");
  await page.getByPlaceholder("Search runs").fill("first tr");
  await page.getByRole("button", { name: /first try/ }).waitFor();
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/runs\/[^/]+\/overview$/);
  await page.close();
});

test("the sheet of keys opens with a question mark", async () => {
  const page = await browser.page(server.url);
  await page.getByRole("heading", { name: "Home", exact: true }).waitFor();
  await page.keyboard.press("?");
  await page.getByRole("dialog", { name: "Keyboard shortcuts" }).waitFor();
  await inspect(page, "shortcuts");
  await page.close();
});

/** Every page of the studio with its title; of the run "first try", which a test before made. */
async function pages(): Promise<readonly (readonly [string, string])[]> {
  const history = new History(server);
  const runs = (await history.send("GET", "/runs?columns=id,name")) as {
    columns: { id: string[]; name: string[] };
  };
  const run = runs.columns.id[runs.columns.name.indexOf("first try")];
  const experiments = (await history.send("GET", "/experiments")) as {
    items: { id: string; name: string }[];
  };
  const experiment = experiments.items.find((it) => it.name === "iris")?.id;
  return [
    ["/", "Home · Runlore"],
    ["/projects", "Projects · Runlore"],
    ["/experiments", "Experiments · Runlore"],
    [`/experiments/${experiment}`, "iris · Runlore"],
    ["/runs", "All runs · Runlore"],
    ["/jobs", "Jobs · Runlore"],
    [`/runs/${run}`, "first try · Runlore"],
    [`/compare?runs=${run}`, "Compare 1 run · Runlore"],
    ["/no/such/page", "There is no such page · Runlore"],
  ];
}

/** What has the focus, as a person hears it. */
const focused = (page: Page) =>
  page.evaluate(() => {
    const it = document.activeElement;
    return it?.getAttribute("aria-label") ?? it?.textContent?.trim() ?? "";
  });

const theme = (page: Page) => page.locator("html").getAttribute("data-mantine-color-scheme");

describe.runIf(FULL)("in full", () => {
  test("each page has a title of its own, one first heading, and fits at 200 % zoom", async () => {
    for (const [address, title] of await pages()) {
      const page = await browser.page(server.url + address);
      await page.waitForFunction((wanted) => document.title === wanted, title);
      expect(await page.getByRole("heading", { level: 1 }).count(), address).toBe(1);
      // 200 % of a window of 1280 x 900
      await page.setViewportSize({ width: 640, height: 450 });
      const beyond = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(beyond, `${address} scrolls sideways by`).toBeLessThanOrEqual(0);
      await page.close();
    }
  });

  test("an address of no page shows the way back, whether it was typed or followed", async () => {
    const page = await browser.page(`${server.url}/no/such/page`);
    await page.getByRole("heading", { name: "There is no such page" }).waitFor();
    await inspect(page, "not-found");
    await page.getByRole("link", { name: "Go to the first page" }).click();
    await page.getByRole("heading", { name: "Home", exact: true }).waitFor();
    await page.close();
  });

  test("tab goes from the skip link over the bar and the pages to the content", async () => {
    const page = await browser.page(`${server.url}/experiments`);
    await page.getByRole("link", { name: "iris" }).waitFor();
    const stops: string[] = [];
    for (let at = 0; at < 10; at++) {
      await page.keyboard.press("Tab");
      stops.push(await focused(page));
    }
    expect(stops).toEqual([
      "Skip to content",
      "Runlore",
      expect.stringMatching(/^Search runs and experiments/),
      "0 jobs",
      "Launch run",
      "Home",
      "Projects",
      "Experiments",
      "All runs",
      "Jobs",
    ]);
    await page.reload();
    await page.getByRole("link", { name: "iris" }).waitFor();
    await page.keyboard.press("Tab");
    expect(await page.getByRole("link", { name: "Skip to content" }).isVisible()).toBe(true);
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    expect(await focused(page)).toBe("Find by name");
    expect(new URL(page.url()).pathname).toBe("/experiments");
    await page.close();
  });

  test("g and a letter goes to a page, but not while one types", async () => {
    const page = await browser.page(server.url);
    await page.getByRole("heading", { name: "Home", exact: true }).waitFor();
    for (const [key, heading] of [
      ["r", "All runs"],
      ["j", "Jobs"],
      ["p", "Projects"],
      ["e", "Experiments"],
      ["h", "Home"],
    ] as const) {
      await page.keyboard.press("g");
      await page.keyboard.press(key);
      await page.getByRole("heading", { level: 1, name: heading, exact: true }).waitFor();
    }
    await page.keyboard.press("g");
    await page.keyboard.press("e");
    await page.getByRole("textbox", { name: "Find by name" }).fill("");
    await page.getByRole("textbox", { name: "Find by name" }).pressSequentially("gj?");
    expect(await page.getByRole("textbox", { name: "Find by name" }).inputValue()).toBe("gj?");
    expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe("Experiments");
    expect(await page.getByRole("dialog").count()).toBe(0);
    await page.close();
  });

  test("the palette finds pages by a part of their name, says when it finds nothing, and closes with Escape", async () => {
    const page = await browser.page(server.url);
    await page.getByRole("button", { name: /^Search runs and experiments/ }).click();
    const field = page.getByPlaceholder("Search runs");
    await field.fill("exper");
    await page.getByRole("button", { name: "Experiments", exact: true }).waitFor();
    await inspect(page, "palette");
    await field.fill("100%_<b>nothing</b>'\"");
    await page.getByText("Nothing has this name").waitFor();
    await page.keyboard.press("Escape");
    await field.waitFor({ state: "hidden" });
    await page.keyboard.press("Control+k");
    await field.fill("iri");
    await page.getByRole("button", { name: /^iris/ }).first().waitFor();
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: "iris", exact: true }).waitFor();
    await page.close();
  });

  test("light, dark or as the system: the choice is remembered, and the system's is followed", async () => {
    const page = await browser.page(server.url);
    const choose = (name: string) =>
      page.getByRole("radiogroup", { name: "Appearance" }).getByText(name, { exact: true }).click();
    await page.emulateMedia({ colorScheme: "light" });
    expect(await theme(page)).toBe("light");
    await choose("Dark");
    await page.reload();
    await page.getByRole("heading", { name: "Home", exact: true }).waitFor();
    expect(await theme(page)).toBe("dark");
    expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe(
      "rgb(14, 17, 22)",
    );
    const other = await browser.page(`${server.url}/jobs`);
    await other.getByRole("heading", { level: 1, name: "Jobs" }).waitFor();
    expect(await theme(other)).toBe("dark");
    await other.close();
    await choose("Light");
    await page.emulateMedia({ colorScheme: "dark" });
    expect(await theme(page)).toBe("light");
    await choose("As the system");
    await page.locator('html[data-mantine-color-scheme="dark"]').waitFor();
    await page.emulateMedia({ colorScheme: "light" });
    await page.locator('html[data-mantine-color-scheme="light"]').waitFor();
    await page.close();
  });

  test("on a narrow page the pages are a menu that opens and closes by keyboard", async () => {
    const page = await browser.page(server.url);
    await page.setViewportSize({ width: 360, height: 740 });
    const menu = page.getByRole("button", { name: "Show pages" });
    await menu.waitFor();
    expect(await page.getByRole("navigation", { name: "Pages" }).count()).toBe(0);
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    expect(await focused(page)).toBe("Show pages");
    await page.keyboard.press("Enter");
    const drawer = page.getByRole("dialog", { name: "Runlore" });
    await drawer.getByRole("navigation", { name: "Pages" }).waitFor();
    await page.screenshot({ path: "target/screenshots/menu-narrow.png" });
    await expect.poll(() => focused(page)).toBe("Hide pages");
    await page.keyboard.press("Escape");
    await drawer.waitFor({ state: "hidden" });
    await expect.poll(() => focused(page)).toBe("Show pages");
    await page.keyboard.press("Enter");
    await expect.poll(() => focused(page)).toBe("Hide pages");
    await drawer.getByRole("link", { name: "Jobs" }).focus();
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: "Jobs" }).waitFor();
    await drawer.waitFor({ state: "hidden" });
    await page.close();
  });

  test("a part that cannot be loaded says why with a request id and is tried again; the rest of the page stays", async () => {
    const history = new History(server);
    const snapshot = await history.snapshot({ "lost.py": "print('lost')\n", "kept.py": "print('kept')\n" });
    const run = await history.run({ experiment: "iris", name: "half lost", snapshot });
    const lost = blobOf("print('lost')\n");
    const bytes = readFileSync(lost);
    rmSync(lost);
    const page = await browser.page(`${server.url}/runs/${run}/snapshot`);
    await page
      .getByRole("treeitem", { name: /lost\.py/ })
      .or(page.getByRole("button", { name: /lost\.py/ }))
      .first()
      .click();
    const failure = page.getByRole("alert").filter({ hasText: "This could not be loaded" });
    await failure.getByText(/^Request [0-9a-z-]+$/).waitFor();
    await page.getByRole("heading", { level: 1, name: "half lost" }).waitFor();
    await inspect(page, "panel-failed");
    writeFileSync(lost, bytes);
    await failure.getByRole("button", { name: "Try again" }).click();
    await page.getByText("print('lost')").waitFor();
    await page.close();
  });

  test("who wants less motion gets none, others see what moves", async () => {
    const history = new History(server);
    const run = await history.run({ experiment: "iris", name: "goes on" });
    await history.log(run, { m: "loss", v: 1 });
    const moving = async (page: Page) => {
      await page.getByRole("main").getByText("Running", { exact: true }).first().waitFor();
      return page.evaluate(() => document.getAnimations().filter((it) => it.playState === "running").length);
    };
    const still = await browser.page(`${server.url}/runs/${run}/overview`);
    expect(await moving(still)).toBe(0);
    await still.emulateMedia({ reducedMotion: "no-preference" });
    await still.reload();
    expect(await moving(still)).toBeGreaterThan(0);
    await still.close();
    await history.end(run);
  });
});

function blobOf(text: string): string {
  const sha256 = createHash("sha256").update(text).digest("hex");
  const found = readdirSync(server.data, { recursive: true, encoding: "utf8" }).find((path) =>
    path.replaceAll("/", "").endsWith(sha256),
  );
  return join(server.data, found ?? `no blob of ${sha256}`);
}

test("a stopped server shows a banner, and what was there stays; started again, the page goes on", async () => {
  const page = await browser.page(`${server.url}/experiments`);
  await page.getByRole("link", { name: "iris" }).waitFor();
  const { port } = server;
  await server.stop();
  await page.getByText("The server does not answer").waitFor({ timeout: 10_000 });
  expect(await page.getByRole("link", { name: "iris" }).isVisible()).toBe(true);
  await server.open("--port", port);
  await page.getByText("The server does not answer").waitFor({ state: "hidden", timeout: 20_000 });
  await page.close();
});

test("no page had an error of its scripts or its policy", () => {
  expect(browser.faults).toEqual([]);
});
