// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { Notifications } from "@mantine/notifications";
import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { expect, test } from "vitest";
import { aRun } from "../../testing/runs";
import { serve, show } from "../../testing/served";
import { RunBar } from "./RunBar";

const PROJECT = { id: "p1", root: "/home/me/iris", experiment: "iris", registered: "2026-05-04T12:00:00Z" };

/** With an address that follows what is typed a while later, as that of a page does. */
function Bar({ first }: { first: string }) {
  const [script, setScript] = useState(first);
  const follow = (path: string) => void setTimeout(() => setScript(path), 50);
  return (
    <>
      <RunBar project={PROJECT} script={script} onScript={follow} />
      <Notifications />
    </>
  );
}

function open() {
  let number = 0;
  const seen = serve({
    "GET /projects/p1/files": {
      body: {
        items: [
          { path: "src", folder: true },
          { path: "README.md", folder: false, size: 1 },
          { path: "train.py", folder: false, size: 1 },
        ],
      },
    },
    "POST /projects/p1/runs": () => ({
      status: 201,
      body: { run: aRun({ id: `iris_${++number}`, number }), job: {} },
    }),
  });
  show(<Bar first="train.py" />);
  return () => seen.filter(({ method }) => method === "POST").map(({ body }) => body);
}

test("a script is run with its arguments, and again before the first run has ended", async () => {
  const submitted = open();
  const user = userEvent.setup();
  await user.type(await screen.findByRole("textbox", { name: "Arguments" }), "0.5 'a b'");
  const run = screen.getByRole("button", { name: "Run" });
  await user.click(run);
  await user.click(run);

  await waitFor(() =>
    expect(submitted()).toEqual([
      { script: "train.py", arguments: ["0.5", "a b"] },
      { script: "train.py", arguments: ["0.5", "a b"] },
    ]),
  );
  const links = await screen.findAllByRole("link", { name: "Show the run" });
  expect(links.map((link) => link.getAttribute("href")).sort()).toEqual([
    "/runs/iris_1/overview",
    "/runs/iris_2/overview",
  ]);
});

test("a line with an open quote is not run but says so", async () => {
  const submitted = open();
  const user = userEvent.setup();
  await user.type(await screen.findByRole("textbox", { name: "Arguments" }), "'a b{Enter}");

  expect(await screen.findByText("The quote ' is not closed")).toBeTruthy();
  expect(screen.getByRole<HTMLButtonElement>("button", { name: "Run" }).disabled).toBe(true);
  expect(submitted()).toEqual([]);
});

test("the lines for a terminal are shown and nothing is sent", async () => {
  const submitted = open();
  const user = userEvent.setup();
  await user.type(await screen.findByRole("textbox", { name: "Arguments" }), "0.5");
  await user.click(screen.getByRole("button", { name: "Open command prompt" }));

  expect(await screen.findByText("cd /home/me/iris")).toBeTruthy();
  expect(screen.getByText("runlore submit train.py 0.5")).toBeTruthy();
  expect(submitted()).toEqual([]);
});

test("a folder that is chosen as the script is looked into", async () => {
  const seen = serve({
    "GET /projects/p1/files": { body: { items: [{ path: "src", folder: true }] } },
    "GET /projects/p1/files?path=src": { body: { items: [{ path: "src/a.py", folder: false, size: 1 }] } },
  });
  show(<Bar first="" />);
  const user = userEvent.setup();
  await user.click(await screen.findByRole("combobox", { name: "Script" }));
  await user.click(await screen.findByRole("option", { name: "src/" }));
  await user.click(await screen.findByRole("option", { name: "src/a.py" }));
  expect(screen.getByRole<HTMLInputElement>("combobox", { name: "Script" }).value).toBe("src/a.py");
  await waitFor(() => expect(screen.queryByRole("option", { name: "src/a.py" })).toBeNull());
  expect(seen.map(({ method }) => method)).not.toContain("POST");
});

test("what is typed runs at once, though the address of the page has yet to follow", async () => {
  const submitted = open();
  const user = userEvent.setup();
  const script = await screen.findByRole<HTMLInputElement>("combobox", { name: "Script" });
  await user.clear(script);
  await user.type(script, "other.py{Enter}");

  await waitFor(() => expect(submitted()).toEqual([{ script: "other.py", arguments: [] }]));
  expect(script.value).toBe("other.py");
});
