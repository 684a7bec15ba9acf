// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { Select } from "@mantine/core";
import { useState } from "react";
import type { Run } from "../../api/schema";
import { texts } from "../../messages";
import { Card } from "../../ui/Card";
import { Empty } from "../../ui/Empty";
import { SnapshotDiff } from "../run/snapshot/SnapshotDiff";
import { nameOf } from "./ComparedRuns";

/** What became of the code from the baseline to one of the other runs. */
export default function CodeTab({ runs }: { runs: readonly Run[] }) {
  const [baseline, ...others] = runs;
  const [picked, setPicked] = useState<string>();
  const other = others.find(({ id }) => id === picked) ?? others[0];
  if (baseline?.snapshot === undefined || other === undefined) {
    return (
      <Card title={texts.comparison.tabs.code}>
        <Empty
          title={texts.comparison.noSnapshot(baseline === undefined ? "" : nameOf(baseline, baseline.id))}
        />
      </Card>
    );
  }
  const tools = (
    <Select
      size="xs"
      aria-label={texts.comparison.diffWith}
      allowDeselect={false}
      data={others.map((run) => ({ value: run.id, label: nameOf(run, run.id) }))}
      value={other.id}
      onChange={(id) => setPicked(id ?? undefined)}
    />
  );
  if (other.snapshot === undefined) {
    return (
      <Card title={texts.comparison.tabs.code} actions={tools}>
        <Empty title={texts.comparison.noSnapshot(nameOf(other, other.id))} />
      </Card>
    );
  }
  return (
    <SnapshotDiff
      from={baseline.snapshot}
      to={other.snapshot}
      fromName={nameOf(baseline, baseline.id)}
      toName={nameOf(other, other.id)}
      tools={tools}
    />
  );
}
