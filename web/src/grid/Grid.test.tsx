// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { act, fireEvent, render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { beforeEach, expect, test, vi } from "vitest";
import { layOut } from "../testing/layout";
import { Highlight } from "../ui/highlight";
import type { GridColumn } from "./columns";
import { Grid, type GridProps } from "./Grid";

const COLUMNS: readonly GridColumn[] = [
  { id: "run", label: "Run", width: 200, align: "start", sortable: true },
  { id: "status", label: "Status", width: 120, align: "start", sortable: true },
  ...Array.from({ length: 40 }, (_, index) => ({
    id: `m${index}`,
    label: `metric ${index}`,
    group: "Metrics",
    width: 100,
    align: "end" as const,
    sortable: true,
  })),
];

const rowId = (row: number): string => `r${row}`;
const cell = (row: number, column: string): string => `${column} of ${row}`;

function Example(props: Partial<GridProps>) {
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  return (
    <>
      <output>{[...selected].join(" ")}</output>
      <Grid
        label="Runs"
        columns={COLUMNS}
        rows={100_000}
        total={100_000}
        rowId={rowId}
        cell={cell}
        selected={selected}
        selectLabel={(row) => `Select ${row}`}
        selectAllLabel="Select all"
        onSelect={setSelected}
        onSort={() => undefined}
        onResize={() => undefined}
        onOpen={() => undefined}
        {...props}
      />
    </>
  );
}

beforeEach(() => layOut(900, 600));

const box = (row: number): HTMLElement => screen.getByRole("checkbox", { name: `Select ${row}` });
const selected = (): string => screen.getByRole("status").textContent ?? "";

test("of 100,000 rows and 42 columns only a window is mounted", () => {
  render(<Example />);
  const grid = screen.getByRole("grid", { name: "Runs" });
  expect(grid.getAttribute("aria-rowcount")).toBe("100001");
  expect(grid.getAttribute("aria-colcount")).toBe("43");
  const rows = within(grid).getAllByRole("row");
  expect(rows.length).toBeGreaterThan(15);
  expect(rows.length).toBeLessThan(40);
  expect(within(rows[1]!).getAllByRole("gridcell").length).toBeLessThan(14);
  expect(rows[1]!.getAttribute("aria-rowindex")).toBe("2");
  expect(screen.getByText("run of 3")).toBeDefined();
  expect(screen.queryByText("run of 500")).toBeNull();
});

test("a click selects a row, and one with shift all between", async () => {
  render(<Example />);
  await userEvent.click(box(2));
  fireEvent.click(box(5), { shiftKey: true });
  expect(selected()).toBe("r2 r3 r4 r5");
  await userEvent.click(box(3));
  expect(selected()).toBe("r2 r4 r5");
  expect(screen.getAllByRole("row", { selected: true })).toHaveLength(3);
});

test("all that is loaded is selected and unselected at the head", async () => {
  render(<Example rows={4} rowId={(row) => (row < 3 ? `r${row}` : undefined)} />);
  await userEvent.click(screen.getByRole("checkbox", { name: "Select all" }));
  expect(selected()).toBe("r0 r1 r2");
  await userEvent.click(screen.getByRole("checkbox", { name: "Select all" }));
  expect(selected()).toBe("");
});

test("keys move the one focus, select and open", async () => {
  const opened = vi.fn();
  render(<Example onOpen={opened} />);
  const grid = screen.getByRole("grid");
  expect(grid.querySelectorAll('[tabindex="0"]')).toHaveLength(1);
  await userEvent.tab();
  expect(document.activeElement?.textContent).toBe("run of 0");
  await userEvent.keyboard("{ArrowDown}j{ArrowRight}");
  expect(document.activeElement?.textContent).toBe("status of 2");
  await userEvent.keyboard("k x{Enter}");
  expect(selected()).toBe("");
  await userEvent.keyboard("x{Enter}");
  expect(selected()).toBe("r1");
  expect(opened.mock.calls).toEqual([[1], [1]]);
  await userEvent.keyboard("{ArrowUp}{ArrowUp}");
  expect(document.activeElement?.getAttribute("role")).toBe("columnheader");
  expect(grid.querySelectorAll('[tabindex="0"]')).toHaveLength(1);
});

test("a head sorts by click and by Enter, and says how the rows are ordered", async () => {
  const sorted = vi.fn();
  render(<Example onSort={sorted} order={{ column: "status", direction: "desc" }} />);
  const head = screen.getByRole("columnheader", { name: "Status" });
  expect(head.getAttribute("aria-sort")).toBe("descending");
  expect(screen.getByRole("columnheader", { name: "Run" }).getAttribute("aria-sort")).toBe("none");
  await userEvent.click(head);
  head.focus();
  await userEvent.keyboard("{Enter}");
  expect(sorted.mock.calls).toEqual([["status"], ["status"]]);
});

test("alt with an arrow changes a column's width", async () => {
  const resized = vi.fn();
  render(<Example onResize={resized} />);
  screen.getByRole("columnheader", { name: "Status" }).focus();
  await userEvent.keyboard("{Alt>}{ArrowRight}{ArrowLeft}{/Alt}");
  expect(resized.mock.calls).toEqual([
    ["status", 136],
    ["status", 104],
  ]);
});

test("the row under the pointer is told, and the highlighted one is marked", async () => {
  const hovered = vi.fn();
  const highlight = new Highlight();
  highlight.set("r2");
  render(<Example onHover={hovered} highlight={highlight} />);
  await userEvent.hover(screen.getByText("status of 3"));
  expect(hovered).toHaveBeenLastCalledWith(3);
  act(() => highlight.set("r4"));
  const marked = screen.getAllByRole("row").filter((row) => row.hasAttribute("data-highlighted"));
  expect(marked.map((row) => row.getAttribute("aria-rowindex"))).toEqual(["6"]);
});

test("rows in sight are told, so that they can be loaded; one that is not is busy", () => {
  const sight = vi.fn();
  render(<Example onSight={sight} rowId={(row) => (row === 1 ? undefined : `r${row}`)} />);
  const [first, last] = sight.mock.lastCall as [number, number];
  expect(first).toBe(0);
  expect(last).toBeGreaterThan(15);
  const busy = screen.getAllByRole("row").filter((row) => row.getAttribute("aria-busy") === "true");
  expect(busy.map((row) => row.getAttribute("aria-rowindex"))).toEqual(["3"]);
});
