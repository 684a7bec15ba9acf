// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { expect, test } from "vitest";
import { lossOf } from "./loss";

test("what never came and what writers dropped is missing", () => {
  const writer = { id: "w", nextRecord: 10, gaps: [], dropped: 0 };
  expect(lossOf([])).toEqual({ sent: 0, stored: 0 });
  expect(lossOf([writer])).toEqual({ sent: 10, stored: 10 });
  expect(
    lossOf([
      writer,
      {
        ...writer,
        gaps: [
          [2, 4],
          [7, 8],
        ],
        dropped: 5,
      },
    ]),
  ).toEqual({ sent: 25, stored: 17 });
});
