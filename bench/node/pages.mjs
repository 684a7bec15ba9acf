// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
//
// pages.mjs RUNS_URL SERIES_URL: one round of the studio's figures, after one that is not counted; prints a JSON object.
// RUNS_URL serves the history of `StoreFigures runs`, SERIES_URL that of `StoreFigures pages`.
import { createRequire } from "node:module";

const { chromium } = createRequire(new URL("../../web/package.json", import.meta.url))("playwright-core");
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"];
const MOVES = 60;
const FRAMES = 120;
const FRAME_PX = 300;
/** A page that opened asks once more a second later; by then it is done. */
const SETTLED_MS = 2_000;

/** Runs in every page before its own scripts: notes when a canvas was drawn to last, and waits for what is to be seen. */
function watchPage() {
  const watch = { drawn: 0, pressed: 0 };
  performance.setResourceTimingBufferSize(5_000);
  window.watch = watch;
  const { stroke } = CanvasRenderingContext2D.prototype;
  CanvasRenderingContext2D.prototype.stroke = function (...path) {
    watch.drawn = performance.now();
    return stroke.apply(this, path);
  };
  for (const kind of ["click", "keydown", "mouseup"]) {
    window.addEventListener(kind, () => { watch.pressed = performance.now(); }, { capture: true });
  }
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  const until = async (isSo) => {
    const end = performance.now() + 60_000;
    while (!isSo()) {
      await frame();
      if (performance.now() > end) {
        throw new Error(`never seen: ${isSo}`);
      }
    }
  };
  /** The time of the frame after the one in which it is so. */
  watch.seen = async (isSo) => {
    await until(isSo);
    await frame();
    return performance.now();
  };
  /** The time of the last line of a drawing that began after `since`: nothing is drawn for a while after it. */
  watch.drawing = async (since) => {
    await until(() => watch.drawn > since && performance.now() - watch.drawn > 400);
    return watch.drawn;
  };
  /** When the latest answer to such a request was there; 0 while there is none after `since`. */
  watch.answered = (part, since) =>
    Math.max(0, ...performance.getEntriesByType("resource")
      .filter(({ name, responseEnd }) => name.includes(part) && responseEnd > since).map((entry) => entry.responseEnd));
  watch.firstRow = () => {
    const row = document.querySelector('[role="grid"] [role="row"][data-row="0"]:not([aria-busy])');
    return row === null ? "" : row.textContent;
  };
}

async function open(browser, url) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  page.on("pageerror", (error) => { throw error; });
  await page.addInitScript(watchPage);
  await page.goto(url, { waitUntil: "commit" });
  return page;
}

/** Of 100,000 runs: first rows, then another order and a filter until the first row is another, then a long scroll. */
async function dashboard(browser, url) {
  const all = await open(browser, `${url}/runs?columns=number,status,metrics."metric 6",metrics."metric 7",params.lr`);
  const paint = await all.evaluate(() => window.watch.seen(() => window.watch.firstRow() !== ""));
  await all.evaluate(() => window.watch.drawing(0));
  const until = async (act) => {
    const waiting = all.evaluate(async () => {
      const before = window.watch.firstRow();
      const shown = await window.watch.seen(() => !["", before].includes(window.watch.firstRow()));
      return shown - window.watch.pressed;
    });
    await act();
    return waiting;
  };
  const sort = await until(() => all.getByRole("columnheader", { name: /metric 6/ }).click());
  await all.getByRole("combobox", { name: /filter/i }).fill('metrics."metric 7" > 0.9 and params.lr < 0.5');
  const filter = await until(() => all.keyboard.press("Enter"));
  await until(async () => {
    await all.getByRole("combobox", { name: /filter/i }).fill("");
    await all.keyboard.press("Enter");
  });
  const scroll = await all.getByRole("grid").evaluate(async (grid, [frames, px]) => {
    const took = [];
    let last = performance.now();
    for (let i = 0; i < frames; i++) {
      grid.scrollTop += px;
      await new Promise((done) => requestAnimationFrame(done));
      const now = performance.now();
      took.push(now - last);
      last = now;
    }
    return took.sort((a, b) => a - b)[frames >> 1];
  }, [FRAMES, FRAME_PX]);
  await all.close();
  return { paint, sort, filter, scroll };
}

/** One chart of 100 runs with 2,000 points each: from the answer to the last line, then the page's work for each move over it. */
async function chart(browser, url) {
  const page = await open(browser, `${url}/runs?experiment=shown`);
  const drawn = await page.evaluate(async () => {
    const { watch } = window;
    await watch.seen(() => watch.answered("series:buckets", 0) > 0);
    const answered = watch.answered("series:buckets", 0);
    return (await watch.drawing(answered)) - answered;
  });
  const box = await page.getByRole("img", { name: /100 series/ }).boundingBox();
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Performance.enable");
  const work = async () => {
    const { metrics } = await devtools.send("Performance.getMetrics");
    return metrics.find(({ name }) => name === "TaskDuration").value * 1000;
  };
  await page.mouse.move(box.x + 80, box.y + 20);
  await page.waitForTimeout(SETTLED_MS);
  const before = await work();
  for (let i = 0; i < MOVES; i++) {
    await page.mouse.move(box.x + 80 + ((box.width - 120) * i) / MOVES, box.y + 20 + ((i * 37) % (box.height - 60)));
  }
  const hover = ((await work()) - before) / MOVES;
  await page.close();
  return { chart: drawn, hover };
}

/** A run with 12,000 metrics: until its first charts are drawn, and what its page holds then. */
async function metrics(browser, url) {
  const page = await open(browser, `${url}/runs/wide/metrics`);
  const shown = await page.evaluate(() => window.watch.drawing(0));
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("HeapProfiler.collectGarbage");
  const { usedSize } = await devtools.send("Runtime.getHeapUsage");
  await page.close();
  return { metrics: shown, heap: usedSize / 1e6 };
}

/** Zoom by a drag into a series of 10 million points, until the narrower buckets are drawn. */
async function zoom(browser, url) {
  const page = await open(browser, `${url}/runs/long/metrics`);
  await page.evaluate(async () => {
    const { watch } = window;
    await watch.seen(() => watch.answered("series:buckets", 0) > 0);
    await watch.drawing(watch.answered("series:buckets", 0));
  });
  const box = await page.getByRole("img", { name: /^loss/ }).first().boundingBox();
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + box.width * 0.5, y);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.6, y, { steps: 4 });
  await page.mouse.up();
  const zoomed = await page.evaluate(async () => {
    const { watch } = window;
    await watch.seen(() => watch.answered("series:buckets", watch.pressed) > 0);
    const last = await watch.drawing(watch.answered("series:buckets", watch.pressed));
    return last - watch.pressed;
  });
  await page.close();
  return { zoom: zoomed };
}

async function measure(context, runsUrl, seriesUrl) {
  return {
    ...(await dashboard(context, runsUrl)),
    ...(await chart(context, seriesUrl)),
    ...(await metrics(context, seriesUrl)),
    ...(await zoom(context, seriesUrl)),
  };
}

const [, , runsUrl, seriesUrl] = process.argv;
const executablePath = process.env.RUNLORE_CHROMIUM ?? "/usr/bin/chromium";
const browser = await chromium.launch({ executablePath, args: FLAGS });
try {
  // The servers have been at work and the browser has started; each context is one that has seen nothing yet.
  let figures;
  for (let pass = 0; pass < 2; pass++) {
    const context = await browser.newContext();
    figures = await measure(context, runsUrl, seriesUrl);
    await context.close();
  }
  console.log(JSON.stringify(figures));
} finally {
  await browser.close();
}
