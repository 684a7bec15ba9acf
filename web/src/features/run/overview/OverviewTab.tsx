// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors

import { cellValue } from "../../../api/numbers";
import { texts } from "../../../messages";
import { Card } from "../../../ui/Card";
import { Copy } from "../../../ui/Copy";
import type { TabProps } from "../tabs";
import { DatasetsCard } from "./DatasetsCard";
import { DescriptionCard } from "./DescriptionCard";
import { FailureCard } from "./FailureCard";
import { FinalMetrics } from "./FinalMetrics";
import classes from "./OverviewTab.module.css";
import { commandOf, surroundingsOf } from "./surroundings";
import { Values } from "./Values";

/** What went in, what came out, and what it ran on. */
export function OverviewTab({ run }: TabProps) {
  const params = Object.entries(run.params).map(([name, cell]) => ({ name, value: cellValue(cell) }));
  const command = commandOf(run);
  const surroundings = surroundingsOf(run);
  const rest = Object.entries(run.properties).map(([name, value]) => ({ name, value }));
  return (
    <div className={classes.overview}>
      {run.status === "Failed" && <FailureCard run={run} />}
      <div className={classes.columns}>
        <Card title={texts.overview.parameters} note={params.length.toLocaleString()}>
          <Values label={texts.overview.parameters} values={params} empty={texts.overview.noParameters} />
        </Card>
        <FinalMetrics run={run} />
      </div>
      {command !== undefined && (
        <Card title={texts.overview.command} actions={<Copy text={command} what={texts.overview.command} />}>
          <pre className={classes.command} dir="auto">
            {command}
          </pre>
        </Card>
      )}
      <div className={classes.columns}>
        <DescriptionCard run={run} />
        <Card title={texts.overview.environment}>
          <Values
            label={texts.overview.environment}
            values={surroundings}
            empty={texts.overview.noEnvironment}
          />
        </Card>
      </div>
      <DatasetsCard run={run.id} />
      {rest.length > 0 && (
        <Card title={texts.overview.properties} note={rest.length.toLocaleString()}>
          <Values label={texts.overview.properties} values={rest} empty="" />
        </Card>
      )}
    </div>
  );
}
