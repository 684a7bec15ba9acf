// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { MantineProvider } from "@mantine/core";
import { fireEvent, render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import { Highlight } from "../ui/highlight";
import { theme } from "../ui/theme";
import { LineChart, type LineChartProps } from "./LineChart";
import { seriesOf } from "./testing";

const one = seriesOf("r1", [0, 10, 20], [3, 2, 1]);
const two = { ...seriesOf("r2", [0, 10, 20, 30], [5, Number.NaN, 0, 7]), label: "Run 2" };

function show(props: Partial<LineChartProps> = {}) {
  const all: LineChartProps = { title: "loss", series: [one, two], xKind: "step", ...props };
  return render(
    <MantineProvider theme={theme} env="test">
      <LineChart {...all} />
    </MantineProvider>,
  );
}

const keys = () => screen.getByRole("application");
const press = (...names: string[]) => {
  for (const key of names) {
    fireEvent.keyDown(keys(), { key });
  }
};
const said = () => screen.getByRole("status").textContent;

test("the picture is named by a sentence, and says what is NaN", () => {
  show();
  expect(screen.getByRole("region", { name: "loss" })).toBeDefined();
  expect(screen.getByRole("img").getAttribute("aria-label")).toBe(
    "loss: line chart of 2 series over step, step 0 to 30, value 0 to 7",
  );
  expect(screen.getByText("1 point is NaN")).toBeDefined();
});

test("a log scale says how many points it has no place for", async () => {
  const onLogs = vi.fn();
  show({ logs: { x: false, y: true }, onLogs });
  expect(
    screen.getByText("1 point at or below 0 has no place on a log scale · 1 point is NaN"),
  ).toBeDefined();
  await userEvent.click(screen.getByRole("button", { name: "More for loss" }));
  await userEvent.click(
    await screen.findByRole("menuitemcheckbox", { name: "Log scale of y", hidden: true }),
  );
  expect(onLogs).toHaveBeenCalledWith({ x: false, y: false });
});

test("the values can be read as a table", async () => {
  show();
  const toggle = screen.getByRole("button", { name: "View as table" });
  await userEvent.click(toggle);
  expect(toggle.getAttribute("aria-pressed")).toBe("true");
  const rows = within(screen.getByRole("table")).getAllByRole("row");
  expect(rows.map((row) => row.textContent)).toEqual([
    "seriesstepfirstlastminmaxmeanpoints",
    "r10333331",
    "r110222221",
    "r120111111",
    "Run 20555551",
    "Run 210NaNNaNNaNNaNNaN1",
    "Run 220000001",
    "Run 230777771",
  ]);
  await userEvent.click(toggle);
  expect(screen.getByRole("img")).toBeDefined();
});

test("arrows go from bucket to bucket and from line to line, and Enter opens", () => {
  const onOpen = vi.fn();
  show({ onOpen });
  press("ArrowRight");
  expect(said()).toBe("step 0, r1 3, Run 2 5");
  press("ArrowRight");
  expect(said()).toBe("step 10, r1 2, Run 2 NaN 1 point is NaN");
  press("ArrowDown", "End");
  expect(said()).toBe("step 30, Run 2 7");
  press("Enter");
  expect(onOpen).toHaveBeenCalledWith("r2");
});

test("plus zooms in around the crosshair and Escape resets", () => {
  show();
  press("ArrowRight", "+");
  expect(screen.getByRole("img").getAttribute("aria-label")).toContain("step 0 to 15");
  expect(screen.getByRole("button", { name: "Reset zoom" })).toBeDefined();
  press("Escape");
  expect(screen.getByRole("img").getAttribute("aria-label")).toContain("step 0 to 30");
  expect(screen.queryByRole("button", { name: "Reset zoom" })).toBeNull();
});

test("an owner that listens keeps the zoom itself", () => {
  const onZoom = vi.fn();
  show({ onZoom });
  press("End", "+");
  expect(onZoom).toHaveBeenCalledWith({ from: 10, to: expect.closeTo(25, 9) });
  expect(screen.getByRole("img").getAttribute("aria-label")).toContain("step 0 to 30");
});

test("a smoothed line says the raw value and the ends of the bucket too", () => {
  const series = {
    ...seriesOf("r1", [0, 1, 2], [1, 2, 4]),
    min: Float64Array.of(1, 1.5, 3),
    count: Float64Array.of(1, 9, 9),
  };
  show({ series: [series], smoothing: 0.5 });
  press("End");
  expect(said()).toBe("step 2, r1 3 raw 4 · 3 to 4");
});

test("at most six lines are told, and how many more there are", () => {
  show({
    series: Array.from({ length: 11 }, (_, i) => seriesOf(`r${i}`, [0, 1], [i, i])),
    order: "descending",
  });
  press("ArrowRight");
  expect(said()).toBe("step 0, r10 10, r9 9, r8 8, r7 7, r6 6, r5 5, and 5 more");
});

test("hovering the legend tells which line it is", async () => {
  const highlight = new Highlight();
  show({ highlight });
  await userEvent.hover(screen.getByRole("button", { name: "Run 2 7" }));
  expect(highlight.get()).toBe("r2");
  await userEvent.unhover(screen.getByRole("button", { name: "Run 2 7" }));
  expect(highlight.get()).toBeUndefined();
});

test("a chart beside a list that names its lines has no legend", () => {
  show({ hasLegend: false });
  expect(screen.queryByRole("list", { name: "Lines" })).toBeNull();
  expect(screen.getByRole("img")).toBeDefined();
});

test("without values it says what would be here", () => {
  show({ series: [], empty: "No metric was logged yet" });
  expect(screen.getByText("No metric was logged yet")).toBeDefined();
  expect(screen.queryByRole("img")).toBeNull();
  expect(screen.queryByRole("button", { name: "View as table" })).toBeNull();
});
