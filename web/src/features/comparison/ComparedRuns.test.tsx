// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { serve, show } from "../../testing/served";
import { ComparedRuns } from "./ComparedRuns";

const ids = Array.from({ length: 14 }, (_, at) => `run-${at}`);
const named = () => screen.getAllByRole("link").map((link) => link.textContent);

test("many runs are named once somebody wants to see them", async () => {
  serve({});
  show(<ComparedRuns ids={ids} runs={[]} onChange={() => {}} />);
  expect(await screen.findByText("run-11")).toBeDefined();
  expect(named()).toEqual(ids.slice(0, 12));
  await userEvent.click(screen.getByRole("button", { name: "2 more runs" }));
  expect(named()).toEqual(ids);
  expect(screen.queryByRole("button", { name: /more runs/ })).toBeNull();
});
