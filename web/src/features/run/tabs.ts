// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { type ComponentType, lazy } from "react";
import type { Run } from "../../api/schema";
import { texts } from "../../messages";

export interface TabProps {
  readonly run: Run;
}

export interface Tab {
  readonly key: string;
  readonly label: string;
  readonly Content: ComponentType<TabProps>;
}

/** The parts of a run's page, each loaded when it is opened. */
export const TABS: readonly Tab[] = [
  {
    key: "overview",
    label: texts.run.tabs.overview,
    Content: lazy(async () => ({ default: (await import("./overview/OverviewTab")).OverviewTab })),
  },
  {
    key: "metrics",
    label: texts.run.tabs.metrics,
    Content: lazy(async () => ({ default: (await import("./metrics/MetricsTab")).MetricsTab })),
  },
  {
    key: "images",
    label: texts.run.tabs.images,
    Content: lazy(async () => ({ default: (await import("./images/ImagesTab")).ImagesTab })),
  },
  {
    key: "logs",
    label: texts.run.tabs.logs,
    Content: lazy(async () => ({ default: (await import("./files/FilesTab")).FilesTab })),
  },
  {
    key: "snapshot",
    label: texts.run.tabs.snapshot,
    Content: lazy(async () => ({ default: (await import("./snapshot/SnapshotTab")).SnapshotTab })),
  },
  {
    key: "children",
    label: texts.run.tabs.children,
    Content: lazy(async () => ({ default: (await import("./children/ChildrenTab")).ChildrenTab })),
  },
  {
    key: "raw",
    label: texts.run.tabs.raw,
    Content: lazy(async () => ({ default: (await import("./raw/RawTab")).RawTab })),
  },
];
