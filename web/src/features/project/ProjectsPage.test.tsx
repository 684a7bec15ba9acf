// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { serve, show } from "../../testing/served";
import { ProjectsPage } from "./ProjectsPage";

const ASK = "GET /projects?limit=1000";

test("projects are listed by the names of their folders", async () => {
  serve({
    [ASK]: {
      body: {
        items: [
          { id: "p1", root: "/home/me/my iris", experiment: "iris", registered: "2026-05-04T12:00:00Z" },
        ],
      },
    },
  });
  show(<ProjectsPage />);

  const link = await screen.findByRole("link", { name: "my iris" });
  expect(link.getAttribute("href")).toBe("/projects/p1");
  expect(screen.getByText("/home/me/my iris")).toBeTruthy();
});

test("without one there is the command that makes one", async () => {
  serve({ [ASK]: { body: { items: [] } } });
  show(<ProjectsPage />);

  expect(await screen.findByText("runlore init")).toBeTruthy();
});

test.each([401, 403])("an answer %d is no fault but says how to sign in", async (status) => {
  serve({ [ASK]: { status, body: { detail: "a token is needed" } } });
  show(<ProjectsPage />);

  expect(await screen.findByText("runlore studio")).toBeTruthy();
  expect(screen.queryByRole("alert")).toBeNull();
});
