// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** The project's own folder. */
export const ROOT = resolve(import.meta.dirname, "../..");
const LAUNCHER = join(ROOT, "runlore");
const TESTS_PYTHON = join(ROOT, ".venv", "bin");
/** Whether the tests' own Python is there, which can fit and draw. */
export const CAN_DRAW = existsSync(TESTS_PYTHON);
const PATIENCE_MS = 60_000;

/** A server of the packaged product on a port and a folder of its own; `close` ends it and takes the folder away. */
export class Server {
  readonly folder = mkdtempSync(join(tmpdir(), "runlore-studio-"));
  readonly data = join(this.folder, "data");
  url = "";
  private process: ChildProcess | undefined;

  static async start(...flags: string[]): Promise<Server> {
    const server = new Server();
    await server.open(...flags);
    return server;
  }

  /** All that it wrote to its terminal, over every start. */
  get log(): string {
    return readFileSync(this.logFile, "utf8");
  }

  private get logFile(): string {
    return join(this.folder, "server.log");
  }

  /** A link that opens the studio signed in, as its user gets one. */
  link(): string {
    return this.cli("studio").trim();
  }

  /** Starts it, again after a stop; on the same port with `--port`. */
  async open(...flags: string[]): Promise<void> {
    mkdirSync(join(this.folder, "home"), { recursive: true });
    const port = flags.includes("--port") ? [] : ["--port", "0"];
    const log = openSync(this.logFile, "a");
    const child = spawn(LAUNCHER, ["server", ...port, ...flags], {
      env: this.env(),
      stdio: ["ignore", log, log],
    });
    closeSync(log);
    this.process = child;
    const end = Date.now() + PATIENCE_MS;
    while (Date.now() < end && child.exitCode === null) {
      this.url = this.facts(child.pid);
      if (this.url !== "" && (await answers(this.url))) {
        return;
      }
      await sleep(50);
    }
    child.kill("SIGTERM");
    throw new Error(`the server did not start; its exit code is ${child.exitCode}`);
  }

  get port(): string {
    return new URL(this.url).port;
  }

  get token(): string {
    return readFileSync(join(this.data, "token"), "utf8").trim();
  }

  env(more: Record<string, string> = {}): Record<string, string> {
    const { PATH = "", JAVA_HOME } = process.env;
    return {
      // with the tests' Python first, when there is one
      PATH: CAN_DRAW ? TESTS_PYTHON + delimiter + PATH : PATH,
      ...(JAVA_HOME === undefined ? {} : { JAVA_HOME }),
      HOME: join(this.folder, "home"),
      RUNLORE_HOME: this.data,
      RUNLORE_PORT: "0",
      LANG: "C.UTF-8",
      PYTHONPATH: ["runlore", "azureml"].map((name) => join(ROOT, "python", name, "src")).join(":"),
      PYTHONDONTWRITEBYTECODE: "1",
      ...more,
    };
  }

  /** Runs the command line to its end and answers what it printed. */
  cli(...words: string[]): string {
    return this.cliIn(this.folder, ...words);
  }

  /** The same from a folder, such as a project's. */
  cliIn(folder: string, ...words: string[]): string {
    const { status, stdout, stderr } = spawnSync(LAUNCHER, words, {
      env: this.env(),
      encoding: "utf8",
      cwd: folder,
    });
    if (status !== 0) {
      throw new Error(`runlore ${words.join(" ")} ended with ${status}: ${stderr}`);
    }
    return stdout;
  }

  /** Asks it to end, and waits. */
  async stop(): Promise<void> {
    const child = this.process;
    if (child === undefined || child.exitCode !== null) {
      return;
    }
    const ended = new Promise<void>((done) => child.once("exit", () => done()));
    child.kill("SIGTERM");
    await ended;
  }

  async close(): Promise<void> {
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private facts(pid: number | undefined): string {
    const file = join(this.data, "server.json");
    if (!existsSync(file)) {
      return "";
    }
    try {
      const facts = JSON.parse(readFileSync(file, "utf8")) as { pid: number; url: string };
      return facts.pid === pid ? facts.url : "";
    } catch {
      return ""; // it is being written
    }
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/health`)).ok;
  } catch {
    return false;
  }
}
