// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Browser, inspect } from "./browser";
import { card, sentenceOf } from "./charts";
import { folderOf, startPython } from "./python";
import { Server } from "./server";

const FULL = process.env.RUNLORE_FULL === "1";
/** What may pass between a call of the logger and the eyes of who looks at the page. */
const REACH_MS = 2_000;

/** Logs a value each time a file of the next number appears, and ends with the file `end`. */
const STEPWISE = `
import os, time
import runlore

with runlore.start_run("live", name="by steps") as run:
    print(run.id, flush=True)
    run.flush()
    step = 0
    while os.path.exists("steps.py") and not os.path.exists("end"):
        if os.path.exists(f"go{step}"):
            run.log("loss", 1 / (1 + step), step=step)
            print(time.time() * 1000, flush=True)
            step += 1
        time.sleep(0.005)
`;

/** Prints as tools do: colours, a bar that overwrites itself, and lines, each when a file of the next number appears. */
const TALKING = `
import os, sys, time

def wait_for(name):
    while not os.path.exists(os.path.join(sys.argv[1], name)):
        time.sleep(0.02)
        if not os.path.exists(sys.argv[1]):
            sys.exit("nobody is there any more")

print("\\x1b[32mready\\x1b[0m", flush=True)
wait_for("go0")
for percent in (10, 50, 90):
    print(f"\\r{percent:3} %", end="", flush=True)
wait_for("go1")
print("\\r100 %", flush=True)
for line in range(200):
    print(f"line {line}", flush=True)
wait_for("end")
print("over", flush=True)
`;

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

/** A run whose script logs when it is told to. */
class Stepwise {
  readonly folder = folderOf(server, `live-${Math.random().toString(36).slice(2)}`, { "steps.py": STEPWISE });
  private readonly process = startPython(server, this.folder, "steps.py");
  private readonly lines = this.read();
  private next = 0;

  /** The id of its run. */
  id(): Promise<string> {
    return this.line();
  }

  /** Logs the next value and answers when that was, by the clock of this machine. */
  async log(): Promise<number> {
    writeFileSync(join(this.folder, `go${this.next++}`), "");
    return Number(await this.line());
  }

  async end(): Promise<void> {
    const ended = once(this.process, "exit");
    writeFileSync(join(this.folder, "end"), "");
    await ended;
  }

  private async line(): Promise<string> {
    return (await this.lines.next()).value ?? "";
  }

  private async *read(): AsyncGenerator<string, string> {
    let text = "";
    for await (const piece of this.process.stdout ?? []) {
      text += String(piece);
      for (let cut = text.indexOf("\n"); cut >= 0; cut = text.indexOf("\n")) {
        yield text.slice(0, cut);
        text = text.slice(cut + 1);
      }
    }
    return "";
  }
}

/** Milliseconds from a moment until the page shows a text somewhere in a part of it. */
async function shownAfter(since: number, seen: () => Promise<unknown>): Promise<number> {
  await seen();
  return Date.now() - since;
}

/** The id of a run that the server has begun with. */
function submitted(folder: string, ...words: string[]): string {
  const told = server.cliIn(folder, "submit", "--async", "-e", "live", ...words);
  return /RunId: (\S+)/.exec(told)?.[1] ?? told;
}

/** Open streams of events, as the server counts them; it finds out that one is gone when it next writes to it. */
async function eventStreams(): Promise<number> {
  const told = await (await fetch(`${server.url}/metrics`)).text();
  return Number(/^runlore_event_watchers (\d+)/m.exec(told)?.[1]);
}

async function openRun(id: string, part: string): Promise<Page> {
  const page = await browser.page(`${server.url}/runs/${id}/${part}`);
  await page.getByRole("tab", { selected: true }).waitFor();
  return page;
}

test("a value logged by a running script is on the page within two seconds, and its end too, without a reload", async () => {
  const script = new Stepwise();
  const page = await openRun(await script.id(), "metrics");
  await page.getByText("Nothing was logged in this run yet").waitFor();
  await page.getByText("Live", { exact: true }).waitFor();
  const first = await script.log();
  const tile = page.getByRole("region", { name: "loss" });
  expect(await shownAfter(first, () => tile.getByText("1", { exact: true }).waitFor())).toBeLessThan(
    REACH_MS,
  );
  const second = await script.log();
  const curve = tile.getByRole("img", { name: "step 0 to 1, value 0.5 to 1" });
  expect(await shownAfter(second, () => curve.waitFor())).toBeLessThan(REACH_MS);
  await script.end();
  await page.getByText("Completed").waitFor();
  await page.getByText("Live", { exact: true }).waitFor({ state: "detached" });
  await page.getByText("Duration").waitFor();
  await page.close();
});

describe.runIf(FULL)("live", () => {
  test("every one of many values comes within two seconds while charts are looked at", async () => {
    const script = new Stepwise();
    const id = await script.id();
    await script.log();
    const page = await openRun(id, "metrics");
    const late: number[] = [];
    for (let step = 1; step <= 12; step++) {
      const logged = await script.log();
      const seen = page.getByRole("img", { name: `step 0 to ${step},` });
      late.push(await shownAfter(logged, () => seen.waitFor()));
    }
    late.sort((a, b) => a - b);
    console.log(`logged to shown: median ${late[6]} ms, worst ${late[11]} ms`);
    expect(late[11]).toBeLessThan(REACH_MS);
    await script.end();
    await page.close();
  });

  test("a log grows as it is written, with its colours, and a bar that overwrites itself is one line", async () => {
    const folder = folderOf(server, "talking", { "talk.py": TALKING });
    const signs = folderOf(server, "signs", { about: "" });
    const id = submitted(folder, "talk.py", signs);
    const page = await openRun(id, "logs");
    const log = page.getByRole("region", { name: "Text of azureml-logs/70_driver_log.txt" });
    const ready = log.getByText("ready", { exact: true });
    await ready.waitFor();
    const colourOf = (text: string) =>
      log.getByText(text, { exact: true }).evaluate((element) => getComputedStyle(element as never).color);
    writeFileSync(join(signs, "go0"), "");
    await log.getByText("90 %").waitFor();
    expect(await log.getByText(/%/).allTextContents()).toEqual([" 90 %"]);
    expect(await colourOf("ready")).not.toBe(await colourOf("90 %"));
    writeFileSync(join(signs, "go1"), "");
    await log.getByText("line 199").waitFor();
    expect(await page.getByRole("button", { name: "Following" }).isVisible()).toBe(true);
    await inspect(page, "run-log-live");
    await log.hover();
    await page.mouse.wheel(0, -2_000);
    await page.getByRole("button", { name: "Follow", exact: true }).waitFor();
    writeFileSync(join(signs, "end"), "");
    await page.getByText("Completed").waitFor();
    await page.getByRole("treeitem", { name: /driver_log/ }).waitFor();
    await page.close();
  });

  test("a running script is cancelled from its page", async () => {
    const folder = folderOf(server, "sleeping", {
      "sleep.py": 'import time\nprint("asleep", flush=True)\ntime.sleep(600)\n',
    });
    const id = submitted(folder, "sleep.py");
    const page = await openRun(id, "logs");
    await page.getByText("asleep").waitFor();
    await page.getByRole("button", { name: "Cancel run" }).click();
    await page.getByText("Canceled", { exact: true }).waitFor();
    await page.getByRole("button", { name: "Cancel run" }).waitFor({ state: "detached" });
    await page.close();
  });

  test("while the server is gone what was there stays under a banner, and the page goes on when it is back", async () => {
    const script = new Stepwise();
    const id = await script.id();
    await script.log();
    await script.log();
    const page = await openRun(id, "metrics");
    const chart = card(page, "loss");
    await chart.getByRole("img", { name: "step 0 to 1," }).waitFor();
    const { port } = server;
    await server.stop();
    await page.getByText("The server does not answer").waitFor();
    expect(await sentenceOf(chart)).toContain("step 0 to 1, value 0.5 to 1");
    await script.log();
    await inspect(page, "run-server-gone");
    await server.open("--port", port);
    const back = Date.now();
    await page.getByText("The server does not answer").waitFor({ state: "detached" });
    console.log(`the server's return was seen after ${Date.now() - back} ms`);
    await chart.getByRole("img", { name: "step 0 to 2," }).waitFor();
    await script.end();
    await page.getByText("Completed").waitFor();
    await page.close();
  });

  test("two tabs share one stream of events, and the second goes on with it when the first is closed", async () => {
    // Those of the pages before are counted until the server writes to them again.
    await expect.poll(eventStreams, { timeout: 40_000 }).toBe(0);
    const script = new Stepwise();
    const id = await script.id();
    const first = await openRun(id, "metrics");
    await expect.poll(eventStreams).toBe(1);
    const second = await openRun(id, "overview");
    await card(second, "Final metrics").waitFor();
    await script.log();
    await card(second, "Final metrics").getByText("loss").waitFor();
    await first.bringToFront();
    await first.getByRole("region", { name: "loss" }).waitFor();
    expect(await eventStreams()).toBe(1);
    await first.close();
    await second.bringToFront();
    await script.end();
    await second.getByText("Completed").waitFor();
    await second.close();
  }, 120_000);
});

test("no page had an error of its scripts or its policy", () => {
  expect(browser.faults).toEqual([]);
});
