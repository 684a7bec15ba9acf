// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { Modal } from "@mantine/core";
import type { Metric } from "../../../api/schema";
import { texts } from "../../../messages";
import classes from "./MetricsTab.module.css";
import { RowGrid } from "./RowGrid";

interface PointsDialogProps {
  readonly run: string;
  readonly metric: Metric;
  readonly onClose: () => void;
}

/** Every point of a line, as it was logged. */
export function PointsDialog({ run, metric, onClose }: PointsDialogProps) {
  return (
    <Modal
      opened
      onClose={onClose}
      title={<bdi>{metric.name}</bdi>}
      size="lg"
      closeButtonProps={{ "aria-label": texts.run.close }}
    >
      <div className={classes.sheet} data-large>
        <RowGrid run={run} metric={metric} columns={metric.columns.map(({ name }) => name)} times />
      </div>
    </Modal>
  );
}
