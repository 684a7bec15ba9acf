// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { useMemo, useRef } from "react";
import { texts } from "../../../messages";
import { Copy } from "../../../ui/Copy";
import { Lines } from "../../../ui/text/Lines";
import panes from "../Panes.module.css";
import type { TabProps } from "../tabs";

/** The run as the API tells it. */
export function RawTab({ run }: TabProps) {
  const frame = useRef<HTMLDivElement>(null);
  const text = useMemo(() => JSON.stringify(run, null, 2), [run]);
  const lines = useMemo(() => text.split("\n"), [text]);
  return (
    <div className={panes.main} style={{ height: "max(420px, calc(100vh - 236px))" }}>
      <header className={panes.head}>
        <h2>{`/api/v1/runs/${run.id}`}</h2>
        <Copy text={text} what="JSON" />
      </header>
      <Lines
        count={lines.length}
        keyOf={(line) => line}
        label={texts.run.tabs.raw}
        frame={frame}
        wrap
        line={(line) => <span style={{ padding: "0 12px" }}>{lines[line]}</span>}
      />
    </div>
  );
}
