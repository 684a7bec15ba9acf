// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { renderHook } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { useLogs } from "./useLogs";

test("the same axes are the same object, so that a picture is not painted again", () => {
  const onChange = vi.fn();
  const { result, rerender } = renderHook(({ y }) => useLogs({ x: false, y }, onChange), {
    initialProps: { y: true },
  });
  const [before] = result.current;
  rerender({ y: true });
  expect(result.current[0]).toBe(before);
  rerender({ y: false });
  expect(result.current[0]).toEqual({ x: false, y: false });
});
