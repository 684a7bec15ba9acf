// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { useState } from "react";

/** A value that the owner of the chart keeps where it listens, and the chart itself where nobody does. */
export function useOwned<T>(
  given: T,
  onChange: ((value: T) => void) | undefined,
): readonly [T, (value: T) => void] {
  const [own, setOwn] = useState(given);
  return onChange === undefined ? [own, setOwn] : [given, onChange];
}
