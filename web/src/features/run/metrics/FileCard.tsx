// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { API } from "../../../api/client";
import { artifactLink } from "../../../api/links";
import { cellValue } from "../../../api/numbers";
import type { Metric } from "../../../api/schema";
import { texts } from "../../../messages";
import { Card } from "../../../ui/Card";
import { Empty } from "../../../ui/Empty";
import { JsonPreview } from "../files/JsonPreview";
import classes from "./MetricsTab.module.css";

interface FileCardProps {
  readonly run: string;
  readonly metric: Metric;
  readonly large: boolean;
}

/** What was logged as a file: its values as a tree, and the file itself. */
export function FileCard({ run, metric, large }: FileCardProps) {
  const path = cellValue(metric.columns[0]?.last);
  if (typeof path !== "string") {
    return (
      <Card title={metric.name}>
        <Empty title={texts.metrics.noFile} />
      </Card>
    );
  }
  const link = artifactLink(run, path);
  return (
    <Card
      title={metric.name}
      note={texts.metrics.kinds[metric.kind]}
      actions={
        <a href={link} download>
          {texts.metrics.file}
        </a>
      }
    >
      <div className={classes.sheet} data-large={large || undefined}>
        {metric.kind === "image" ? (
          <Empty title={texts.metrics.inImages} />
        ) : (
          <JsonPreview address={link.slice(API.length)} />
        )}
      </div>
    </Card>
  );
}
