// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { Button, Checkbox, Popover } from "@mantine/core";
import { useState } from "react";
import type { Metric } from "../../../api/schema";
import { texts } from "../../../messages";
import { Card } from "../../../ui/Card";
import classes from "./MetricsTab.module.css";
import { RowGrid } from "./RowGrid";

interface TableCardProps {
  readonly run: string;
  readonly metric: Metric;
  readonly large: boolean;
}

/** Rows of values as a table of the columns that are picked; lists of texts have one column and their steps. */
export function TableCard({ run, metric, large }: TableCardProps) {
  const all = metric.columns.map(({ name }) => name);
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const count = Math.max(0, ...metric.columns.map((column) => column.count));
  const toggle = (name: string): void =>
    setHidden(
      hidden.has(name) ? new Set([...hidden].filter((each) => each !== name)) : new Set([...hidden, name]),
    );
  return (
    <Card
      title={metric.name}
      note={texts.metrics.rows(count)}
      actions={
        all.length > 1 && (
          <Popover position="bottom-end" transitionProps={{ duration: 0 }}>
            <Popover.Target>
              <Button size="xs">{texts.metrics.columns(all.length - hidden.size, all.length)}</Button>
            </Popover.Target>
            <Popover.Dropdown mah={320} style={{ overflow: "auto", maxWidth: 320 }}>
              {all.slice(0, MOST).map((name) => (
                <Checkbox
                  key={name}
                  size="xs"
                  my={6}
                  label={<bdi>{name}</bdi>}
                  checked={!hidden.has(name)}
                  onChange={() => toggle(name)}
                />
              ))}
            </Popover.Dropdown>
          </Popover>
        )
      }
    >
      <div
        className={classes.sheet}
        data-large={large || undefined}
        style={{ maxHeight: ROW * (count + 1) + ROOM }}
      >
        <RowGrid run={run} metric={metric} columns={all.filter((name) => !hidden.has(name))} />
      </div>
    </Card>
  );
}

const MOST = 500;
/** Height of a row in pixels, and what the scroll bar wants below them. */
const ROW = 28;
const ROOM = 20;
