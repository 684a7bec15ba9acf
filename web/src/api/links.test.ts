// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { expect, test } from "vitest";
import { artifactLink, snapshotFileLink } from "./links";

test("names stay inside their part of the address", () => {
  expect(artifactLink("r", "a b/<img src=x>&path=c#d.txt")).toBe(
    "/api/v1/runs/r/artifacts?path=a+b%2F%3Cimg+src%3Dx%3E%26path%3Dc%23d.txt",
  );
  expect(artifactLink("../x", "javascript:alert(1)")).toBe(
    "/api/v1/runs/..%2Fx/artifacts?path=javascript%3Aalert%281%29",
  );
  expect(snapshotFileLink("abc", "../../etc/passwd")).toBe(
    "/api/v1/snapshots/abc/files?path=..%2F..%2Fetc%2Fpasswd",
  );
});
