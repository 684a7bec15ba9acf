// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Browser, fits, inspect } from "./browser";
import { History } from "./history";
import { png } from "./png";
import { Server } from "./server";
import { RunTable } from "./table";

const FULL = process.env.RUNLORE_FULL === "1";
const STEPS = 20;

const TRAIN = ["import sys", "", "rate = 0.5", "model = fit(rate)", "print(model)", ""];
const LATER = TRAIN.with(2, "rate = float(sys.argv[1])");

interface Try {
  readonly rate: number;
  readonly accuracy: number;
  readonly seconds: number;
  readonly code?: readonly string[];
  readonly draft?: Record<string, unknown>;
  readonly files: Readonly<Record<string, string>>;
}

const TRIES: readonly Try[] = [
  {
    rate: 0.5,
    accuracy: 0.5,
    seconds: 10,
    code: TRAIN,
    draft: { tags: { team: "vision" }, properties: { CommitId: "a1" } },
    files: { "outputs/labels.txt": "setosa", "outputs/model.pkl": "first", "outputs/old.txt": "x" },
  },
  {
    rate: 0.25,
    accuracy: 0.75,
    seconds: 15,
    code: LATER,
    draft: { tags: { team: "vision", reviewed: null }, properties: { CommitId: "b2" } },
    files: { "outputs/labels.txt": "setosa", "outputs/model.pkl": "second", "outputs/new.txt": "yy" },
  },
  {
    rate: 0.125,
    accuracy: 0.6,
    seconds: 8,
    draft: { tags: { team: "audio" } },
    files: { "outputs/labels.txt": "setosa", "outputs/model.pkl": "first" },
  },
  { rate: 1, accuracy: 0.5, seconds: 10, files: {} },
  { rate: 2, accuracy: 0.5, seconds: 10, files: {} },
];

describe.runIf(FULL)("the comparison", () => {
  let server: Server;
  let browser: Browser;
  let runs: readonly string[];
  let experiment: string;

  beforeAll(async () => {
    server = await Server.start();
    const history = new History(server);
    const { id } = (await history.send("POST", "/experiments", {
      name: "tries",
      primaryMetric: { name: "Accuracy", goal: "max" },
    })) as { id: string };
    experiment = id;
    runs = await logTries(history);
    browser = await Browser.start();
  });

  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  /** The comparison of the runs of these numbers. */
  function open(numbers: readonly number[], more = ""): Promise<Page> {
    return browser.page(
      `${server.url}/compare?runs=${numbers.map((number) => runs[number - 1]).join(",")}${more}`,
    );
  }

  test("opens for 2, 3 and 5 runs of the dashboard, in the order of their selection, and not for one (W32)", async () => {
    const page = await browser.page(`${server.url}/experiments/${experiment}`);
    const table = new RunTable(page);
    const compare = page.getByRole("button", { name: /^Compare/ });
    await table.link("Run 5").waitFor();
    for (const chosen of [
      [4, 2],
      [1, 3, 2],
      [5, 4, 3, 2, 1],
    ]) {
      expect(await compare.textContent()).toBe("Compare");
      expect(await compare.isDisabled()).toBe(true);
      for (const [at, number] of chosen.entries()) {
        await table.box(`Run ${number}`).check();
        expect(await compare.isDisabled()).toBe(at === 0);
      }
      await compare.click();
      await page.getByRole("heading", { name: `Compare ${chosen.length} runs` }).waitFor();
      const names = page.getByRole("list", { name: "Compared runs" }).getByRole("link");
      await expect.poll(() => names.allTextContents()).toEqual(chosen.map((number) => `Run ${number}`));
      await page.goBack();
      await table.link("Run 5").waitFor();
    }
    await page.close();
  });

  test("is reached from a run by picking another one (W33)", async () => {
    const page = await browser.page(`${server.url}/runs/${runs[0]}/overview`);
    await page.getByRole("button", { name: "Compare…" }).click();
    const dialog = page.getByRole("dialog", { name: "Compare with" });
    await dialog.getByLabel("Find by name or number").fill("2");
    await expect.poll(() => dialog.getByRole("listitem").count()).toBe(1);
    await inspect(page, "compare-with");
    await dialog.getByRole("button", { name: /^Run 2/ }).click();
    await page.waitForURL(`${server.url}/compare?runs=${runs[0]}%2C${runs[1]}`);
    await page.getByRole("heading", { name: "Compare 2 runs" }).waitFor();
    await page.close();
  });

  test("has all properties, tags, arguments, parameters, metrics and the duration, what differs marked against the baseline (W34)", async () => {
    const page = await open([1, 2, 3]);
    await page.setViewportSize({ width: 1440, height: 1600 });
    const summary = page.getByRole("table", { name: "Summary" });
    const rows = (): Promise<Readonly<Record<string, readonly string[]>>> => rowsOf(summary);
    const differing = {
      Number: ["1", "2", "3"],
      Duration: ["10.00 s", "15.00 s+50.0 %", "8.00 s−20.0 %"],
      "argument 2": ["0.5", "0.25", "0.125"],
      "parameter lr": ["0.5", "0.25−50.0 %", "0.125−75.0 %"],
      "metric Accuracy": ["0.5", "0.75+50.0 %", "0.6+20.0 %"],
      "metric loss": ["0.5", "0.25−50.0 %", "0.125−75.0 %"],
      "tag reviewed": ["–", "none", "–"],
      "tag team": ["vision", "vision", "audio"],
      "property CommitId": ["a1", "b2", "–"],
    };
    const identical = {
      Status: ["Completed", "Completed", "Completed"],
      Experiment: ["tries", "tries", "tries"],
      Script: ["train.py", "train.py", "train.py"],
      User: ["anna", "anna", "anna"],
      Host: ["node-1", "node-1", "node-1"],
      "argument 1": ["--lr", "--lr", "--lr"],
      "parameter optimizer": ["adam", "adam", "adam"],
      "metric epochs": ["3", "3", "3"],
    };
    await expect.poll(rows).toMatchObject(differing);
    const shown = Object.keys(await rows());
    expect(Object.keys(identical).filter((name) => shown.includes(name))).toEqual([]);
    await page.getByText(/^\d+ identical rows hidden$/).waitFor();
    await inspect(page, "comparison-summary");
    await page.getByRole("switch", { name: "Differences only" }).click();
    await expect.poll(rows).toMatchObject({ ...differing, ...identical });
    await page.reload();
    await expect.poll(rows).toMatchObject(identical);
    const best = summary
      .getByRole("row")
      .filter({ hasText: "metric Accuracy" })
      .getByText("0.75", { exact: true });
    expect(
      await best.evaluate((element) => Number(getComputedStyle(element).fontWeight)),
    ).toBeGreaterThanOrEqual(600);

    await page
      .getByRole("listitem")
      .filter({ hasText: "Run 2" })
      .getByRole("button", { name: "Make baseline" })
      .click();
    await expect.poll(rows).toMatchObject({ "metric Accuracy": ["0.75", "0.5−33.3 %", "0.6−20.0 %"] });
    await page.getByRole("button", { name: "Leave out Run 1" }).click();
    await expect.poll(rows).toMatchObject({ "metric Accuracy": ["0.75", "0.6−20.0 %"] });
    await page.getByRole("button", { name: "Add run" }).click();
    await page.getByRole("menuitem", { name: "Run 5" }).click();
    await expect.poll(rows).toMatchObject({ "metric Accuracy": ["0.75", "0.6−20.0 %", "0.5−33.3 %"] });
    await fits(page, "comparison");
    await page.close();
  });

  test("lays the runs' curves over each other, and what was logged once side by side (W34)", async () => {
    const page = await open([1, 2, 3]);
    await page.getByRole("tab", { name: "Charts" }).click();
    const loss = page.getByRole("region", { name: "loss", exact: true });
    await loss
      .getByRole("img", { name: "loss: line chart of 3 series over step, step 0 to 19, value 0.125 to 10" })
      .waitFor();
    expect(await loss.getByRole("list", { name: "Lines" }).getByRole("button").allTextContents()).toEqual([
      "Run 10.5",
      "Run 20.25",
      "Run 30.125",
    ]);
    await page.getByRole("img", { name: "Accuracy: bar chart of 3 values" }).waitFor();
    await inspect(page, "comparison-charts");

    await page.getByText("Relative time", { exact: true }).click();
    const smoothing = page.getByRole("slider", { name: "Smoothing" });
    await smoothing.focus();
    await page.keyboard.press("End");
    await page.waitForURL(/smooth=0\.999/);
    await page.reload();
    await loss.getByRole("img").waitFor();
    expect(await page.getByRole("radio", { name: "Relative time" }).isChecked()).toBe(true);
    expect(await smoothing.getAttribute("aria-valuenow")).toBe("0.999");
    await page.close();
  });

  test("shows the images of both runs side by side (L8)", async () => {
    const page = await open([1, 2]);
    await page.getByRole("tab", { name: "Images" }).click();
    const roc = page.getByRole("region", { name: "ROC", exact: true });
    for (const number of [1, 2]) {
      const image = roc.getByRole("img", { name: `ROC · Run ${number}` });
      await image.waitFor();
      const width = (): Promise<number> =>
        image.evaluate((element) => (element as HTMLImageElement).naturalWidth);
      await expect.poll(width).toBe(40 * number);
    }
    const [left, right] = await Promise.all(
      [1, 2].map((number) => roc.getByRole("img", { name: `ROC · Run ${number}` }).boundingBox()),
    );
    expect(left?.y).toBe(right?.y);
    expect(left?.x).toBeLessThan(right?.x ?? 0);
    await inspect(page, "comparison-images");
    await page.close();
  });

  test("has files of one path in one row: same, changed, added or missing by their bytes (W19)", async () => {
    for (const [numbers, expected] of [
      [
        [1, 2],
        {
          "outputs/labels.txt": ["same 6 B", "same 6 B"],
          "outputs/model.pkl": ["same 5 B", "changed 6 B"],
          "outputs/new.txt": ["missing ", "added 2 B"],
          "outputs/old.txt": ["same 1 B", "missing "],
        },
      ],
      [
        [1, 2, 3],
        {
          "outputs/labels.txt": ["same 6 B", "same 6 B", "same 6 B"],
          "outputs/model.pkl": ["same 5 B", "changed 6 B", "same 5 B"],
          "outputs/new.txt": ["missing ", "added 2 B", "missing "],
          "outputs/old.txt": ["same 1 B", "missing ", "missing "],
        },
      ],
    ] as const) {
      const page = await open(numbers, "&tab=files&same=true");
      const files = page.getByRole("table", { name: "Files" });
      await expect.poll(() => rowsOf(files)).toMatchObject(expected);
      await page.getByRole("switch", { name: "Differences only" }).click();
      await expect.poll(async () => Object.keys(await rowsOf(files))).not.toContain("outputs/labels.txt");
      if (numbers.length === 3) {
        await inspect(page, "comparison-files");
      }
      await page.close();
    }
  });

  test("tells the code of two runs apart line by line, and which run has none", async () => {
    const page = await open([1, 2, 3]);
    await page.getByRole("tab", { name: "Code" }).click();
    await page.getByRole("heading", { name: "train.py" }).waitFor();
    await page.getByText("1 file differs").waitFor();
    await page.getByText("rate = float(sys.argv[1])").waitFor();
    expect(await page.getByText("rate = 0.5", { exact: true }).isVisible()).toBe(true);
    expect(await page.getByText("+1", { exact: true }).isVisible()).toBe(true);
    expect(await page.getByText("−1", { exact: true }).isVisible()).toBe(true);
    await page.getByText("from Run 1 to Run 2").waitFor();
    await page.getByText("Split", { exact: true }).click();
    await inspect(page, "comparison-code");
    await page.getByRole("combobox", { name: "Run whose code is shown beside the baseline's" }).click();
    await page.getByRole("option", { name: "Run 3" }).click();
    await page.getByText("Run 3 has no snapshot of its code").waitFor();
    await page.close();
  });

  test("of one run asks for a second, and of one that is gone says so", async () => {
    const page = await open([1]);
    await page.getByText("Add at least two runs to compare them").waitFor();
    await page.getByRole("button", { name: "Add run" }).click();
    await page.getByLabel("Find a run by its name or id").fill(runs[1] ?? "");
    await page.getByRole("menuitem", { name: "Run 2" }).click();
    await page.getByRole("table", { name: "Summary" }).waitFor();
    await page.goto(`${server.url}/compare?runs=${runs[0]},nowhere`);
    await page.getByText("This could not be loaded").waitFor();
    await inspect(page, "comparison-gone");
    await page.close();
  });

  test("no page had an error of its scripts or its policy", () => {
    expect(browser.faults).toEqual([]);
  });
});

async function logTries(history: History): Promise<readonly string[]> {
  const runs: string[] = [];
  for (const [at, { rate, accuracy, seconds, code, draft, files }] of TRIES.entries()) {
    const started = Date.UTC(2026, 8, 1, 8, at);
    const run = await history.run({
      experiment: "tries",
      script: "train.py",
      arguments: ["--lr", String(rate)],
      user: "anna",
      host: "node-1",
      at: new Date(started).toISOString(),
      params: { lr: rate, optimizer: "adam" },
      ...draft,
      ...(code && {
        snapshot: await history.snapshot({ "train.py": code.join("\n"), "util.py": "import os\n" }),
      }),
    });
    for (const [path, body] of Object.entries(files)) {
      await history.artifact(run, path, body);
    }
    await history.artifact(run, "images/roc.png", png(40 * (at + 1), 30, [200, 40 * at, 60]));
    await history.log(
      run,
      { vs: { Accuracy: accuracy, epochs: 3 } },
      { m: "ROC", a: "images/roc.png", k: "image" },
      ...Array.from({ length: STEPS }, (_, step) => ({ m: "loss", v: (rate * STEPS) / (step + 1), s: step })),
    );
    await history.end(run, "complete", { at: new Date(started + seconds * 1_000).toISOString() });
    runs.push(run);
  }
  return runs;
}

/** The cells of each row in sight by the row's head. */
async function rowsOf(table: Locator): Promise<Readonly<Record<string, readonly string[]>>> {
  return Object.fromEntries(
    await table.getByRole("row").evaluateAll((rows) =>
      rows.slice(1).map((row) => {
        const [head, ...cells] = [...row.children].map((cell) => (cell.textContent ?? "").trimStart());
        return [head, cells] as const;
      }),
    ),
  );
}
