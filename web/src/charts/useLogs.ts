// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { useMemo } from "react";
import { LINEAR, type Logs } from "./types";
import { useOwned } from "./useOwned";

/** Which axes are logarithmic; the same object as long as they are, since a picture is painted again for another one. */
export function useLogs(
  given: Logs | undefined,
  onChange: ((logs: Logs) => void) | undefined,
): readonly [Logs, (logs: Logs) => void] {
  const [{ x, y }, set] = useOwned(given ?? LINEAR, onChange);
  return [useMemo(() => ({ x, y }), [x, y]), set];
}
