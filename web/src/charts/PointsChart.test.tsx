// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { MantineProvider } from "@mantine/core";
import { fireEvent, render, screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { Highlight } from "../ui/highlight";
import { theme } from "../ui/theme";
import { PointsChart, type PointsChartProps } from "./PointsChart";
import { pointsModel, spotsOf } from "./pointsModel";
import { LINEAR, type Point } from "./types";

const look = { hue: 1, dash: 0 } as const;
const point = (id: number, x: number | string, y: number): Point => ({
  id: `r${id}`,
  label: `Run ${id}`,
  look,
  x,
  y,
});
const points = [point(3, 3, 0.7), point(1, 1, 0.5), point(2, 2, Number.NaN)];
const input = { title: "Accuracy", xKind: "run", xLabel: "run number", yLabel: "Accuracy" } as const;

function show(props: Partial<PointsChartProps> = {}) {
  render(
    <MantineProvider theme={theme}>
      <PointsChart {...input} points={points} {...props} />
    </MantineProvider>,
  );
}

const press = (...names: string[]) => {
  for (const key of names) {
    fireEvent.keyDown(screen.getByRole("application"), { key });
  }
};
const said = () => screen.getByRole("status").textContent;

test("the picture is named by a sentence", () => {
  show();
  expect(screen.getByRole("img").getAttribute("aria-label")).toBe(
    "Accuracy: 3 points over run number, run number 1 to 3, Accuracy 0.5 to 0.7",
  );
  expect(screen.getByText("1 point is NaN")).toBeDefined();
});

test("arrows go from point to point, hovered ids are told and Enter opens", () => {
  const highlight = new Highlight();
  const told: (string | undefined)[] = [];
  highlight.subscribe(() => told.push(highlight.get()));
  const onOpen = vi.fn();
  show({ highlight, onOpen });
  press("ArrowRight");
  expect(said()).toBe("Run 1, run number 1, Accuracy 0.5");
  press("ArrowRight");
  expect(said()).toBe("Run 2, run number 2, Accuracy NaN");
  press("End", "Enter");
  expect(told).toEqual(["r1", "r2", "r3"]);
  expect(onOpen).toHaveBeenCalledWith("r3");
  press("Escape");
  expect(told.at(-1)).toBeUndefined();
  expect(screen.queryByRole("status")).toBeNull();
});

test("further lines of a point are told too", () => {
  show({ points: [{ ...point(1, 1, 2), more: [{ label: "Duration", value: "4.73 s" }] }] });
  press("ArrowRight");
  expect(said()).toBe("Run 1, run number 1, Accuracy 2, Duration 4.73 s");
});

test("texts of x are categories in the order in which they come", () => {
  const model = pointsModel({
    ...input,
    xKind: "category",
    points: [point(1, "rbf", 1), point(2, "linear", 2), point(3, "rbf", 3)],
    logs: LINEAR,
    zoom: undefined,
  });
  expect(model.categories).toEqual(["rbf", "linear"]);
  expect([...model.x]).toEqual([0, 1, 0]);
  expect(model.view.full).toEqual({ from: -0.5, to: 1.5 });
  expect(model.order).toEqual([0, 2, 1]);
});

test("what a log scale has no place for is not drawn, NaN stands at the lower edge", () => {
  const model = pointsModel({
    ...input,
    points: [
      point(1, 1, -1),
      point(2, 2, Number.NaN),
      point(3, 3, 10),
      point(4, 4, Number.POSITIVE_INFINITY),
    ],
    logs: { x: false, y: true },
    zoom: undefined,
  });
  const spots = spotsOf(model, { x: (value) => value, y: (value) => value, height: 100 });
  expect([...spots.left]).toEqual([Number.NaN, 2, 3, 4]);
  expect([...spots.top]).toEqual([Number.NaN, 94, 10, 6]);
});

test("a zoomed picture has the range of what is in it", () => {
  const model = pointsModel({
    ...input,
    points: [point(1, 1, 0), point(2, 2, 100), point(3, 3, 110)],
    logs: LINEAR,
    zoom: { from: 1.5, to: 3 },
  });
  expect(model.y).toEqual({ from: 99, to: 111 });
  expect(model.order).toEqual([1, 2]);
});
