// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { Button } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { useNavigate } from "@tanstack/react-router";
import { type ReactNode, useCallback, useMemo, useRef } from "react";
import type { Looks } from "../../charts/colours";
import { csvName } from "../../charts/csv";
import { download } from "../../charts/download";
import type { GridHandle } from "../../grid/Grid";
import { texts } from "../../messages";
import { Card } from "../../ui/Card";
import { Empty } from "../../ui/Empty";
import type { Highlight } from "../../ui/highlight";
import { WaysToLog } from "../workspace/FirstSteps";
import { type DashboardAddress, isNarrowed } from "./address";
import type { Scope } from "./asks";
import { BulkMenu, useBulk } from "./BulkActions";
import { Customize } from "./Customize";
import { GroupBy } from "./GroupBy";
import { GroupGrid } from "./GroupGrid";
import { runLabel } from "./RunCell";
import { type Best, RunGrid } from "./RunGrid";
import { tableCsv } from "./tableCsv";
import type { RunRows } from "./useRunRows";
import type { ChangeAddress, View } from "./useView";

export interface RunsCardProps {
  readonly scope: Scope;
  readonly address: DashboardAddress;
  readonly view: View;
  readonly rows: RunRows;
  readonly total: number | undefined;
  readonly looks: Looks;
  readonly best: Best | undefined;
  readonly selected: ReadonlySet<string>;
  readonly highlight: Highlight;
  readonly onSelect: (selected: ReadonlySet<string>) => void;
  readonly onSight: (first: number, last: number) => void;
  readonly onAddress: ChangeAddress;
}

/** The runs as a list or in groups, and what is done with those selected. */
export function RunsCard(props: RunsCardProps) {
  const { scope, address, view, rows, total, selected, onAddress } = props;
  const grid = useRef<GridHandle>(null);
  const compare = useCompare(selected);
  const chosen = useMemo(() => [...selected], [selected]);
  const bulk = useBulk(useNames(rows));
  useHotkeys([
    ["j", () => grid.current?.focus()],
    ["k", () => grid.current?.focus()],
    ["c", compare],
  ]);
  const words = texts.dashboard.actions;
  const isGrouped = view.groups.length > 0;
  const isEmpty = !rows.isOld && rows.count === 0;
  const save = (): void =>
    download(
      csvName(scope.experiment ?? scope.script ?? texts.dashboard.allRuns),
      tableCsv(rows, view.fields),
    );
  const actions = (
    <>
      <Button size="xs" variant="light" disabled={selected.size < 2} onClick={compare}>
        {selected.size < 2 ? words.compare : words.compareMany(selected.size)}
      </Button>
      <BulkMenu selected={chosen} bulk={bulk} />
      <GroupBy
        experiment={scope.experiment ?? address.experiment}
        groups={view.groups}
        onAddress={onAddress}
      />
      <Customize experiment={scope.experiment ?? address.experiment} view={view} onAddress={onAddress} />
      <Button size="xs" onClick={save} title={words.csvTitle(rows.loaded)} disabled={rows.loaded === 0}>
        {words.csv}
      </Button>
    </>
  );
  return (
    <Card
      title={texts.dashboard.runs}
      note={isGrouped ? undefined : noteOf(rows, total, selected.size)}
      actions={actions}
    >
      {bulk.report}
      {isEmpty ? (
        <NoRuns scope={scope} address={address} onAddress={onAddress} />
      ) : isGrouped ? (
        <GroupGrid scope={scope} address={address} view={view} looks={props.looks} onAddress={onAddress} />
      ) : (
        <RunGrid {...props} ref={grid} />
      )}
    </Card>
  );
}

function noteOf(rows: RunRows, total: number | undefined, selected: number): ReactNode {
  const all = rows.isWhole ? rows.count : total;
  if (all === undefined) {
    return undefined;
  }
  return selected > 0
    ? texts.dashboard.selected(selected, all)
    : rows.loaded < all
      ? texts.dashboard.loaded(rows.loaded, all)
      : undefined;
}

/** Opens the comparison of what is selected, in the order of the selection. */
function useCompare(selected: ReadonlySet<string>): () => void {
  const navigate = useNavigate();
  return useCallback(() => {
    if (selected.size >= 2) {
      void navigate({ to: "/compare", search: { runs: [...selected].join(",") } });
    }
  }, [navigate, selected]);
}

/** Names of loaded runs; another one is called by its id. */
function useNames(rows: RunRows): (run: string) => string {
  return useCallback(
    (run) => {
      for (let row = 0; row < rows.count; row++) {
        if (rows.id(row) === run) {
          return runLabel(rows.value(row, "name"), rows.value(row, "number"));
        }
      }
      return run;
    },
    [rows],
  );
}

function NoRuns({ scope, address, onAddress }: Pick<RunsCardProps, "scope" | "address" | "onAddress">) {
  if (!isNarrowed(address)) {
    return (
      <>
        <Empty title={texts.dashboard.none} />
        <WaysToLog experiment={scope.experiment ?? "first"} />
      </>
    );
  }
  return (
    <Empty title={texts.dashboard.noHits}>
      <Button onClick={() => onAddress({ filter: undefined, experiment: undefined, archived: undefined })}>
        {texts.dashboard.clearFilter}
      </Button>
    </Empty>
  );
}
