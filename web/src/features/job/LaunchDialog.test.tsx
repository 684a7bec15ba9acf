// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import type { Run } from "../../api/schema";
import { aRun } from "../../testing/runs";
import { serve, show } from "../../testing/served";
import { LaunchDialog } from "./LaunchDialog";

function open(run: Run, answer: { status: number; body: unknown } = { status: 201, body: { run, job: {} } }) {
  const onClose = vi.fn();
  const seen = serve({ [`POST /runs/${run.id}/repeat`]: answer });
  show(<LaunchDialog run={run} opened onClose={onClose} />);
  return { onClose, bodies: () => seen.map(({ body }) => body) };
}

const field = () => screen.findByRole<HTMLInputElement>("textbox", { name: "Arguments" });

test("arguments left as they are shown are not sent, so that hidden ones are passed again", async () => {
  const { bodies, onClose } = open(aRun({ arguments: ["--lr", "0.1", "--token", "***"] }));

  expect((await field()).value).toBe("--lr 0.1 --token '***'");
  expect(screen.getByText(/kept by the server/)).toBeTruthy();
  await userEvent.click(screen.getByRole("button", { name: "Launch" }));

  await waitFor(() => expect(onClose).toHaveBeenCalledOnce());
  expect(bodies()).toEqual([{}]);
});

test("changed arguments are sent whole, with a warning where *** is among them", async () => {
  const { bodies } = open(aRun({ arguments: ["--lr", "0.1", "--token", "***"] }));
  const user = userEvent.setup();
  await user.type(await field(), " --more");

  expect(await screen.findByText(/passed to the script as it stands/)).toBeTruthy();
  await user.clear(await field());
  await user.type(await field(), "0.5 'a b'");
  expect(screen.queryByText(/passed to the script as it stands/)).toBeNull();
  await user.type(screen.getByRole("textbox", { name: "Name" }), "second try");
  await user.type(screen.getByRole("combobox", { name: "Tags" }), "team=vision{Enter}baseline{Enter}");
  await user.click(screen.getByRole("button", { name: "Launch" }));

  await waitFor(() =>
    expect(bodies()).toEqual([
      { arguments: ["0.5", "a b"], name: "second try", tags: { team: "vision", baseline: null } },
    ]),
  );
});

test("what the server refuses stays in the dialog with its reason", async () => {
  const { onClose } = open(aRun(), { status: 409, body: { detail: "run 'x' must have been submitted" } });

  await userEvent.click(await screen.findByRole("button", { name: "Launch" }));

  expect(await screen.findByText("run 'x' must have been submitted")).toBeTruthy();
  expect(onClose).not.toHaveBeenCalled();
});
