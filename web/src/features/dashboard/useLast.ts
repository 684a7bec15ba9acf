// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { useState } from "react";

/** The value, and while there is none the last one there was. */
export function useLast<T>(value: T | undefined): T | undefined {
  const [last, setLast] = useState(value);
  if (value !== undefined && value !== last) {
    setLast(value);
  }
  return value ?? last;
}
