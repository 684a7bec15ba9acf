// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { expect, test } from "vitest";
import { ago, duration, stamp } from "./time";

test.each([
  [0.0204, "20 ms"],
  [4.889, "4.89 s"],
  [59.999, "1 min"],
  [222, "3 min 42 s"],
  [3_600, "1 h"],
  [7_500, "2 h 5 min"],
  [86_399.6, "1 d"],
  [273_600, "3 d 4 h"],
])("%d seconds are %s", (seconds, shown) => {
  expect(duration(seconds)).toBe(shown);
});

test("what is a day old has its date", () => {
  const now = Date.parse("2026-05-04T12:00:00Z");
  expect(ago("2026-05-04T11:59:55Z", now)).toBe("just now");
  expect(ago("2026-05-04T11:59:15Z", now)).toBe("45 s ago");
  expect(ago("2026-05-04T11:18:00Z", now)).toBe("42 min ago");
  expect(ago("2026-05-03T12:00:01Z", now)).toBe("23 h ago");
  expect(ago("2026-05-03T12:00:00Z", now, "en")).toBe(stamp("2026-05-03T12:00:00Z", "en"));
  expect(ago("2026-05-04T12:00:59Z", now)).toBe("just now");
  expect(ago("2026-05-04T12:01:00Z", now, "en")).toContain("2026");
});
