// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { MantineProvider } from "@mantine/core";
import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import { theme } from "../ui/theme";
import { BarChart } from "./BarChart";
import { ChartTable } from "./ChartTable";
import { Histogram } from "./Histogram";

const bars = [
  { id: "a", label: "petal length", value: 0.412 },
  { id: "b", label: "<script>", value: -0.1 },
  { id: "c", label: "none", value: Number.NaN },
];

test("bars have their names and values, and a sentence", () => {
  render(<BarChart title="Importance" of="feature" bars={bars} />, { wrapper: MantineProvider });
  const picture = screen.getByRole("img", { name: "Importance: bar chart of 3 values, value −0.1 to 0.412" });
  const texts = [...picture.querySelectorAll("text")].map((text) => text.lastChild?.textContent);
  expect(texts).toEqual(expect.arrayContaining(["petal length", "<script>", "0.412", "−0.1", "NaN", "0"]));
});

test("bars can be saved as CSV, formulas made harmless", async () => {
  const blobs: Blob[] = [];
  vi.spyOn(URL, "createObjectURL").mockImplementation((blob) => {
    blobs.push(blob as Blob);
    return "blob:x";
  });
  vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(() => {});
  const risky = [{ id: "a", label: "=cmd", value: -1 }];
  render(
    <MantineProvider theme={theme} env="test">
      <BarChart title="Importance" of="feature" bars={risky} />
    </MantineProvider>,
  );
  await userEvent.click(screen.getByRole("button", { name: "More for Importance" }));
  await userEvent.click(await screen.findByRole("menuitem", { name: "Download as CSV", hidden: true }));
  expect(await blobs[0]?.text()).toBe("feature,value\r\n'=cmd,-1\r\n");
});

test("a histogram has a bar a bin that says its borders and count, and a table", async () => {
  render(<Histogram title="weights" bins={{ edges: [0, 1, 2], counts: [3, 1200] }} />, {
    wrapper: MantineProvider,
  });
  const picture = screen.getByRole("img", {
    name: "weights: histogram of 1,203 values in 2 bins, value 0 to 2",
  });
  expect([...picture.querySelectorAll("rect title")].map((title) => title.textContent)).toEqual([
    "0 to 1: 3",
    "1 to 2: 1,200",
  ]);
  await userEvent.click(screen.getByRole("button", { name: "View as table" }));
  const rows = within(screen.getByRole("table")).getAllByRole("row");
  expect(rows.map((row) => row.textContent)).toEqual(["fromtocount", "013", "121200"]);
});

test("a table has a thousand rows and says how many more there are", () => {
  render(<ChartTable title="loss" rows={{ columns: ["step"], length: 1_500, row: (index) => [index] }} />);
  const rows = screen.getByRole("table").querySelectorAll("tr");
  expect([rows.length, rows[1_000]?.textContent]).toEqual([1_001, "999"]);
  expect(screen.getByText("500 more in the CSV")).toBeDefined();
});
