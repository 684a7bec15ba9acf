// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { experiment as experimentQuery } from "../../api/queries";
import type { PrimaryMetric, Run } from "../../api/schema";
import { texts } from "../../messages";
import { Card } from "../../ui/Card";
import { Failure } from "../../ui/Failure";
import { ComparedTable } from "./ComparedTable";
import { comparisonRows } from "./rows";
import { summaryLine } from "./summaryLine";
import { METRICS_PAGE, useMetrics } from "./useMetrics";

interface TabProps {
  readonly runs: readonly Run[];
  readonly differencesOnly: boolean;
}

/** Everything that runs can be told apart by, in one table of as many rows as are looked at. */
export default function SummaryTab({ runs, differencesOnly }: TabProps) {
  const [pages, setPages] = useState(1);
  const asked = useMetrics(runs, pages);
  const primary = usePrimaryMetric(runs);
  const all = useMemo(
    () => comparisonRows(runs.map((run, at) => ({ run, metrics: asked.metrics[at] ?? [] }))),
    [runs, asked.metrics],
  );
  const shown = differencesOnly ? all.filter(({ differs }) => differs) : all;
  return (
    <Card
      title={texts.comparison.tabs.summary}
      note={texts.comparison.hidden(all.length - shown.length)}
      actions={
        asked.more && (
          <Button size="xs" onClick={() => setPages((count) => count + 1)}>
            {texts.comparison.moreMetrics(METRICS_PAGE)}
          </Button>
        )
      }
    >
      {asked.error && <Failure error={asked.error} />}
      <ComparedTable
        label={texts.comparison.tabs.summary}
        what={texts.comparison.what}
        runs={runs}
        count={shown.length}
        line={(index) => summaryLine(shown, index, primary)}
      />
    </Card>
  );
}

/** Only of the experiment that all runs are of: others may mean another thing by the same name. */
function usePrimaryMetric(runs: readonly Run[]): PrimaryMetric | undefined {
  const ids = new Set(runs.map((run) => run.experiment.id));
  const [id] = ids;
  const { data } = useQuery({ ...experimentQuery(id ?? ""), enabled: ids.size === 1 });
  return ids.size === 1 ? data?.primaryMetric : undefined;
}
