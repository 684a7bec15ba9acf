// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Browser, inspect } from "./browser";
import { card, csvOf, rowsOf, sentenceOf, tableOf } from "./charts";
import { History } from "./history";
import { Server } from "./server";

const FULL = process.env.RUNLORE_FULL === "1";
const START = Date.UTC(2026, 4, 4, 9, 30);
const STEPS = 41;
const loss = (at: number): number => 8 / (at + 1);
const accuracy = (at: number): number => at / 50;

let server: Server;
let browser: Browser;
let history: History;
let run: string;

beforeAll(async () => {
  server = await Server.start();
  browser = await Browser.start();
  history = new History(server);
  run = await everyKind();
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
});

/** A run with something of every kind that a chart or table shows. */
async function everyKind(): Promise<string> {
  const made = await history.run({
    experiment: "kinds",
    name: "every kind",
    script: "train.py",
    arguments: ["--rate", "0.1"],
    user: "ada",
    host: "gpu-7",
    params: { "learning rate": 0.1, layers: 3 },
    tags: { selected: "yes" },
    properties: { dataset: "v7", "runlore.git.commit": "0123456789abcdef" },
    description: "The first that *works*.",
    at: new Date(START).toISOString(),
  });
  await history.log(
    made,
    { m: "score", v: 0.9375 },
    { m: "stop reason", v: "patience" },
    { m: "recall", l: [5, 6, 7] },
    ...Array.from({ length: STEPS }, (_, at) => ({
      t: START + at * 1_000,
      s: at * 10,
      vs: { loss: loss(at), accuracy: accuracy(at) },
    })),
    ...[3, 1, 2].map((v) => ({ m: "again", v })),
    ...[
      [1, 0.5],
      [2, 0.25],
      [4, 0.125],
    ].map(([x, y]) => ({ m: "Y over X", r: { x, y } })),
    { m: "grid", c: { alpha: [0.1, 0.2, 0.4], mse: [9, 4, 1] } },
    { m: "trade-off", c: { threshold: [0.25, 0.5], precision: [0.75, 0.875], label: ["low", "mid"] } },
    ...[1, 2, "NaN", -4, 0, 8].map((v, s) => ({ m: "odd", v, s })),
  );
  await history.end(made, "complete", { at: new Date(START + 222_000).toISOString() });
  return made;
}

async function open(id: string, tab: string): Promise<Page> {
  const page = await browser.page(`${server.url}/runs/${id}/${tab}`);
  await page.getByRole("tab", { selected: true }).waitFor();
  return page;
}

/** The chart of one metric alone, as picked from the list of names. */
async function pick(page: Page, name: string) {
  await page.getByRole("button", { name, exact: true }).click();
  const chart = card(page, name);
  await page.getByRole("region", { name: "Summary" }).first().waitFor();
  return chart;
}

test("what a run took, gave and ran on is read, and a list shows its values and a chart (W5, W7, L36)", async () => {
  const page = await browser.page(server.url);
  await page.getByRole("link", { name: "Experiments", exact: true }).click();
  await page.getByRole("link", { name: "kinds" }).click();
  await page.getByRole("link", { name: "every kind" }).click();
  await page.getByRole("heading", { name: "every kind", level: 1 }).waitFor();
  await card(page, "Final metrics").getByText("0.9375").waitFor();
  expect(await page.getByText("3 min 42 s").isVisible()).toBe(true);
  const told = async (name: string) =>
    (await card(page, name).getByRole("definition").allTextContents()).toSorted();
  expect(await told("Parameters")).toEqual(["0.1", "3"]);
  expect(await told("Properties")).toEqual(["0123456789abcdef", "v7"]);
  expect(await told("Environment")).toContain("gpu-7");
  expect(await card(page, "Script and arguments").textContent()).toContain("train.py --rate 0.1");
  expect(await page.getByText("The first that *works*.").isVisible()).toBe(true);
  await inspect(page, "run-overview");

  await page.getByRole("tab", { name: "Metrics" }).click();
  const list = card(page, "recall");
  await list.getByRole("img").waitFor();
  expect(await sentenceOf(list)).toBe(
    "recall: line chart of 1 series over index, index 0 to 2, value 5 to 7",
  );
  const rows = await tableOf(list);
  expect(rows[0]?.slice(0, 4)).toEqual(["series", "index", "first", "last"]);
  expect(rows.slice(1).map((row) => [row[1], row[3]])).toEqual([
    ["0", "5"],
    ["1", "6"],
    ["2", "7"],
  ]);
  await inspect(page, "run-metrics");
  await page.close();
});

describe.runIf(FULL)("what was logged is shown as fits it", () => {
  test("a number logged once is a value, and so is a text (W5)", async () => {
    const page = await open(run, "metrics");
    expect(await page.getByRole("region", { name: "score", exact: true }).textContent()).toBe("score0.9375");
    expect(await page.getByRole("region", { name: "stop reason" }).textContent()).toBe("stop reasonpatience");
    await page.close();
  });

  test("a list of numbers is a line over its index (L38, V19)", async () => {
    const page = await open(run, "metrics");
    const chart = await pick(page, "recall");
    expect(await sentenceOf(chart)).toBe(
      "recall: line chart of 1 series over index, index 0 to 2, value 5 to 7",
    );
    expect(await csvOf(page, chart, "recall")).toEqual([
      ["series", "index", "first", "last", "min", "max", "mean", "points"],
      ...[5, 6, 7].map((value, at) => ["recall", `${at}`, ...Array<string>(5).fill(`${value}`), "1"]),
    ]);
    await page.close();
  });

  test("a number logged again and again is a line over its step, or over its order without one (L38, V19)", async () => {
    const page = await open(run, "metrics");
    const chart = await pick(page, "loss");
    expect(await sentenceOf(chart)).toBe(
      `loss: line chart of 1 series over step, step 0 to ${(STEPS - 1) * 10}, value 0.1951 to 8`,
    );
    const csv = await csvOf(page, chart, "loss");
    expect(csv.slice(1).map(([, step, , last]) => [Number(step), Number(last)])).toEqual(
      Array.from({ length: STEPS }, (_, at) => [at * 10, loss(at)]),
    );
    const ordered = await pick(page, "again");
    expect(await sentenceOf(ordered)).toBe(
      "again: line chart of 1 series over index, index 0 to 2, value 1 to 3",
    );
    expect((await tableOf(ordered)).slice(1).map((row) => row[3])).toEqual(["3", "1", "2"]);
    await page.close();
  });

  test("rows of two numbers are a line of the second over the first (L38, V19)", async () => {
    const page = await open(run, "metrics");
    const chart = await pick(page, "Y over X");
    expect(await sentenceOf(chart)).toBe(
      "Y over X: line chart of 1 series over x, x 1 to 4, value 0.125 to 0.5",
    );
    expect((await csvOf(page, chart, "Y over X")).map((row) => row.slice(0, 4))).toEqual([
      ["series", "x", "first", "last"],
      ["y", "1", "0.5", "0.5"],
      ["y", "2", "0.25", "0.25"],
      ["y", "4", "0.125", "0.125"],
    ]);
    await page.close();
  });

  test("a table of two columns of numbers is a line of the second over the first (L38, V19)", async () => {
    const page = await open(run, "metrics");
    const chart = await pick(page, "grid");
    expect(await sentenceOf(chart)).toBe(
      "grid: line chart of 1 series over alpha, alpha 0.1 to 0.4, value 1 to 9",
    );
    expect((await tableOf(chart)).slice(1).map((row) => [row[1], row[3]])).toEqual([
      ["0.1", "9"],
      ["0.2", "4"],
      ["0.4", "1"],
    ]);
    await page.close();
  });

  test("a table of other columns is a table whose columns are picked (L38)", async () => {
    const page = await open(run, "metrics");
    const table = await pick(page, "trade-off");
    const shown = () => rowsOf(table.getByRole("table"));
    await expect.poll(shown).toEqual([
      ["index", "threshold", "precision", "label"],
      ["0", "0.25", "0.75", "low"],
      ["1", "0.5", "0.875", "mid"],
    ]);
    await table.getByRole("button", { name: "Columns 3 / 3" }).click();
    await page.getByRole("checkbox", { name: "precision" }).uncheck();
    await expect.poll(shown).toEqual([
      ["index", "threshold", "label"],
      ["0", "0.25", "low"],
      ["1", "0.5", "mid"],
    ]);
    await page.close();
  });
});

describe.runIf(FULL)("curves", () => {
  /** The smoothed value as others define it: the average of what came so far, weighed by its age. */
  function smoothed(values: readonly number[], weight: number): number {
    const weights = values.map((_, at) => weight ** (values.length - 1 - at));
    const sum = weights.reduce((all, each) => all + each, 0);
    return values.reduce((all, value, at) => all + (value * (weights[at] ?? 0)) / sum, 0);
  }

  test("they lie over their step, the time, the time since the start or another metric, as the address says", async () => {
    const page = await open(run, "metrics");
    const chart = await pick(page, "loss");
    const axis = page
      .getByRole("textbox", { name: "X axis" })
      .or(page.getByRole("combobox", { name: "X axis" }));
    const over = async (name: string) => {
      await axis.click();
      await page.getByRole("option", { name, exact: true }).click();
      await expect.poll(() => sentenceOf(chart)).not.toContain("over step");
    };
    await over("Over time since the start");
    await expect
      .poll(() => sentenceOf(chart))
      .toBe(
        "loss: line chart of 1 series over time since the start, time since the start 0 ms to 40.00 s, value 0.1951 to 8",
      );
    await over("accuracy");
    await expect
      .poll(() => sentenceOf(chart))
      .toBe("loss: line chart of 1 series over accuracy, accuracy 0 to 0.8, value 0.1951 to 8");
    const csv = await csvOf(page, chart, "loss");
    expect(csv.slice(1).map(([, x, , last]) => [Number(x), Number(last)])).toEqual(
      Array.from({ length: STEPS }, (_, at) => [accuracy(at), loss(at)]),
    );
    await over("Over time");
    await expect.poll(() => sentenceOf(chart)).toContain("over time, time ");
    const times = (await csvOf(page, chart, "loss")).slice(1).map(([, time]) => Date.parse(time ?? ""));
    expect(times).toEqual(Array.from({ length: STEPS }, (_, at) => START + at * 1_000));
    await page.reload();
    await chart.getByRole("img").waitFor();
    await expect.poll(() => sentenceOf(chart)).toContain("over time, time ");
    await page.close();
  });

  test("they are smoothed, and what was logged stays readable, by keyboard", async () => {
    const page = await open(run, "metrics");
    const chart = await pick(page, "loss");
    const handle = page.getByRole("slider", { name: "Smoothing" });
    await handle.focus();
    await page.keyboard.press("End");
    await page.keyboard.press("Home");
    for (let press = 0; press < 500; press += 100) {
      await page.keyboard.press("ArrowRight");
    }
    const weight = Number(await handle.getAttribute("aria-valuenow"));
    expect(weight).toBeGreaterThan(0);
    const plot = chart.getByRole("application");
    await plot.focus();
    await page.keyboard.press("Home");
    for (let step = 0; step < 3; step++) {
      await page.keyboard.press("ArrowRight");
    }
    const expected = smoothed([0, 1, 2, 3].map(loss), weight);
    const spoken = plot.getByRole("status");
    await expect.poll(() => spoken.textContent()).toBe(`step 30, loss ${short(expected)} raw 2`);
    await page.close();
  });

  test("a log scale says what it leaves out, and NaN is told and is a gap", async () => {
    const page = await open(run, "metrics");
    const chart = await pick(page, "odd");
    await chart.getByText("1 point is NaN").waitFor();
    const rows = await tableOf(chart);
    expect(rows.slice(1).map((row) => row[3])).toEqual(["1", "2", "NaN", "−4", "0", "8"]);
    await chart.getByRole("button", { name: "More for odd" }).click();
    await page.getByRole("menuitemcheckbox", { name: "Log scale of y" }).click();
    await chart.getByText("2 points at or below 0 have no place on a log scale").waitFor();
    expect(await sentenceOf(chart)).toContain("value 1 to 8");
    await page.keyboard.press("Escape");
    await inspect(page, "run-metric-log");
    await page.close();
  });

  test("a part that is dragged over is zoomed into, with all its points, and back; by keys too", async () => {
    const page = await open(run, "metrics");
    const chart = await pick(page, "loss");
    const whole = await sentenceOf(chart);
    const drawing = chart.getByRole("img");
    const box = await drawing.boundingBox();
    if (box === null) {
      throw new Error("the chart is not on the page");
    }
    const y = box.y + box.height / 2;
    await page.mouse.move(box.x + box.width * 0.5, y);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.6, y, { steps: 4 });
    await page.mouse.move(box.x + box.width * 0.75, y, { steps: 4 });
    await page.mouse.up();
    await expect.poll(() => sentenceOf(chart)).not.toBe(whole);
    const [, from, to] = /step ([\d.]+) to ([\d.]+)/.exec((await sentenceOf(chart)) ?? "") ?? [];
    expect(Number(to) - Number(from)).toBeGreaterThan(80);
    expect(Number(to) - Number(from)).toBeLessThan(120);
    const within = Array.from({ length: STEPS }, (_, at) => at * 10).filter(
      (step) => step >= Number(from) && step <= Number(to),
    );
    await expect
      .poll(async () => (await csvOf(page, chart, "loss")).slice(1).map(([, step]) => Number(step)))
      .toEqual(within);
    await chart.getByRole("button", { name: "Reset zoom" }).click();
    await expect.poll(() => sentenceOf(chart)).toBe(whole);
    await chart.getByRole("application").focus();
    await page.keyboard.press("+");
    await expect.poll(() => sentenceOf(chart)).not.toBe(whole);
    await page.keyboard.press("Escape");
    await expect.poll(() => sentenceOf(chart)).toBe(whole);
    await page.close();
  });

  test("the crosshair of one chart is that of the others", async () => {
    const page = await open(run, "metrics");
    const hovered = card(page, "loss").getByRole("img");
    const other = card(page, "accuracy").getByRole("img");
    await other.scrollIntoViewIfNeeded();
    await hovered.hover({ position: { x: 10, y: 5 } });
    await page.mouse.move(2, 2);
    const before = await other.screenshot();
    expect((await other.screenshot()).equals(before)).toBe(true);
    await hovered.hover();
    await expect.poll(async () => (await other.screenshot()).equals(before)).toBe(false);
    await page.close();
  });
});

/** Four significant digits. */
function short(value: number): string {
  return String(Number(value.toPrecision(4)));
}

describe.runIf(FULL)("what can be done with a run", () => {
  test("it is renamed, described, tagged and archived", async () => {
    const id = await history.run({ experiment: "actions", name: "plain" });
    await history.end(id);
    const page = await open(id, "overview");
    await page.getByRole("button", { name: "More actions" }).click();
    await page.getByRole("menuitem", { name: "Rename" }).click();
    await page.getByRole("dialog", { name: "Rename" }).getByLabel("Name").fill("better");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByRole("heading", { name: "better", level: 1 }).waitFor();
    await page.getByRole("button", { name: "Add tag" }).click();
    await page.getByLabel("Tag, or key: value").fill("team: vision");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "team: vision", exact: true }).click();
    await page.getByLabel("Tag, or key: value").fill("team: audio");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "team: audio", exact: true }).waitFor();
    await page.getByRole("button", { name: "Remove the tag team" }).click();
    await page.getByRole("button", { name: "team: audio" }).waitFor({ state: "detached" });
    const description = card(page, "Description");
    await description.getByRole("button", { name: "Edit" }).click();
    await description.getByLabel("Description").fill("It **overfits**.\nSee run 3.");
    await description.getByRole("button", { name: "Save" }).click();
    await description.getByText("It **overfits**.").waitFor();
    await page.getByRole("button", { name: "More actions" }).click();
    await page.getByRole("menuitem", { name: "Archive" }).click();
    await page.getByText("Archived", { exact: true }).waitFor();
    await page.reload();
    await page.getByRole("heading", { name: "better", level: 1 }).waitFor();
    expect(await page.getByText("Archived", { exact: true }).isVisible()).toBe(true);
    expect(await description.textContent()).toContain("See run 3.");
    const told = (await history.send("GET", `/runs/${id}`)) as Record<string, unknown>;
    expect(told).toMatchObject({ name: "better", tags: {}, archived: true });
    await page.getByRole("button", { name: "More actions" }).click();
    await page.getByRole("menuitem", { name: "Take back from the archive" }).click();
    await page.getByText("Archived", { exact: true }).waitFor({ state: "detached" });
    await page.close();
  });

  test("all of it goes by keyboard alone", async () => {
    const id = await history.run({ experiment: "actions", name: "by hand" });
    const page = await open(id, "overview");
    const press = async (...keys: string[]) => {
      for (const key of keys) {
        await page.keyboard.press(key);
      }
    };
    const more = page.getByRole("button", { name: "More actions" });
    await more.focus();
    await press("Enter");
    await page.getByRole("menuitem", { name: "Rename" }).waitFor();
    await more.and(page.locator(":not(:focus)")).waitFor();
    await press("ArrowDown");
    await page.getByRole("menuitem", { name: "Rename" }).and(page.locator(":focus")).waitFor();
    await press("Enter");
    await page.getByRole("dialog", { name: "Rename" }).getByLabel("Name").waitFor();
    await press("Control+a");
    await page.keyboard.type("by keys");
    await press("Enter");
    await page.getByRole("heading", { name: "by keys", level: 1 }).waitFor();
    await page.getByRole("button", { name: "Add tag" }).focus();
    await press("Enter");
    await page.getByLabel("Tag, or key: value").waitFor();
    await page.keyboard.type("keep");
    await press("Enter");
    const tag = page.getByRole("button", { name: "keep", exact: true });
    await tag.focus();
    await press("Enter");
    await page.keyboard.type("x");
    await press("Escape");
    await tag.waitFor();
    await page.getByRole("button", { name: "Cancel run" }).focus();
    await press("Enter");
    await page.getByText("Canceled").first().waitFor();
    await page.getByRole("tab", { selected: true }).focus();
    await press("ArrowRight");
    await page.waitForURL(/\/metrics$/);
    await page.getByText("Nothing was logged in this run yet").waitFor();
    await press("ArrowLeft", "ArrowLeft");
    await page.waitForURL(/\/raw$/);
    expect(await page.getByRole("region", { name: "Raw JSON" }).textContent()).toContain('"name": "by keys"');
    await inspect(page, "run-raw");
    await page.close();
  });

  test("another run is picked to compare it with", async () => {
    const [one, two] = [
      await history.run({ experiment: "pairs", name: "one" }),
      await history.run({ experiment: "pairs", name: "two" }),
    ];
    const page = await open(one, "overview");
    await page.getByRole("button", { name: "Compare…" }).click();
    await page.getByLabel("Find by name or number").fill("tw");
    await page.getByRole("button", { name: /two/ }).click();
    await page.getByRole("heading", { name: "Compare 2 runs" }).waitFor();
    expect(new URL(page.url()).searchParams.get("runs")).toBe(`${one},${two}`);
    await page.close();
  });

  test("brackets go to the runs beside it in the list it was opened from, else in its experiment", async () => {
    for (const [name, v] of [
      ["a", 2],
      ["b", 9],
      ["c", 5],
    ]) {
      const id = await history.run({ experiment: "beside", name });
      await history.log(id, { m: "score", v });
      await history.end(id);
    }
    const page = await browser.page(`${server.url}/runs?experiment=beside&order=metrics.score%20desc`);
    await page.getByRole("link", { name: "b", exact: true }).click();
    await page.getByRole("heading", { name: "b", level: 1 }).waitFor();
    await page.getByRole("tab", { name: "Metrics" }).click();
    await page.getByRole("region", { name: "score" }).getByText("9").waitFor();
    await page.keyboard.press("]");
    await page.getByRole("heading", { name: "c", level: 1 }).waitFor();
    expect(page.url()).toMatch(/\/metrics$/);
    await page.keyboard.press("]");
    await page.getByRole("heading", { name: "a", level: 1 }).waitFor();
    await page.keyboard.press("[");
    await page.getByRole("heading", { name: "c", level: 1 }).waitFor();
    await page.reload();
    await page.getByRole("heading", { name: "c", level: 1 }).waitFor();
    await page.keyboard.press("]");
    await page.getByRole("heading", { name: "b", level: 1 }).waitFor();
    await page.close();
  });
});

describe.runIf(FULL)("runs out of the ordinary", () => {
  test("a failed run tells why first, with the last lines it wrote", async () => {
    const id = await history.run({ experiment: "odd", name: "broken", script: "train.py" });
    const lines = Array.from({ length: 60 }, (_, at) => `epoch ${at}\n`).join("");
    await history.appendLog(id, "user_logs/std_log.txt", 0, `${lines}\x1b[31mValueError: 3 columns\x1b[0m\n`);
    await history.end(id, "fail", {
      error: {
        code: "UserError",
        type: "ValueError",
        message: "3 columns",
        stack: 'Traceback:\n  File "train.py", line 3\nValueError: 3 columns',
      },
    });
    const page = await open(id, "overview");
    const why = card(page, "Why it failed");
    await why.getByText("ValueError: 3 columns").first().waitFor();
    const last = why.getByRole("region", { name: "Last lines of user_logs/std_log.txt" });
    await last.getByText("epoch 59").waitFor();
    const shown = await last.getByText(/./).allTextContents();
    expect(shown).toEqual([
      ...Array.from({ length: 19 }, (_, at) => `epoch ${41 + at}`),
      "ValueError: 3 columns",
    ]);
    expect(await why.getByText('File "train.py", line 3').isVisible()).toBe(true);
    await inspect(page, "run-failed");
    await why.getByRole("link", { name: "Last lines of user_logs/std_log.txt" }).click();
    await page.getByRole("region", { name: "Text of user_logs/std_log.txt" }).waitFor();
    await page.close();
  });

  test("a run of which nothing was kept says in each part what would be there", async () => {
    const id = await history.run({ experiment: "odd", name: "bare" });
    await history.end(id);
    const page = await open(id, "overview");
    for (const [tab, text] of [
      ["Metrics", "Nothing was logged in this run yet"],
      ["Images", "No image was logged in this run"],
      ["Outputs + logs", "This run has no files and no logs"],
      ["Snapshot", "This run was made without a snapshot of its sources"],
      ["Child runs", "This run has no child runs"],
    ] as const) {
      await page.getByRole("tab", { name: tab }).click();
      await page.getByText(text).waitFor();
    }
    await page.getByRole("tab", { name: "Metrics" }).click();
    await inspect(page, "run-bare");
    await page.close();
  });

  test("children are listed under their parent, and lead back to it", async () => {
    const parent = await history.run({ experiment: "sweep", name: "all rates" });
    for (const rate of [0.1, 0.2, 0.4]) {
      const child = await history.run({ experiment: "sweep", parent, name: `rate ${rate}` });
      await history.log(child, { m: "loss", v: rate * 2 });
      await history.end(child);
    }
    await history.end(parent);
    const page = await open(parent, "children");
    const table = page.getByRole("table", { name: "Child runs" });
    const names = async () => (await rowsOf(table)).slice(1).map((row) => row[0]);
    await expect.poll(names).toEqual(["rate 0.4", "rate 0.2", "rate 0.1"]);
    await page.getByText("3 of 3 child runs").waitFor();
    await inspect(page, "run-children");
    await table.getByRole("link", { name: "rate 0.2" }).click();
    await page.getByRole("heading", { name: "rate 0.2", level: 1 }).waitFor();
    await page.getByRole("navigation").getByRole("link", { name: "all rates" }).click();
    await expect.poll(names).toHaveLength(3);
    await page.close();
  });

  test("a run that is not there is said to be not there", async () => {
    const page = await browser.page(`${server.url}/runs/nothing-of-this-name/overview`);
    await page.getByRole("heading", { name: "There is no such run" }).waitFor();
    await inspect(page, "run-absent");
    await page.close();
  });
});

test("no page had an error of its scripts or its policy", () => {
  expect(browser.faults).toEqual([]);
});
