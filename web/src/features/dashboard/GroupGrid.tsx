// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { keepPreviousData, useQueries, useQuery } from "@tanstack/react-query";
import { useCallback, useMemo, useState } from "react";
import { cellValue } from "../../api/numbers";
import { type RunTablePage, runGroups, runPage } from "../../api/queries";
import type { Cell } from "../../api/schema";
import type { Looks } from "../../charts/colours";
import { shortNumber, wholeNumber } from "../../format/number";
import { duration } from "../../format/time";
import type { GridColumn } from "../../grid/columns";
import { Grid } from "../../grid/Grid";
import { texts } from "../../messages";
import { Failure } from "../../ui/Failure";
import type { DashboardAddress } from "./address";
import { runsAsk, type Scope } from "./asks";
import { both } from "./conditions";
import { fieldLabel, isNumeric } from "./fields";
import classes from "./GroupGrid.module.css";
import {
  type Group,
  type GroupRow,
  groupFilter,
  groupId,
  groupRows,
  STATISTICS,
  type Statistic,
  statistic,
} from "./groups";
import { RunName } from "./RunCell";
import { useOpenRun } from "./RunGrid";
import type { ChangeAddress, View } from "./useView";

const RUNS_OF_GROUP = 50;
const MOST_METRICS = 100;
const KEY_WIDTH = 260;
const NUMBER_WIDTH = 96;

interface GroupGridProps {
  readonly scope: Scope;
  readonly address: DashboardAddress;
  readonly view: View;
  /** The colours that runs have in the charts. */
  readonly looks: Looks;
  readonly onAddress: ChangeAddress;
}

/** Groups of runs with the statistics of the numbers shown; a group opens to its runs. */
export function GroupGrid({ scope, address, view, looks, onAddress }: GroupGridProps) {
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const [widths, setWidths] = useState<Readonly<Record<string, number>>>({});
  const openRun = useOpenRun();
  const ask = useMemo(() => runsAsk(scope, address), [scope, address]);
  const numbers = useMemo(() => view.fields.filter(isNumeric).slice(0, MOST_METRICS), [view.fields]);
  const asked = useQuery(
    runGroups({
      ...ask,
      by: view.groups.join(","),
      ...(numbers.length > 0 && { metrics: numbers.join(",") }),
    }),
  );
  const groups = asked.data?.items ?? NO_GROUPS;
  const loaded = useRunsOf(groups, open, ask, numbers);
  const rows = useMemo(
    () => groupRows(groups, open, (id) => (loaded.get(id)?.columns.id as string[] | undefined) ?? []),
    [groups, open, loaded],
  );
  const columns = useMemo(() => groupColumns(view.groups, numbers, widths), [view.groups, numbers, widths]);
  const showAll = useCallback(
    (group: Group) => onAddress({ group: undefined, filter: both(address.filter, groupFilter(group)) }),
    [onAddress, address.filter],
  );
  const turn = useCallback((group: Group) => {
    const id = groupId(group);
    setOpen((old) => new Set(old.has(id) ? [...old].filter((each) => each !== id) : [...old, id]));
  }, []);
  const act = (row: number): void => {
    const at = rows[row];
    if (at?.kind === "group") {
      turn(at.group);
    } else if (at?.kind === "rest") {
      showAll(at.group);
    } else {
      openRun(at?.id);
    }
  };
  const cell = useCallback(
    (row: number, column: string) => {
      const at = rows[row];
      return (
        at && (
          <GroupCell row={at} column={column} loaded={loaded} looks={looks} onTurn={turn} onAll={showAll} />
        )
      );
    },
    [rows, loaded, looks, turn, showAll],
  );
  if (asked.error) {
    return <Failure error={asked.error} onRetry={() => void asked.refetch()} />;
  }
  return (
    <Grid
      label={texts.dashboard.groups.count(groups.length)}
      columns={columns}
      rows={rows.length}
      total={rows.length}
      rowId={(row) => rows[row]?.id}
      cell={cell}
      density={view.density}
      onSort={() => undefined}
      onResize={(column, width) => setWidths((old) => ({ ...old, [column]: width }))}
      onOpen={act}
    />
  );
}

const NO_GROUPS: readonly Group[] = [];

function groupColumns(
  by: readonly string[],
  numbers: readonly string[],
  widths: Readonly<Record<string, number>>,
): readonly GridColumn[] {
  const column = (
    id: string,
    label: string,
    width: number,
    isNumber: boolean,
    group?: string,
  ): GridColumn => ({
    id,
    label,
    width: widths[id] ?? width,
    align: isNumber ? "end" : "start",
    sortable: false,
    ...(group !== undefined && { group }),
  });
  return [
    column("key", by.map(fieldLabel).join(" · "), KEY_WIDTH, false),
    column("runs", texts.dashboard.groups.runs, NUMBER_WIDTH, true),
    ...numbers.flatMap((each) =>
      STATISTICS.map((name) =>
        column(
          `${name} ${each}`,
          texts.dashboard.groups.statistics[name],
          NUMBER_WIDTH,
          true,
          fieldLabel(each),
        ),
      ),
    ),
  ];
}

type Loaded = ReadonlyMap<string, RunTablePage>;

/** The first runs of each open group. */
function useRunsOf(
  groups: readonly Group[],
  open: ReadonlySet<string>,
  ask: ReturnType<typeof runsAsk>,
  numbers: readonly string[],
): Loaded {
  const shown = groups.filter((group) => open.has(groupId(group)));
  const columns = ["id", "number", "name", ...numbers.filter((each) => each !== "number")].join(",");
  const pages = useQueries({
    queries: shown.map((group) => {
      const filter = both(ask.filter, groupFilter(group));
      return {
        ...runPage({ ...ask, ...(filter !== undefined && { filter }), columns, limit: RUNS_OF_GROUP }),
        placeholderData: keepPreviousData,
      };
    }),
    combine: (results) => results.map(({ data }) => data),
  });
  const ids = shown.map(groupId).join("\n");
  return useMemo(() => {
    const loaded = new Map<string, RunTablePage>();
    for (const [index, id] of ids.split("\n").entries()) {
      const page = pages[index];
      if (page) {
        loaded.set(id, page);
      }
    }
    return loaded;
  }, [ids, pages]);
}

interface GroupCellProps {
  readonly row: GroupRow;
  readonly column: string;
  readonly loaded: Loaded;
  readonly looks: Looks;
  readonly onTurn: (group: Group) => void;
  readonly onAll: (group: Group) => void;
}

function GroupCell({ row, column, loaded, looks, onTurn, onAll }: GroupCellProps) {
  const [statisticName, ...rest] = column.split(" ");
  const about = rest.join(" ");
  switch (row.kind) {
    case "group": {
      if (column === "key") {
        return <GroupName group={row.group} isOpen={row.isOpen} onTurn={() => onTurn(row.group)} />;
      }
      if (column === "runs") {
        return row.group.runs.toLocaleString();
      }
      return <NumberCell field={about} value={statistic(row.group, about, statisticName as Statistic)} />;
    }
    case "run": {
      const at = (name: string): unknown => loaded.get(row.of)?.columns[name]?.[row.row];
      if (column === "key") {
        return (
          <span className={classes.run}>
            <RunName id={row.id} number={at("number")} name={at("name")} look={looks.of(row.id)} />
          </span>
        );
      }
      const value = statisticName === "mean" ? cellValue(at(about) as Cell) : undefined;
      return <NumberCell field={about} value={typeof value === "number" ? value : undefined} />;
    }
    case "rest":
      return column === "key" ? (
        <button type="button" tabIndex={-1} className={classes.more} onClick={() => onAll(row.group)}>
          {texts.dashboard.groups.more(row.more)}
        </button>
      ) : null;
  }
}

function NumberCell({ field: about, value }: { field: string; value: number | undefined }) {
  if (value === undefined) {
    return null;
  }
  return (
    <span title={wholeNumber(value)}>{about === "duration" ? duration(value) : shortNumber(value)}</span>
  );
}

function GroupName({ group, isOpen, onTurn }: { group: Group; isOpen: boolean; onTurn: () => void }) {
  const name = Object.values(group.key)
    .map((value) => value ?? texts.dashboard.groups.missing)
    .join(" · ");
  return (
    <button
      type="button"
      tabIndex={-1}
      className={classes.group}
      aria-expanded={isOpen}
      title={isOpen ? texts.dashboard.groups.close(name) : texts.dashboard.groups.open(name)}
      onClick={onTurn}
    >
      <svg viewBox="0 0 10 10" width="10" height="10" aria-hidden="true" data-open={isOpen || undefined}>
        <path d="M3 1.5L7 5 3 8.5" fill="none" stroke="currentColor" strokeWidth="1.5" />
      </svg>
      <span dir="auto">{name}</span>
    </button>
  );
}
