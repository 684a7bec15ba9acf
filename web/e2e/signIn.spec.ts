// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Browser, inspect } from "./browser";
import { History } from "./history";
import { Server } from "./server";

const FULL = process.env.RUNLORE_FULL === "1";

let server: Server;
let browser: Browser;
/** All that the browser sent: addresses, bodies and headers. */
const sent: {
  readonly url: string;
  readonly body: string;
  readonly headers: Promise<Record<string, string>>;
}[] = [];

beforeAll(async () => {
  server = await Server.start("--auth", "token");
  browser = await Browser.start();
  browser.context.on("request", (request) => {
    // All of them are known only later; of a page that was closed meanwhile never.
    const headers = request.allHeaders().catch(() => request.headers());
    sent.push({ url: request.url(), body: request.postData() ?? "", headers });
  });
  const history = new History(server);
  const run = await history.run({ experiment: "kept close", name: "only for me" });
  await history.log(run, { m: "loss", v: 0.5 });
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
});

test.runIf(FULL)(
  "without a sign-in every page says how to get in and shows nothing; the link opens it once",
  async () => {
    const stranger = await browser.page(server.url);
    await stranger.getByRole("heading", { level: 1, name: "Not signed in" }).waitFor();
    await stranger.getByText("runlore studio", { exact: true }).waitFor();
    expect(await stranger.getByText("The server does not answer").count()).toBe(0);
    await inspect(stranger, "not-signed-in");

    const link = server.link();
    const page = await browser.page(link);
    await page.getByRole("link", { name: "only for me" }).waitFor();
    expect(page.url()).toBe(`${server.url}/`);
    // The page that was open before goes on by itself.
    await stranger.getByRole("link", { name: "only for me" }).waitFor({ timeout: 20_000 });
    await stranger.close();

    const again = await browser.page(link);
    await again.getByRole("heading", { name: "This link is not good any more" }).waitFor();
    await again.screenshot({ path: "target/screenshots/link-used.png" });
    await again.getByRole("link", { name: "the studio" }).click();
    await again.getByRole("link", { name: "only for me" }).waitFor();
    await again.close();
    await page.close();
  },
);

describe.runIf(FULL)("in full", () => {
  test("the cookie is of the API alone, and no script reads it", async () => {
    const page = await browser.page(server.url);
    await page.getByRole("link", { name: "only for me" }).waitFor();
    const cookies = await browser.context.cookies();
    expect(cookies).toEqual([
      expect.objectContaining({
        name: `runlore-${server.port}`,
        domain: "127.0.0.1",
        path: "/api/v1",
        httpOnly: true,
        sameSite: "Strict",
        expires: -1,
      }),
    ]);
    expect(cookies[0]?.value).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(await page.evaluate(() => document.cookie)).toBe("");
    const stored = await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }));
    expect(stored).not.toContain(cookies[0]?.value);
    await page.close();
  });

  test("each page that was kept as a bookmark opens signed in, and asks who one is when one is not", async () => {
    const stranger = await Browser.start();
    try {
      for (const address of ["/", "/projects", "/experiments", "/runs", "/jobs", "/runs/none/overview"]) {
        const page = await stranger.page(server.url + address);
        await page.getByRole("heading", { level: 1, name: "Not signed in" }).waitFor();
        expect(await page.getByText("only for me").or(page.getByText("kept close")).count()).toBe(0);
        await page.close();
      }
      expect(stranger.faults).toEqual([]);
    } finally {
      await stranger.close();
    }
    const page = await browser.page(`${server.url}/runs`);
    await page.getByRole("link", { name: "only for me" }).first().waitFor();
    await page.close();
  });

  test("a link to elsewhere in a link's address is not followed (attack 42)", async () => {
    const forms = [
      "//evil.example",
      "/\\evil.example",
      "https:evil.example",
      "/%09/evil.example",
      "https://evil.example/",
    ];
    for (const name of ["next", "redirect", "url", "return_to", "continue"]) {
      for (const form of forms) {
        const link = `${await newLink()}&${name}=${form}`;
        const told = await fetch(link, { redirect: "manual" });
        expect([told.status, told.headers.get("Location")], link).toEqual([303, "/"]);
      }
    }
    const page = await browser.page(`${await newLink()}&next=//evil.example/`);
    await page.getByRole("link", { name: "only for me" }).waitFor();
    expect(page.url()).toBe(`${server.url}/`);
    await page.close();
  });

  test("neither the token nor a code stands in an address, a Referer or a log (attack 57)", async () => {
    const link = server.link();
    const code = new URL(link).searchParams.get("code") ?? "";
    const page = await browser.page(link);
    await page.getByRole("link", { name: "only for me" }).click();
    await page.getByRole("heading", { level: 1, name: "only for me" }).waitFor();
    await page.getByRole("link", { name: "Experiments" }).first().click();
    await page.getByRole("link", { name: "kept close" }).waitFor();
    expect(await page.evaluate(() => document.referrer)).toBe("");
    expect(await page.content()).not.toContain(code);
    expect(sent.length).toBeGreaterThan(20);
    for (const { url, body, headers } of sent) {
      const told = await headers;
      expect(told.referer ?? "", url).toBe("");
      expect(`${url} ${body} ${JSON.stringify(told)}`).not.toContain(server.token);
      if (!url.includes("/open?code=")) {
        expect(`${url} ${body} ${JSON.stringify(told)}`).not.toContain(code);
      }
    }
    const cookie = (await browser.context.cookies())[0]?.value ?? "there is no cookie";
    for (const secret of [server.token, code, cookie]) {
      expect(filesWith(secret), `files that have ${secret.slice(0, 3)}…`).toEqual(
        secret === server.token ? ["data/token"] : [],
      );
    }
    await page.close();
  });

  test("signing out ends the session for good", async () => {
    const page = await browser.page(server.url);
    const kept = await browser.context.cookies();
    const out = page.getByRole("button", { name: "Sign out" });
    await out.waitFor();
    await inspect(page, "home-signed-in");
    await out.focus();
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: "Not signed in" }).waitFor();
    expect(await browser.context.cookies()).toEqual([]);
    await browser.context.addCookies(kept);
    await page.reload();
    await page.getByRole("heading", { level: 1, name: "Not signed in" }).waitFor();
    await page.close();
  });

  test("the session ends with the server, and a page that is open asks for a new one", async () => {
    const page = await browser.page(server.link());
    await page.getByRole("link", { name: "only for me" }).waitFor();
    const { port } = server;
    await server.stop();
    await page.getByText("The server does not answer").waitFor();
    await server.open("--port", port, "--auth", "token");
    await page.getByRole("heading", { level: 1, name: "Not signed in" }).waitFor({ timeout: 30_000 });
    expect(await page.getByText("only for me").count()).toBe(0);
    await page.close();
  });

  test("a cookie of somebody else opens nothing", async () => {
    await browser.context.clearCookies();
    for (const value of ["", "x", "A".repeat(43), server.token]) {
      await browser.context.addCookies([
        { name: `runlore-${server.port}`, value, domain: "127.0.0.1", path: "/", httpOnly: true },
      ]);
      const page = await browser.page(server.url);
      await page.getByRole("heading", { level: 1, name: "Not signed in" }).waitFor();
      await page.close();
    }
  });
});

async function newLink(): Promise<string> {
  return ((await new History(server).send("POST", "/studio/links")) as { url: string }).url;
}

/** Files below the server's folder, its log among them, that hold a text. */
function filesWith(text: string): readonly string[] {
  return readdirSync(server.folder, { recursive: true, encoding: "utf8" })
    .filter((path) => statSync(join(server.folder, path)).isFile())
    .filter((path) => readFileSync(join(server.folder, path)).includes(text))
    .sort();
}

test.runIf(FULL)("no page had an error of its scripts or its policy", () => {
  expect(browser.faults).toEqual([]);
});
