// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Browser, inspect } from "./browser";
import { ROOT, Server } from "./server";

const FULL = process.env.RUNLORE_FULL === "1";

/** The script of the documentation where its libraries are, else one that logs the same name. */
const IRIS = readFileSync(join(ROOT, "examples/iris/iris_sklearn.py"), "utf8");
const STAND_IN = [
  "# stands in for the script of the documentation where its libraries are missing",
  "import runlore, sys",
  'with runlore.start_run("iris") as run:',
  '    run.log("Regularization Rate", float(sys.argv[1]) if len(sys.argv) > 1 else 0.01)',
  "",
].join("\n");

let server: Server;
let browser: Browser;
let source: string;
let folder: string;

beforeAll(async () => {
  server = await Server.start();
  browser = await Browser.start();
  source = hasIrisLibraries() ? IRIS : STAND_IN;
  folder = makeProject("iris", { "iris_sklearn.py": source });
  await browser.signIn(server.link());
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
});

function hasIrisLibraries(): boolean {
  return spawnSync("python3", ["-c", "import sklearn, matplotlib"], { env: server.env() }).status === 0;
}

/** A folder with these files that is registered with its name as the experiment. */
function makeProject(name: string, files: Readonly<Record<string, string | Uint8Array>>): string {
  const root = join(server.folder, "projects", name);
  mkdirSync(root, { recursive: true });
  write(root, files);
  server.cliIn(root, "init", "--experiment", basename(name));
  return root;
}

function write(root: string, files: Readonly<Record<string, string | Uint8Array>>): void {
  for (const [path, body] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), body);
  }
}

/** Every path of a folder with its kind, mode and the digest of its bytes. */
function tree(root: string): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const entry of readdirSync(root, { recursive: true, encoding: "utf8" }).sort()) {
    const facts = lstatSync(join(root, entry));
    const body = facts.isFile()
      ? createHash("sha256")
          .update(readFileSync(join(root, entry)))
          .digest("hex")
      : "no file";
    found[entry] = `${facts.mode.toString(8)} ${body}`;
  }
  return found;
}

/** The page of a project, reached as a person reaches it. */
async function openProject(name: string): Promise<Page> {
  const page = await browser.page(`${server.url}/projects`);
  await page.getByRole("link", { name, exact: true }).click();
  await page.getByRole("heading", { level: 1, name, exact: true }).waitFor();
  return page;
}

const files = (page: Page) => page.getByRole("navigation", { name: "Files of the project" });
const runBar = (page: Page) => page.getByRole("region", { name: "Launch a run" });

/** Goes to the run that a notice tells of, and answers its id. */
async function showLaunched(page: Page): Promise<string> {
  await page.getByText("Launched", { exact: true }).waitFor();
  await page.getByRole("link", { name: "Show the run" }).click();
  await page.waitForURL(/\/runs\/[^/]+\/overview$/);
  return new URL(page.url()).pathname.split("/")[2] ?? "";
}

const completed = (page: Page) =>
  page.getByRole("main").getByText("Completed", { exact: true }).first().waitFor();

test("a script of a project is read, is run with 0.5, and has run (W8, W12)", async () => {
  const page = await openProject("iris");
  await files(page)
    .getByRole("button", { name: /^iris_sklearn\.py/ })
    .click();
  const text = page.getByRole("region", { name: "Text of iris_sklearn.py" });
  await text.waitFor();
  expect(await page.getByText("Read only").isVisible()).toBe(true);
  await text
    .getByText(source.split("\n")[2] ?? "", { exact: true })
    .first()
    .waitFor();
  expect(await text.getByRole("textbox").count()).toBe(0);
  await inspect(page, "project-files");

  const script = runBar(page).getByRole("combobox", { name: "Script" });
  expect(await script.inputValue()).toBe("iris_sklearn.py");
  await runBar(page).getByRole("textbox", { name: "Arguments" }).fill("0.5");
  await runBar(page).getByRole("button", { name: "Run", exact: true }).click();
  await showLaunched(page);

  await page.getByText("iris_sklearn.py 0.5", { exact: true }).waitFor();
  await completed(page);
  const rate = page.getByRole("region", { name: "Values of Final metrics" });
  await rate.getByText("Regularization Rate").waitFor();
  expect(await rate.getByText("0.5", { exact: true }).count()).toBe(1);
  await page.close();
});

describe.runIf(FULL)("in full", () => {
  test("the same again from the page of the run: its script, snapshot and arguments, as a new run", async () => {
    const root = makeProject("again", { "say.py": "import sys\nprint('first', sys.argv[1:])\n" });
    const page = await openProject("again");
    await runBar(page).getByRole("textbox", { name: "Arguments" }).fill("--text 'two words' 7");
    await runBar(page).getByRole("button", { name: "Run", exact: true }).click();
    const first = await showLaunched(page);
    await completed(page);
    // What the folder holds by now is not what is repeated.
    write(root, { "say.py": "print('second')\n" });

    await page.getByRole("button", { name: "More actions" }).click();
    await page.getByRole("menuitem", { name: "Repeat…" }).click();
    const dialog = page.getByRole("dialog", { name: "Repeat run 1" });
    const field = dialog.getByRole("textbox", { name: "Arguments" });
    expect(await dialog.getByRole("textbox", { name: "Script" }).inputValue()).toBe("say.py");
    expect(await field.inputValue()).toBe("--text 'two words' 7");
    await inspect(page, "repeat");
    await field.fill("--text 'two words' 8");
    await dialog.getByRole("textbox", { name: "Name" }).fill("eighth");
    await dialog.getByRole("button", { name: "Launch" }).click();
    await dialog.waitFor({ state: "hidden" });
    const second = await showLaunched(page);

    expect(second).not.toBe(first);
    await page.getByRole("heading", { level: 1, name: "eighth" }).waitFor();
    await completed(page);
    await page.getByText("say.py --text 'two words' 8", { exact: true }).waitFor();
    await page.getByRole("tab", { name: "Outputs + logs" }).click();
    await page.getByText("first ['--text', 'two words', '8']").waitFor();
    await page.getByRole("tab", { name: "Snapshot" }).click();
    await page.getByText("print('first', sys.argv[1:])").waitFor();
    await page.close();
  });

  test("the dialog of every page launches a script of a project that is chosen in it", async () => {
    makeProject("of-dialog", { "src/deep/train.py": "import sys; print('got', *sys.argv[1:])\n" });
    const page = await browser.page(`${server.url}/jobs`);
    await page.getByRole("button", { name: "Launch run" }).click();
    const dialog = page.getByRole("dialog", { name: "Launch a run" });
    await dialog.getByRole("combobox", { name: "Project" }).click();
    await page.getByRole("option", { name: /of-dialog$/ }).click();
    const script = dialog.getByRole("combobox", { name: "Script" });
    await script.fill("src/");
    await page.getByRole("option", { name: "src/deep/" }).click();
    await page.getByRole("option", { name: "src/deep/train.py" }).click();
    const line = dialog.getByRole("textbox", { name: "Arguments" });
    await line.fill("'open");
    await dialog.getByText("The quote ' is not closed").waitFor();
    expect(await dialog.getByRole("button", { name: "Launch" }).isDisabled()).toBe(true);
    await line.fill("$HOME '*' \"a b\"");
    await dialog.getByRole("textbox", { name: "Name" }).fill("from the dialog");
    await inspect(page, "launch");
    await dialog.getByRole("button", { name: "Launch" }).click();
    await showLaunched(page);
    await page.getByRole("heading", { level: 1, name: "from the dialog" }).waitFor();
    await completed(page);
    await page.getByRole("tab", { name: "Outputs + logs" }).click();
    await page.getByText("got $HOME * a b", { exact: true }).waitFor();
    await page.close();
  });

  test("the lines of the command prompt do in a shell what they say, whatever the folder is called (W35)", async () => {
    const name = `it's $(touch canary) "x"`;
    makeProject(name, { "-odd script.py": "import sys; print(sys.argv[1:])\n" });
    const page = await openProject(name);
    await runBar(page).getByRole("textbox", { name: "Arguments" }).fill("0.5 'a b;touch canary'");
    await runBar(page).getByRole("button", { name: "Open command prompt" }).click();
    const dialog = page.getByRole("dialog", { name: "Open command prompt" });
    await inspect(page, "prompt");
    const lines = await Promise.all(
      [/^cd /, /^runlore submit /, /^runlore history list/].map((start) =>
        dialog.getByText(start).textContent(),
      ),
    );
    const { PATH = "", ...env } = server.env();
    const shell = spawnSync("bash", ["-c", `set -e\n${lines.join("\n")}`], {
      env: { ...env, PATH: `${ROOT}:${PATH}` },
      cwd: server.folder,
      encoding: "utf8",
    });

    expect(shell.status, shell.stderr).toBe(0);
    expect(shell.stdout).toContain("['0.5', 'a b;touch canary']");
    const made = /RunId: (\S+)/.exec(shell.stdout)?.[1] ?? "none was told";
    expect(shell.stdout.split(made).length, "the list has the run too").toBeGreaterThan(2);
    expect(Object.keys(tree(server.folder)).filter((path) => basename(path) === "canary")).toEqual([]);
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "hidden" });
    await page.getByRole("tab", { name: "Runs" }).click();
    await page.getByRole("link", { name: "Run 1", exact: true }).waitFor();
    await page.close();
  });

  test("a restore is confirmed first: cancelled it leaves every byte, confirmed it brings back the run's (W30, W31)", async () => {
    const root = makeProject("restored", {
      "train.py": "print('as it was')\n",
      "data/rows.csv": "a,b\n1,2\n",
      "bin/tool.sh": "#!/bin/sh\n",
    });
    chmodSync(join(root, "bin/tool.sh"), 0o755);
    write(root, { ".env": "PASSWORD=x\n" });
    const before = tree(root);
    const page = await openProject("restored");
    await runBar(page).getByRole("button", { name: "Run", exact: true }).click();
    await showLaunched(page);
    await completed(page);
    write(root, {
      "train.py": "print('edited')\n",
      "mine/<b>notes</b>.txt": "mine\n",
      ".env": "PASSWORD=y\n",
    });
    rmSync(join(root, "data"), { recursive: true });
    const edited = tree(root);

    const open = async () => {
      await page.getByRole("button", { name: "More actions" }).click();
      await page.getByRole("menuitem", { name: "Restore project" }).click();
      await page.getByText("1 deleted").waitFor();
    };
    const dialog = page.getByRole("dialog", { name: "Restore the project to run 1" });
    await open();
    const listed = (title: string) =>
      dialog.getByRole("list", { name: title }).getByRole("listitem").allInnerTexts();
    expect(await listed("1 deleted")).toEqual(["mine/<b>notes</b>.txt"]);
    expect(await listed("1 overwritten")).toEqual(["train.py"]);
    await dialog.getByText("1 added").click();
    expect(await listed("1 added")).toEqual(["data/rows.csv"]);
    await inspect(page, "restore");
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await dialog.waitFor({ state: "hidden" });
    expect(tree(root)).toEqual(edited);

    await open();
    const confirm = dialog.getByRole("button", { name: "Restore", exact: true });
    await dialog.getByRole("textbox", { name: /^Type 1,/ }).fill("2");
    expect(await confirm.isDisabled()).toBe(true);
    await page.keyboard.press("Enter");
    await dialog.getByRole("textbox", { name: /^Type 1,/ }).fill("1");
    expect(tree(root)).toEqual(edited);
    await confirm.click();
    await dialog.getByText("The project is restored").waitFor();
    await inspect(page, "restored");
    // What is a secret by its name was never kept and stays as it is.
    expect(tree(root)).toEqual({ ...before, ".env": edited[".env"] });
    const backup = (await dialog.getByText(/\.zip$/).textContent()) ?? "";
    const kept = spawnSync("python3", ["-m", "zipfile", "-l", backup], {
      env: server.env(),
      encoding: "utf8",
    });
    expect(kept.stdout).toContain("mine/<b>notes</b>.txt");
    await page.keyboard.press("Escape");

    await page.getByRole("button", { name: "More actions" }).click();
    await page.getByRole("menuitem", { name: "Restore project" }).click();
    await dialog.getByText("The folder is already as it was at this run").waitFor();
    expect(await dialog.getByRole("button", { name: "Restore", exact: true }).count()).toBe(0);
    await page.close();
  });

  const LONG = `${"n".repeat(246)}.py`;
  const HOSTILE: readonly string[] = [
    "100% sure.py",
    "%2e%2e%2fcanary.py",
    "?a=b&c#d.py",
    `quote'and".py`,
    "<img src=x onerror=alert(1)>.py",
    "שלום‮yp.exe",
    "é e\u0301 日本語 🚀.py",
    ";rm -rf.py",
    " leading and trailing .py ",
    "true",
    LONG,
    `${Array.from({ length: 24 }, (_, at) => `folder ${at}`).join("/")}/deep.py`,
  ];

  test("files of any name are found, opened by name and shown as text, and nothing of them acts", async () => {
    const text = (at: number) => `</pre><img src=x onerror="document.title='hacked'"> text ${at}\n`;
    makeProject("hostile", Object.fromEntries(HOSTILE.map((path, at) => [path, text(at)])));
    const page = await openProject("hostile");
    for (const [at, path] of HOSTILE.entries()) {
      const names = path.split("/");
      for (const name of names.slice(0, -1)) {
        await files(page).getByRole("button", { name, exact: true }).click();
      }
      const button = files(page).getByTitle(path, { exact: true });
      await button.scrollIntoViewIfNeeded();
      await button.click();
      await page.getByText(text(at).trim(), { exact: true }).waitFor();
    }
    expect(await page.title()).toBe("hostile · Runlore");
    // An address that was kept opens the same file.
    await page.reload();
    await page.getByText(text(HOSTILE.length - 1).trim(), { exact: true }).waitFor();
    await inspect(page, "project-hostile");
    await page.close();
  });

  test("a file that is no text, one that is too large, and one behind a link are told, not shown", async () => {
    const root = makeProject("odd", {
      "odd.bin": new Uint8Array([1, 0, 2]),
      "large.txt": "x".repeat(5 * 1024 * 1024),
      "one line.txt": `${"y".repeat(100_000)}\nlast line\n`,
      "latin.txt": new Uint8Array([0x63, 0x61, 0x66, 0xe9]),
    });
    symlinkSync(join(server.data, "token"), join(root, "link.txt"));
    write(root, { ".env": "PASSWORD=x\n" });
    const page = await openProject("odd");
    const open = (name: RegExp) => files(page).getByRole("button", { name }).click();
    await open(/^odd\.bin/);
    await page.getByText("This file is not text").waitFor();
    await open(/^large\.txt/);
    await page.getByText("A file of 5.0 MiB is not shown").waitFor();
    await open(/^one line\.txt/);
    await page.getByText("last line", { exact: true }).waitFor();
    await open(/^latin\.txt/);
    await page.getByText("caf\ufffd", { exact: true }).waitFor();
    expect(
      await files(page)
        .getByRole("button", { name: /link|env/ })
        .count(),
    ).toBe(0);
    for (const path of ["link.txt", ".env", "../odd/odd.bin", "/etc/passwd"]) {
      await page.goto(`${server.url}${new URL(page.url()).pathname}?file=${encodeURIComponent(path)}`);
      await page.getByText("This could not be loaded").waitFor();
    }
    expect(await page.getByText(server.token).count()).toBe(0);
    await page.close();
  });

  test("everything of a project can be done by keyboard", async () => {
    makeProject("keys", { "a.py": "print('a')\n", "src/b.py": "print('b', flush=True)\n" });
    const page = await openProject("keys");
    const entry = files(page).getByRole("button", { name: "src", exact: true });
    await entry.focus();
    await page.keyboard.press("Enter");
    await files(page)
      .getByRole("button", { name: /^b\.py/ })
      .waitFor();
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.getByText("print('b', flush=True)").waitFor();
    const script = runBar(page).getByRole("combobox", { name: "Script" });
    await script.focus();
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.type("src/");
    await page.getByRole("option", { name: "src/b.py" }).waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    expect(await script.inputValue()).toBe("src/b.py");
    await page.keyboard.press("Tab");
    await page.keyboard.type("--by keys");
    await page.keyboard.press("Enter");
    await page.getByText("Launched", { exact: true }).waitFor();
    await page.getByRole("link", { name: "Show the run" }).focus();
    await page.keyboard.press("Enter");
    await page.getByText("src/b.py --by keys", { exact: true }).waitFor();
    await completed(page);

    const more = page.getByRole("button", { name: "More actions" });
    await more.focus();
    await page.keyboard.press("Enter");
    const repeat = page.getByRole("menuitem", { name: "Repeat…" });
    await repeat.waitFor();
    await more.and(page.locator(":not(:focus)")).waitFor();
    await page.keyboard.press("ArrowDown");
    await repeat.and(page.locator(":focus")).waitFor();
    await page.keyboard.press("Enter");
    const dialog = page.getByRole("dialog");
    await dialog.waitFor();
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "hidden" });
    await page.close();
  });

  test("a script that is not there is refused where it was asked for, and nothing is launched", async () => {
    const page = await openProject("iris");
    await runBar(page).getByRole("combobox", { name: "Script" }).fill("gone.py");
    await page.keyboard.press("Tab");
    await runBar(page).getByRole("button", { name: "Run", exact: true }).click();
    await runBar(page).getByText("It was not launched").waitFor();
    await runBar(page)
      .getByText(/script must be a file of the snapshot .* but is 'gone\.py'/)
      .waitFor();
    expect(await page.getByText("Launched", { exact: true }).count()).toBe(0);
    await inspect(page, "project-refused");
    await page.close();
  });

  test("a folder that is gone is told by the part that needs it, and read again when it is back", async () => {
    const root = makeProject("moved", { "train.py": "print(1)\n" });
    const page = await openProject("moved");
    await files(page)
      .getByRole("button", { name: /^train\.py/ })
      .waitFor();
    renameSync(root, `${root}-away`);
    await page.reload();
    await page.getByRole("heading", { level: 1, name: "moved", exact: true }).waitFor();
    await files(page)
      .getByText(/is gone or has become a link/)
      .waitFor();
    await inspect(page, "project-gone");
    renameSync(`${root}-away`, root);
    await files(page).getByRole("button", { name: "Try again" }).click();
    await files(page)
      .getByRole("button", { name: /^train\.py/ })
      .waitFor();
    await page.close();
  });

  test("an address of no project says so", async () => {
    for (const id of ["0190b0a0-0000-7000-8000-000000000000", "none", "%3Cimg%20src%3Dx%3E"]) {
      const page = await browser.page(`${server.url}/projects/${id}`);
      await page.getByText("No project of this id is registered").waitFor();
      await page.close();
    }
  });

  test("all projects are listed with their folder and experiment", async () => {
    const page = await browser.page(`${server.url}/projects`);
    const row = page.getByRole("row").filter({ has: page.getByRole("link", { name: "iris", exact: true }) });
    await row.getByText(folder, { exact: true }).waitFor();
    await inspect(page, "projects");
    await page.close();
  });

  test("without a sign-in a project shows nothing of the folder and says how to get in", async () => {
    const stranger = await Browser.start();
    try {
      for (const address of ["/projects", "/projects/none"]) {
        const page = await stranger.page(server.url + address);
        await page.getByText("The studio is not signed in").waitFor();
        await page.getByText("runlore studio", { exact: true }).waitFor();
        expect(await page.getByText(server.folder).count()).toBe(0);
        await page.close();
      }
      const page = await stranger.page(`${server.url}/`);
      await page.getByRole("button", { name: "Launch run" }).click();
      await page.getByRole("dialog").getByText("The studio is not signed in").waitFor();
      await inspect(page, "signed-out");
      expect(stranger.faults).toEqual([]);
    } finally {
      await stranger.close();
    }
  });
});

test("no page had an error of its scripts or its policy", () => {
  expect(browser.faults).toEqual([]);
});
