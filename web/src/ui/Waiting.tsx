// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { Skeleton } from "@mantine/core";
import { useEffect, useState } from "react";
import { texts } from "../messages";

const PATIENCE_MS = 200;

/** What is coming, shown only when it does not come at once. */
export function Waiting({ lines = 4 }: { lines?: number }) {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, []);
  if (!late) {
    return null;
  }
  return (
    <div role="status" aria-label={texts.panel.loading} style={{ display: "grid", gap: 10, padding: 12 }}>
      {Array.from({ length: lines }, (_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines are all alike
        <Skeleton key={line} height={14} width={`${90 - ((line * 17) % 40)}%`} />
      ))}
    </div>
  );
}
