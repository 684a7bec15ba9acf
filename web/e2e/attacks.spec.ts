// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { writeFileSync } from "node:fs";
import { createServer, type Server as HttpServer } from "node:http";
import { connect } from "node:net";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Browser } from "./browser";
import { History } from "./history";
import { Server } from "./server";

const FULL = process.env.RUNLORE_FULL === "1";
const CANARY = "the canary sings";

let server: Server;
let browser: Browser;
let history: History;
let run: string;
let evil: HttpServer;
/** What the other site serves by path. */
const evilPages = new Map<string, string>();
/** What came to the other site: path and Referer. */
const evilVisits: { path: string; referer: string | undefined; cookie: string | undefined }[] = [];

beforeAll(async () => {
  server = await Server.start();
  browser = await Browser.start();
  history = new History(server);
  run = await history.run({ experiment: "attacked", name: "victim" });
  await history.log(run, { m: "loss", v: 0.5 });
  await history.artifact(run, "outputs/page.html", "<script>top.hacked = 1</script>page of a run");
  await history.artifact(run, "outputs/picture.svg", SVG);
  await history.artifact(run, "outputs/sniffed.png", "<html><script>top.hacked = 1</script>");
  writeFileSync(join(server.data, "canary"), CANARY);
  writeFileSync(join(server.folder, "canary"), CANARY);
  evil = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://evil");
    evilVisits.push({ path: pathname, referer: request.headers.referer, cookie: request.headers.cookie });
    response.setHeader("Content-Type", "text/html; charset=utf-8");
    response.end(evilPages.get(pathname) ?? "<!doctype html><title>evil</title>");
  });
  await new Promise<void>((done) => evil.listen(0, "127.0.0.1", done));
  await browser.signIn(server.link());
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
  evil?.closeAllConnections();
  await new Promise((done) => (evil ? evil.close(done) : done(undefined)));
});

const SVG = `<svg xmlns="http://www.w3.org/2000/svg"><script>top.hacked = 1</script></svg>`;

/** Addresses of the other site: another port of the same host, and another name of it. */
const evilSites = () => {
  const { port } = evil.address() as { port: number };
  return [`http://127.0.0.1:${port}`, `http://localhost:${port}`];
};

/** All that the server answers to bytes sent as they are. */
function raw(request: string): Promise<string> {
  return new Promise((done, failed) => {
    const parts: Buffer[] = [];
    const socket = connect(Number(server.port), "127.0.0.1", () => socket.write(request, "latin1"));
    socket.on("data", (part) => parts.push(part));
    socket.on("close", () => done(Buffer.concat(parts).toString("latin1")));
    socket.on("error", failed);
    socket.setTimeout(10_000, () => socket.destroy(new Error("the server neither answered nor closed")));
  });
}

const rawGet = (path: string, more = "") =>
  raw(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\n${more}Connection: close\r\n\r\n`);

/** How many runs there are, and how they are called: an attack changes neither. */
async function runs(): Promise<unknown> {
  const told = (await history.send("GET", "/runs?columns=name,status,archived&limit=100")) as {
    columns: unknown;
  };
  return told.columns;
}

/** A page of the other site that is shown as somebody who is signed in to the studio meets it. */
async function visit(site: string, path: string, html: string): Promise<Page> {
  evilPages.set(path, `<!doctype html><title>evil</title><body>${html}`);
  const page = await browser.context.newPage();
  await page.goto(site + path);
  return page;
}

const PATHS_OUT = [
  "/assets/../../../../../../etc/passwd",
  "/assets/%2e%2e/%2e%2e/canary",
  "/assets/..%2f..%2fcanary",
  "/assets/%252e%252e%252fcanary",
  "/assets/..%5c..%5ccanary",
  "/assets/..;/canary",
  "/assets/%2fetc%2fpasswd",
  "/assets/%c0%ae%c0%ae/canary",
  "/assets/x%00.js",
  "/assets/file:%2f%2f%2fetc%2fpasswd",
  "/assets//etc/passwd",
  "/static-files/../../../canary",
  "/../../../../etc/passwd",
  "/..%2f..%2fcanary",
  "//canary",
  "/canary",
  "/studio/index.html",
  "/studio/files",
  "/files",
  "/META-INF/MANIFEST.MF",
  "/token",
];

test.runIf(FULL)(
  "no path leads out of the studio's list of files, also of the packaged server (attack 17)",
  async () => {
    for (const path of PATHS_OUT) {
      for (const more of [
        "",
        `Authorization: Bearer ${server.token}\r\n`,
        "Accept: text/html\r\nSec-Fetch-Dest: document\r\n",
      ]) {
        const answer = await rawGet(path, more);
        expect(answer, path).toMatch(/^HTTP\/1\.1 40[04] /);
        expect(answer, path).not.toContain(CANARY);
        expect(answer, path).not.toMatch(/root:|Manifest-Version|Exception|\/work\/|\/tmp\//);
      }
    }
  },
);

describe.runIf(FULL)("in full", () => {
  test("every answer of the studio has its safe headers, and only hashed names are kept for ever", async () => {
    const page = await (await fetch(server.url)).text();
    const assets = new Set([...page.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map((found) => found[1] ?? ""));
    for (const script of [...assets].filter((name) => name.endsWith(".js"))) {
      const text = await (await fetch(server.url + script)).text();
      for (const [, name] of text.matchAll(/["'`](?:\.\/|\/?assets\/)([\w.-]+\.(?:js|css|woff2))["'`]/g)) {
        assets.add(`/assets/${name}`);
      }
    }
    expect(assets.size).toBeGreaterThan(20);
    const pages = [
      "/",
      "/experiments",
      "/runs",
      "/jobs",
      "/projects",
      "/compare?runs=a",
      `/runs/${run}/overview`,
    ];
    for (const path of [
      ...pages,
      ...assets,
      "/no/such/page",
      "/open?code=none",
      "/api/v1/runs",
      "/api/v1/none",
    ]) {
      const { status, headers } = await fetch(server.url + path);
      const of = (name: string) => headers.get(name);
      expect(of("X-Content-Type-Options"), path).toBe("nosniff");
      expect(of("Cross-Origin-Resource-Policy"), path).toBe("same-origin");
      expect(of("Cross-Origin-Opener-Policy"), path).toBe("same-origin");
      expect(of("Referrer-Policy"), path).toBe("no-referrer");
      const script = /script-src ([^;]*)/.exec(of("Content-Security-Policy") ?? "")?.[1];
      expect(script, path).toBe("'self'");
      expect(of("Content-Security-Policy"), path).toMatch(/frame-ancestors 'none'/);
      expect(of("Server"), path).toBeNull();
      const kept = path.startsWith("/assets/") ? "public, max-age=31536000, immutable" : /^no-(cache|store)$/;
      expect(of("Cache-Control"), `${status} ${path}`).toMatch(kept);
      expect(of("Content-Type"), path).toMatch(
        /^(text\/(html|javascript|css)|image\/svg\+xml|font\/woff2|application\/(problem\+)?json)/,
      );
    }
    const missing = await fetch(`${server.url}/assets/index-00000000.js`);
    expect([missing.status, missing.headers.get("Cache-Control")]).toEqual([404, "no-store"]);
  });

  test("a page runs neither a script written into it nor a text as a script, and asks nobody else", async () => {
    const page = await browser.context.newPage();
    await page.goto(`${server.url}/runs/${run}/overview`);
    await page.getByRole("heading", { level: 1, name: "victim" }).waitFor();
    const [host] = evilSites();
    const seen = await page.evaluate(async (evilHost) => {
      const refused: string[] = [];
      document.addEventListener("securitypolicyviolation", (event) => refused.push(event.effectiveDirective));
      const inline = document.createElement("script");
      inline.textContent = "window.hacked = 1";
      document.body.append(inline);
      const image = document.createElement("img");
      image.setAttribute("onerror", "window.hacked = 1");
      image.src = `${evilHost}/pixel`;
      document.body.append(image);
      const link = document.createElement("a");
      link.href = "javascript:window.hacked = 1";
      document.body.append(link);
      link.click();
      const elsewhere = document.createElement("script");
      elsewhere.src = `${evilHost}/script.js`;
      document.body.append(elsewhere);
      const style = document.createElement("style");
      style.textContent = "body { display: none }";
      document.body.append(style);
      const base = document.createElement("base");
      base.href = evilHost ?? "";
      document.head.append(base);
      await fetch(`${evilHost}/leak`).catch(() => undefined);
      // Out of this function, which the debugger lets make scripts of texts.
      const made = await new Promise<string>((told) => {
        const channel = new MessageChannel();
        channel.port1.onmessage = () => {
          try {
            told(String(new Function("return 'made'")()));
          } catch (error) {
            told((error as Error).name);
          }
        };
        channel.port2.postMessage("");
      });
      return { refused, made, hacked: "hacked" in window, shown: getComputedStyle(document.body).display };
    }, host);
    expect(seen).toMatchObject({ made: "EvalError", hacked: false });
    expect(seen.shown).not.toBe("none");
    for (const directive of [
      "script-src-elem",
      "script-src-attr",
      "img-src",
      "connect-src",
      "style-src-elem",
      "base-uri",
    ]) {
      expect(seen.refused, directive).toContain(directive);
    }
    expect(evilVisits).toEqual([]);
    await page.close();
  });

  test("a page of another site includes the history as a script and gets nothing (attack 69)", async () => {
    for (const site of evilSites()) {
      for (const path of [
        "/api/v1/runs",
        "/api/v1/runs?columns=name",
        `/api/v1/runs/${run}`,
        "/api/v1/projects",
        "/api/v1/events",
      ]) {
        const page = await visit(
          site,
          "/include",
          `<script>
             window.told = [];
             window.onerror = (...all) => told.push("error " + all[0]);
             for (const name of ["items", "columns", "name"]) {
               Object.defineProperty(Object.prototype, name, { set(v) { told.push("leak " + name); }, configurable: true });
             }
           </script>
           <script src="${server.url}${path}" onload="told.push('loaded')" onerror="told.push('refused')"></script>
           <link rel="stylesheet" href="${server.url}${path}" onload="told.push('styled')" onerror="told.push('no style')">
           <img src="${server.url}${path}" onload="told.push('drawn')" onerror="told.push('no picture')">`,
        );
        await page.waitForFunction(() => (window as unknown as { told: string[] }).told.length >= 3);
        const told = await page.evaluate(() => (window as unknown as { told: string[] }).told);
        expect(told.sort(), `${site} ${path}`).toEqual(["no picture", "no style", "refused"]);
        const read = await page.evaluate(async (address) => {
          const modes = [
            {},
            { credentials: "include" },
            { mode: "no-cors", credentials: "include" },
          ] as RequestInit[];
          return Promise.all(
            modes.map((init) =>
              fetch(address, init).then(
                async (it) => `${it.type} ${await it.text()}`,
                () => "refused",
              ),
            ),
          );
        }, server.url + path);
        expect(read, `${site} ${path}`).toEqual(["refused", "refused", "refused"]);
        await page.close();
      }
    }
  });

  test("a form or a script of another site changes nothing, with the cookie of who is signed in", async () => {
    const before = await runs();
    const body = JSON.stringify({ name: "forged", experiment: "attacked" });
    for (const site of evilSites()) {
      for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"]) {
        for (const [method, path] of [
          ["post", "/api/v1/runs"],
          ["post", `/api/v1/runs/${run}/cancel`],
          ["get", `/api/v1/runs/${run}/cancel`],
          ["post", `/api/v1/runs/${run}/repeat`],
          ["post", "/api/v1/studio/links"],
          ["post", "/api/2.0/mlflow/runs/create"],
        ] as const) {
          const page = await visit(
            site,
            "/form",
            `<form method="${method}" enctype="${type}" action="${server.url}${path}">
               <input name='${body.slice(0, -1)},"a":"' value='"}'><button>Win a prize</button></form>`,
          );
          const answered = page.waitForResponse((response) => response.url().startsWith(server.url));
          await page.getByRole("button", { name: "Win a prize" }).click();
          expect((await answered).status(), `${site} ${type} ${path}`).toBeGreaterThanOrEqual(400);
          await page.close();
        }
      }
      const page = await visit(site, "/fetch", "");
      const told = await page.evaluate(
        async ([address, text]) => {
          const send = (init: RequestInit) =>
            fetch(`${address}/api/v1/runs`, init).then(
              () => "answered",
              () => "refused",
            );
          const headers = { "Content-Type": "application/json", "X-Runlore": "1" };
          return [
            await send({ method: "POST", mode: "cors", credentials: "include", headers, body: text ?? "" }),
            await send({ method: "PUT", credentials: "include", body: text ?? "" }),
            await send({ method: "DELETE", credentials: "include" }),
          ];
        },
        [server.url, body],
      );
      expect(told).toEqual(["refused", "refused", "refused"]);
      await page.evaluate(
        ([address, text]) => {
          navigator.sendBeacon(`${address}/api/v1/runs`, new Blob([text ?? ""], { type: "text/plain" }));
        },
        [server.url, body],
      );
      await page.close();
    }
    expect(await runs()).toEqual(before);
  });

  test("a page of another site shows the studio neither in a frame nor through an opener (attack 71)", async () => {
    for (const site of evilSites()) {
      for (const path of ["/", "/jobs", "/api/v1/runs", `/runs/${run}/overview`]) {
        const page = await visit(
          site,
          "/frame",
          `<iframe title="prize" src="${server.url}${path}"></iframe>`,
        );
        const frame = page.frames().find((each) => each !== page.mainFrame());
        await frame?.waitForLoadState();
        expect(await frame?.getByText("Runlore").count(), site).toBe(0);
        expect(frame?.url(), site).toBe("chrome-error://chromewebdata/");
        await page.close();
      }
      const page = await visit(
        site,
        "/open",
        '<button onclick="window.w = window.open(window.to)">Win</button>',
      );
      await page.evaluate((to) => Object.assign(window, { to }), server.url);
      const opened = browser.context.waitForEvent("page");
      await page.getByRole("button", { name: "Win" }).click();
      const studio = await opened;
      await studio.getByRole("heading", { name: "Home", exact: true }).waitFor();
      expect(await studio.evaluate(() => window.opener)).toBeNull();
      await page.waitForFunction(() => (window as unknown as { w: Window }).w.closed);
      await studio.close();
      await page.close();
    }
  });

  test("a plain link of another site leads into the studio, which tells it nothing", async () => {
    for (const site of evilSites()) {
      evilVisits.length = 0;
      const page = await visit(site, "/link", `<a href="${server.url}/runs/${run}/overview">a run</a>`);
      await page.getByRole("link", { name: "a run" }).click();
      await page.getByRole("heading", { level: 1, name: "victim" }).waitFor();
      expect(
        await page.evaluate(() => document.querySelectorAll("a[target]:not([rel~=noopener])").length),
      ).toBe(0);
      await page.goto(site);
      const visits = evilVisits.filter(({ path }) => path !== "/favicon.ico");
      expect(visits.map(({ path, referer }) => [path, referer])).toEqual([
        ["/link", undefined],
        ["/", undefined],
      ]);
      await page.close();
    }
  });

  test("a request by another name of this machine is refused, whatever it asks", async () => {
    for (const host of [
      "evil.example",
      `evil.example:${server.port}`,
      `10.evil.example:${server.port}`,
      "127.0.0.1:1",
      "",
    ]) {
      for (const path of ["/", "/runs", "/assets/x.js", "/api/v1/runs", "/open?code=x"]) {
        const answer = await raw(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
        expect(answer, `${host} ${path}`).toMatch(/^HTTP\/1\.1 40[03] /);
      }
    }
    const named = await browser.page(`http://localhost:${server.port}/runs`);
    await named.getByRole("heading", { level: 1, name: "All runs" }).waitFor();
    await named.close();
  });

  test("no path redirects to another site (attack 42)", async () => {
    for (const path of [
      "//evil.example",
      "//evil.example/..",
      "/\\evil.example",
      "/%5cevil.example",
      "/%2f%2fevil.example",
      "/%09/evil.example",
      "https:evil.example",
      "https://evil.example/",
      "/open?next=//evil.example",
      "/runs/..//evil.example",
      "/runs/",
      "/experiments/",
    ]) {
      const answer = await rawGet(path);
      expect(answer, path).not.toMatch(/^HTTP\/1\.1 3/);
      expect(answer, path).not.toMatch(/^Location:/im);
    }
  });

  test("what a request says is not said back as a page (attack 65)", async () => {
    const img = "<img src=x onerror=top.hacked=1>";
    const posts = [
      `Content-Type: ${img}`,
      `Content-Encoding: ${img}`,
      `Accept: ${img}`,
      `X-Runlore: ${img}`,
      `Range: ${img}`,
    ];
    for (const header of posts) {
      const answer = await raw(
        `POST /api/v1/runs HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\n${header}\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}`,
      );
      // A sentence may name what was wrong; no browser reads it as a page.
      expect(answer, header).toMatch(/^Content-Type: application\/(problem\+)?json\r$/im);
      expect(answer, header).toMatch(/^X-Content-Type-Options: nosniff\r$/im);
      expect(answer.split("\r\n\r\n")[0], header).not.toContain(img);
    }
    for (const path of [
      `/${encodeURIComponent(img)}`,
      `/open?code=${encodeURIComponent(img)}`,
      `/runs?filter=${encodeURIComponent(img)}`,
    ]) {
      const answer = await rawGet(
        path,
        `Accept: text/html\r\nSec-Fetch-Dest: document\r\nUser-Agent: ${img}\r\nReferer: http://${img}\r\n`,
      );
      expect(answer, path).not.toContain("<img");
    }
    for (const path of [
      `/runs/${encodeURIComponent(img)}/overview`,
      `/experiments/${encodeURIComponent(img)}`,
      `/runs?filter=${encodeURIComponent(img)}`,
    ]) {
      const page = await browser.page(server.url + path);
      await page.getByRole("heading", { level: 1 }).waitFor();
      await page
        .getByText(/img src=x|no experiment|There is no/)
        .first()
        .waitFor();
      expect(await page.evaluate(() => "hacked" in window)).toBe(false);
      expect(await page.locator('img[src="x"]').count()).toBe(0);
      await page.close();
    }
  });

  test("a file of a run that is a page, a picture with a script or a page called a picture does not act (attacks 62, 63)", async () => {
    for (const path of ["outputs/page.html", "outputs/picture.svg", "outputs/sniffed.png"]) {
      const address = `${server.url}/api/v1/runs/${run}/artifacts?path=${encodeURIComponent(path)}`;
      const { headers } = await fetch(address);
      expect(headers.get("Content-Security-Policy"), path).toMatch(/sandbox/);
      expect(headers.get("X-Content-Type-Options"), path).toBe("nosniff");
      const page = await browser.context.newPage();
      await page.goto(address).catch(() => undefined); // a download ends the visit
      expect(await page.evaluate(() => "hacked" in window)).toBe(false);
      await page.close();
      const shown = await browser.page(`${server.url}/runs/${run}/logs?file=${encodeURIComponent(path)}`);
      await shown.getByRole("heading", { level: 1, name: "victim" }).waitFor();
      await shown
        .getByText(path.split("/")[1] ?? "")
        .first()
        .waitFor();
      expect(await shown.evaluate(() => "hacked" in window)).toBe(false);
      await shown.close();
    }
  });
});

test.runIf(FULL)("no page had an error of its scripts or its policy", () => {
  expect(browser.faults).toEqual([]);
});
