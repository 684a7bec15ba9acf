// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { Switch, Tabs } from "@mantine/core";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { texts } from "../../messages";
import { Empty } from "../../ui/Empty";
import { Failure, Guard } from "../../ui/Failure";
import { PageHead } from "../../ui/PageHead";
import { COMPARISON_TABS, type ComparisonTab, comparedRuns, comparing } from "./address";
import { ComparedRuns } from "./ComparedRuns";
import { useCompared } from "./useCompared";

const TABS = {
  summary: lazy(() => import("./SummaryTab")),
  charts: lazy(() => import("./ChartsTab")),
  images: lazy(() => import("./ImagesTab")),
  files: lazy(() => import("./FilesTab")),
  code: lazy(() => import("./CodeTab")),
} as const;

/** Two or more runs side by side; the first is the baseline. */
export function ComparisonPage() {
  const search = useSearch({ from: "/compare" });
  const navigate = useNavigate({ from: "/compare" });
  const ids = comparedRuns(search);
  const { runs, error, retry } = useCompared(ids);
  const tab = search.tab ?? "summary";
  const Tab = TABS[tab];
  const change = (next: readonly string[]): void => {
    void navigate({ search: ({ runs: _, ...rest }) => ({ ...rest, ...comparing(next) }) });
  };
  return (
    <>
      <PageHead
        title={texts.comparison.title(ids.length)}
        crumbs={<Link to="/runs">{texts.shell.allRuns}</Link>}
        actions={
          <Switch
            label={texts.comparison.differencesOnly}
            checked={search.same !== true}
            onChange={({ currentTarget: { checked } }) =>
              void navigate({ search: ({ same: _, ...rest }) => (checked ? rest : { ...rest, same: true }) })
            }
          />
        }
      />
      <ComparedRuns ids={ids} runs={runs} onChange={change} />
      {error !== null && <Failure error={error} onRetry={retry} />}
      {ids.length < 2 ? (
        <Empty title={texts.comparison.few} />
      ) : (
        <Tabs
          value={tab}
          keepMounted={false}
          onChange={(value) =>
            void navigate({ search: ({ tab: _, ...rest }) => ({ ...rest, tab: value as ComparisonTab }) })
          }
        >
          <Tabs.List>
            {COMPARISON_TABS.map((name) => (
              <Tabs.Tab key={name} value={name}>
                {texts.comparison.tabs[name]}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          <Tabs.Panel value={tab} pt="md">
            <Guard>
              <Suspense>
                <Tab runs={runs} differencesOnly={search.same !== true} />
              </Suspense>
            </Guard>
          </Tabs.Panel>
        </Tabs>
      )}
    </>
  );
}
