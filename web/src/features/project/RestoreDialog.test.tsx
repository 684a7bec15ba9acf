// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import { aRun } from "../../testing/runs";
import { serve, show } from "../../testing/served";
import { RestoreDialog } from "./RestoreDialog";

const RUN = aRun({ snapshot: "0".repeat(40) });
const PROJECTS = {
  body: {
    items: [
      { id: "p1", root: "/home/me/other", experiment: "other", registered: "2026-05-04T12:00:00Z" },
      { id: "p2", root: "/home/me/iris", experiment: "iris", registered: "2026-05-04T12:00:00Z" },
    ],
  },
};
const PLAN = { added: ["new.csv"], overwritten: ["train.py"], deleted: ["<b>mine</b>.py"], kept: [".env"] };

function open(plan: object, done: object = { ...plan, backup: "/data/backups/iris.zip" }) {
  const onClose = vi.fn();
  const seen = serve({
    "GET /projects?limit=1000": PROJECTS,
    "POST /projects/p2/restore": (body) => ({
      body: (body as { dryRun: boolean }).dryRun ? plan : done,
    }),
  });
  show(<RestoreDialog run={RUN} opened onClose={onClose} />);
  return { seen, onClose, changes: () => seen.filter(({ method }) => method !== "GET") };
}

test("what would be lost is shown, and only the number of the run lets files be deleted", async () => {
  const { changes } = open(PLAN);
  const user = userEvent.setup();

  expect(await screen.findByText("1 deleted")).toBeTruthy();
  expect(screen.getByText("<b>mine</b>.py")).toBeTruthy();
  expect(screen.getByText("1 overwritten")).toBeTruthy();
  expect(screen.getByText("1 added")).toBeTruthy();
  expect(changes()).toEqual([
    { method: "POST", path: "/projects/p2/restore", body: { run: RUN.id, dryRun: true } },
  ]);
  const restore = screen.getByRole<HTMLButtonElement>("button", { name: "Restore" });
  expect(restore.disabled).toBe(true);
  await user.type(screen.getByRole("textbox", { name: /Type 7/ }), "8{Enter}");
  expect(changes()).toHaveLength(1);
  await user.type(screen.getByRole("textbox", { name: /Type 7/ }), "{Backspace}7");
  await user.click(restore);

  expect(await screen.findByText("/data/backups/iris.zip")).toBeTruthy();
  expect(changes().slice(1)).toEqual([
    { method: "POST", path: "/projects/p2/restore", body: { run: RUN.id, dryRun: false } },
  ]);
});

test("a cancel leaves the files as they are", async () => {
  const { changes, onClose } = open(PLAN);

  await userEvent.click(await screen.findByRole("button", { name: "Cancel" }));

  expect(onClose).toHaveBeenCalledOnce();
  expect(changes().map(({ body }) => body)).toEqual([{ run: RUN.id, dryRun: true }]);
});

test("where nothing is deleted one click confirms", async () => {
  const { changes } = open({ ...PLAN, deleted: [] });

  await userEvent.click(await screen.findByRole("button", { name: "Restore" }));

  await screen.findByText("The project is restored");
  expect(changes().map(({ body }) => body)).toEqual([
    { run: RUN.id, dryRun: true },
    { run: RUN.id, dryRun: false },
  ]);
});

test("a folder that is as it was is left alone", async () => {
  open({ added: [], overwritten: [], deleted: [], kept: [] });

  expect(await screen.findByText(/already as it was/)).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Restore" })).toBeNull();
});

test("without a project there is the line for a terminal", async () => {
  const seen = serve({ "GET /projects?limit=1000": { body: { items: [] } } });
  show(<RestoreDialog run={RUN} opened onClose={vi.fn()} />);

  expect(await screen.findByText("No project is registered on this server")).toBeTruthy();
  expect(screen.getByText(`runlore restore ${RUN.id} --to FOLDER`)).toBeTruthy();
  expect(seen).toHaveLength(1);
});

test("who is not signed in is told how to be", async () => {
  serve({ "GET /projects?limit=1000": { status: 401, body: { detail: "a token is needed" } } });
  show(<RestoreDialog run={RUN} opened onClose={vi.fn()} />);

  expect(await screen.findByText("runlore studio")).toBeTruthy();
});
