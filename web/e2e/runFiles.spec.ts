// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Browser, inspect } from "./browser";
import { rowsOf } from "./charts";
import { History } from "./history";
import { png } from "./png";
import { CAN_DRAW, Server } from "./server";

const FULL = process.env.RUNLORE_FULL === "1";
const IRIS = resolve(import.meta.dirname, "../../examples/iris");

const SOURCES = {
  "train.py": "import mylib\n\nrate = 0.1\nprint(mylib.fit(rate))\n",
  "mylib/__init__.py": "def fit(rate):\n    return 1 - rate\n",
  "données/café.txt": "été\n",
  "empty.txt": "",
};
const CHANGED = { ...SOURCES, "train.py": "import mylib\n\nrate = 0.5\nprint(mylib.fit(rate))\n" };
const LOG = "\x1b[32mready\x1b[0m\n 10 %\r 55 %\r100 %\nfit done\n";

let server: Server;
let browser: Browser;
let history: History;
let run: string;

beforeAll(async () => {
  server = await Server.start();
  browser = await Browser.start();
  history = new History(server);
  const { "empty.txt": _, ...fewer } = CHANGED;
  const before = await history.run({
    experiment: "files",
    name: "before",
    snapshot: await history.snapshot({ ...fewer, "new.txt": "new\n" }),
  });
  await history.end(before);
  run = await history.run({
    experiment: "files",
    name: "after",
    script: "train.py",
    snapshot: await history.snapshot(SOURCES),
  });
  await history.appendLog(run, "user_logs/std_log.txt", 0, LOG);
  await history.artifact(run, "outputs/report.csv", 'class,recall\nsetosa,1\n"versi,color",0.75\n');
  await history.artifact(run, "outputs/metrics.json", '{"accuracy": 0.9375, "classes": ["a", "b"]}');
  await history.artifact(run, "outputs/model.pkl", new Uint8Array([128, 4, 75, 42, 46]));
  await history.artifact(run, "outputs/notes.md", "# Notes\n\nIt *works*.\n");
  await history.artifact(run, "outputs/red.png", png(16, 8, [200, 0, 0]));
  await history.end(run);
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
});

async function open(id: string, part: string): Promise<Page> {
  return browser.page(`${server.url}/runs/${id}/${part}`);
}

/** What the click saves, as it lies on the disk. */
async function saved(page: Page, link: Locator): Promise<{ name: string; bytes: Buffer }> {
  const coming = page.waitForEvent("download");
  await link.click();
  const download = await coming;
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
}

function sha256(bytes: string | Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

const MEMBERS = `
import hashlib, io, json, sys, zipfile
with zipfile.ZipFile(io.BytesIO(sys.stdin.buffer.read())) as archive:
    print(json.dumps({name: hashlib.sha256(archive.read(name)).hexdigest() for name in archive.namelist()}))
`;

/** The members of an archive and the hashes of their bytes, as another program unpacks it. */
function membersOf(zip: Uint8Array): Record<string, string> {
  const told = spawnSync("python3", ["-c", MEMBERS], { input: zip, encoding: "utf8" });
  return JSON.parse(told.stdout) as Record<string, string>;
}

/** The width and height of a picture in pixels, once it is drawn. */
function pixelsOf(image: Locator): Promise<readonly [number, number]> {
  return image.evaluate(async (element) => {
    const picture = element as unknown as {
      decode(): Promise<void>;
      naturalWidth: number;
      naturalHeight: number;
    };
    await picture.decode();
    return [picture.naturalWidth, picture.naturalHeight] as const;
  });
}

test("outputs and logs are looked at, and the snapshot downloaded is the folder that was snapshotted (V16, L37)", async () => {
  const page = await open(run, "overview");
  await page.getByRole("tab", { name: "Outputs + logs" }).click();
  const log = page.getByRole("region", { name: "Text of user_logs/std_log.txt" });
  await log.getByText("fit done").waitFor();
  expect(await log.getByText(/%/).allTextContents()).toEqual(["100 %"]);
  await inspect(page, "run-logs");
  await page.getByRole("treeitem", { name: /metrics\.json/ }).click();
  await page.getByText("0.9375").waitFor();
  await page.getByRole("tab", { name: "Snapshot" }).click();
  await page.getByRole("region", { name: "Text of train.py" }).getByText("rate = 0.1").waitFor();
  await inspect(page, "run-snapshot");
  const { bytes } = await saved(page, page.getByRole("link", { name: "Download zip" }));
  expect(membersOf(bytes)).toEqual(
    Object.fromEntries(Object.entries(SOURCES).map(([path, text]) => [path, sha256(text)])),
  );
  const { snapshot } = (await history.send("GET", `/runs/${run}`)) as { snapshot: string };
  const served = await fetch(`${server.url}/api/v1/snapshots/${snapshot}.zip`);
  expect(sha256(bytes)).toBe(sha256(new Uint8Array(await served.arrayBuffer())));
  await page.close();
});

describe.runIf(FULL)("files of a run", () => {
  test("each kind is shown as what it is, and every file is downloaded as it was stored (L37)", async () => {
    const page = await open(run, "logs");
    const show = async (name: string) => page.getByRole("treeitem", { name: new RegExp(name) }).click();
    await show("report.csv");
    await expect
      .poll(() => rowsOf(page.getByRole("table", { name: "Rows of the file" })))
      .toEqual([
        ["class", "recall"],
        ["setosa", "1"],
        ["versi,color", "0.75"],
      ]);
    await inspect(page, "run-file-csv");
    await show("notes.md");
    await page.getByRole("region", { name: "Text of outputs/notes.md" }).getByText("It *works*.").waitFor();
    await show("red.png");
    expect(await pixelsOf(page.getByRole("img", { name: "outputs/red.png" }))).toEqual([16, 8]);
    await show("model.pkl");
    await page.getByText("Files are never executed or loaded here.").waitFor();
    const { name, bytes } = await saved(page, page.getByRole("link", { name: "Download", exact: true }));
    expect([name, [...bytes]]).toEqual(["model.pkl", [128, 4, 75, 42, 46]]);
    await page.close();
  });

  test("the tree of files goes by keys", async () => {
    const page = await open(run, "logs");
    const tree = page.getByRole("tree", { name: "Outputs and logs" });
    await tree.focus();
    await page.keyboard.press("End");
    await page.keyboard.press("Home");
    await page.keyboard.press("ArrowLeft");
    await page.getByRole("treeitem", { name: /report\.csv/ }).waitFor({ state: "detached" });
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "outputs/metrics.json" }).waitFor();
    await page.close();
  });

  test("the menu downloads the snapshot, and the run with all its outputs", async () => {
    const page = await open(run, "overview");
    const choose = async (name: string) => {
      await page.getByRole("button", { name: "Download", exact: true }).click();
      return saved(page, page.getByRole("menuitem", { name }));
    };
    expect(Object.keys(membersOf((await choose("Snapshot (zip)")).bytes)).toSorted()).toEqual(
      Object.keys(SOURCES).toSorted(),
    );
    const hashes = Object.values(membersOf((await choose("Run with all its outputs (zip)")).bytes));
    expect(hashes).toContain(sha256(new Uint8Array([128, 4, 75, 42, 46])));
    await page.close();
  });

  test("what differs from the snapshot of another run is shown line by line", async () => {
    const page = await open(run, "snapshot");
    await page.getByRole("button", { name: "Compare with…" }).click();
    await page.getByRole("button", { name: /before/ }).click();
    const tree = page.getByRole("tree", { name: "Files that differ" });
    await tree.getByText("train.py").waitFor();
    expect((await tree.getByRole("treeitem").allTextContents()).toSorted()).toEqual([
      "empty.txtadded",
      "new.txtremoved",
      "train.pychanged",
    ]);
    await page.getByText("3 files differ").waitFor();
    await tree.getByRole("treeitem", { name: /train\.py/ }).click();
    const changes = page.getByRole("region", { name: "Changes of train.py" });
    await changes.getByText("rate = 0.5").waitFor();
    await changes.getByText("rate = 0.1").waitFor();
    await inspect(page, "run-snapshot-diff");
    await page.getByRole("button", { name: "Stop comparing" }).click();
    await page.getByRole("tree", { name: "Files of the snapshot" }).waitFor();
    await page.close();
  });
});

describe.runIf(FULL)("images of a run", () => {
  test("one slider goes through the steps of all names, by keys too, and images are enlarged (L36)", async () => {
    const id = await history.run({ experiment: "images", name: "training" });
    const sizes = [10, 20, 30];
    for (const [step, size] of sizes.entries()) {
      await history.artifact(id, `images/sample_${step}.png`, png(size, size, [0, 90, 200]));
      await history.log(id, { m: "sample", a: `images/sample_${step}.png`, k: "image", s: step * 100 });
    }
    await history.artifact(id, "images/target.png", png(7, 7, [0, 200, 0]));
    await history.log(id, { m: "target", a: "images/target.png", k: "image", s: 0 });
    await history.end(id);
    const page = await open(id, "images");
    const sample = page.getByRole("img", { name: "sample" });
    await sample.waitFor();
    expect(await pixelsOf(sample)).toEqual([30, 30]);
    await page.getByRole("slider", { name: "Step of the images" }).focus();
    await page.keyboard.press("ArrowLeft");
    await page.getByText("Step 100", { exact: true }).waitFor();
    await expect.poll(() => pixelsOf(sample)).toEqual([20, 20]);
    await page.keyboard.press("Home");
    await expect.poll(() => pixelsOf(sample)).toEqual([10, 10]);
    expect(await pixelsOf(page.getByRole("img", { name: "target" }))).toEqual([7, 7]);
    expect(new URL(page.url()).searchParams.get("step")).toBe("0");
    await page.reload();
    await expect.poll(() => pixelsOf(sample)).toEqual([10, 10]);
    const frame = page.getByRole("region", { name: "sample: plus and minus zoom, arrows move" });
    const width = async () => (await sample.boundingBox())?.width ?? 0;
    const fitted = await width();
    await frame.focus();
    await page.keyboard.press("+");
    await expect.poll(width).toBeGreaterThan(fitted * 1.3);
    await page.getByRole("button", { name: "Fit" }).click();
    await expect.poll(width).toBeCloseTo(fitted, 0);
    await inspect(page, "run-images");
    await page.close();
  });

  test.runIf(CAN_DRAW)("the plots that a submitted script drew are on its page (W18)", async () => {
    const folder = join(server.folder, "iris");
    cpSync(IRIS, folder, { recursive: true });
    server.cliIn(folder, "submit", "-e", "iris", "iris_sklearn.py", "0.5");
    const page = await browser.page(`${server.url}/runs?experiment=iris`);
    await page.getByRole("link", { name: "Run 1", exact: true }).click();
    await page.getByRole("heading", { name: "Run 1", level: 1 }).waitFor();
    await page.getByText("Completed").first().waitFor();
    await page.getByRole("tab", { name: "Images" }).click();
    for (const name of ["outputs/roc.png", "outputs/cm.png"]) {
      // What matplotlib draws when nobody says otherwise.
      expect(await pixelsOf(page.getByRole("img", { name })), name).toEqual([640, 480]);
    }
    await inspect(page, "run-plots");
    await page.getByRole("tab", { name: "Metrics" }).click();
    const rate = page.getByRole("region", { name: "Regularization Rate" });
    expect(await rate.textContent()).toBe("Regularization Rate0.5");
    await page.getByRole("region", { name: "Recall" }).getByRole("img").waitFor();
    await page.getByRole("tab", { name: "Outputs + logs" }).click();
    await page.getByText(/^Regularization rate 0\.5: accuracy 0\.\d+$/).waitFor();
    await page.close();
  });
});

test("no page had an error of its scripts or its policy", () => {
  expect(browser.faults).toEqual([]);
});
