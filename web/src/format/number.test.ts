// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { describe, expect, test } from "vitest";
import { byteSize, delta, deltaPercent, shortNumber, wholeNumber } from "./number";

describe("numbers", () => {
  test.each([
    [0, "0"],
    [-0, "0"],
    [5, "5"],
    [123_456, "123456"],
    [1_000_000, "1e+6"],
    [0.6792452830188679, "0.6792"],
    [-0.5, "−0.5"],
    [99.995, "100"],
    [999_999.96, "1e+6"],
    [0.0001, "0.0001"],
    [0.00009, "9e−5"],
    [-1.5e-10, "−1.5e−10"],
    [6.02214076e23, "6.022e+23"],
    [Number.NaN, "NaN"],
    [Number.POSITIVE_INFINITY, "Inf"],
    [Number.NEGATIVE_INFINITY, "−Inf"],
  ])("%d is shown as %s", (value, shown) => {
    expect(shortNumber(value)).toBe(shown);
  });

  test("all digits read back as the same number", () => {
    for (const value of [0.1 + 0.2, 5e-324, 1.7976931348623157e308, 2 ** 53]) {
      expect(Number(wholeNumber(value))).toBe(value);
    }
  });

  test("a difference has its sign", () => {
    expect(delta(0.25)).toBe("+0.25");
    expect(delta(-0.25)).toBe("−0.25");
    expect(deltaPercent(-0.069)).toBe("−6.9 %");
    expect(deltaPercent(0.028)).toBe("+2.8 %");
  });

  test("bytes are in binary units", () => {
    expect([0, 1023, 1024, 1_500_000, 5 * 1024 ** 4].map(byteSize)).toEqual([
      "0 B",
      "1023 B",
      "1.0 KiB",
      "1.4 MiB",
      "5.0 TiB",
    ]);
  });
});
