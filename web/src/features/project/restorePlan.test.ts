// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { expect, test } from "vitest";
import type { Project } from "../../api/schema";
import { isConfirmed, isSame, projectOf } from "./restorePlan";

const NOTHING = { added: [], overwritten: [], deleted: [], kept: [] };

test("what is kept because of its name alone changes nothing", () => {
  expect(isSame({ ...NOTHING, kept: [".env"] })).toBe(true);
  expect(isSame({ ...NOTHING, added: ["a.py"] })).toBe(false);
});

test("the run's number must be typed only where files would be deleted", () => {
  expect(isConfirmed({ ...NOTHING, overwritten: ["a.py"] }, "", 7)).toBe(true);
  const deleting = { ...NOTHING, deleted: ["a.py"] };
  expect(isConfirmed(deleting, "", 7)).toBe(false);
  expect(isConfirmed(deleting, "77", 7)).toBe(false);
  expect(isConfirmed(deleting, " 7 ", 7)).toBe(true);
});

test("the project of the run's experiment is proposed", () => {
  const projects = ["other", "iris"].map(
    (experiment): Project => ({ id: experiment, root: "/r", experiment, registered: "" }),
  );
  expect(projectOf(projects, "iris")?.id).toBe("iris");
  expect(projectOf(projects, "unknown")?.id).toBe("other");
  expect(projectOf([], "iris")).toBeUndefined();
});
