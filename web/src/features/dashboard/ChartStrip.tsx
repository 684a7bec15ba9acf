// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { ActionIcon, Button, Select } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { runPage } from "../../api/queries";
import type { Looks } from "../../charts/colours";
import { texts } from "../../messages";
import type { Highlight } from "../../ui/highlight";
import type { ChartChoice, DashboardAddress } from "./address";
import { ChartCard } from "./ChartCard";
import { ChartEditor } from "./ChartEditor";
import classes from "./ChartStrip.module.css";
import { fieldsOf } from "./charts";
import { fieldLabel } from "./fields";
import { POINT_COLUMNS } from "./series";
import { useLast } from "./useLast";
import { keyFields, useKeyNames } from "./useNames";
import type { ChangeAddress, View } from "./useView";

const RUNS_IN_CHARTS = 1_000;

interface ChartStripProps {
  readonly view: View;
  readonly address: DashboardAddress;
  /** Which runs, in which order. */
  readonly ask: { readonly experiment?: string; readonly filter?: string; readonly orderBy?: string };
  readonly experiment: string | undefined;
  readonly looks: Looks;
  readonly highlight: Highlight;
  readonly onAddress: ChangeAddress;
}

/** The charts above the list, of the first runs of the list. */
export function ChartStrip(props: ChartStripProps) {
  const { view, address, ask, experiment, onAddress } = props;
  const [edited, setEdited] = useState<number | undefined>(undefined);
  const isOpen = address.strip !== "closed";
  const { charts, x } = view;
  const words = texts.dashboard.charts;
  const fields = useMemo(() => [...new Set([...POINT_COLUMNS, ...fieldsOf(charts, x)])], [charts, x]);
  const runs = useQuery({
    ...runPage({ ...ask, columns: fields.join(","), limit: RUNS_IN_CHARTS }),
    enabled: isOpen && view.isReady && charts.length > 0,
    placeholderData: keepPreviousData,
  });
  // What was refused leaves the charts of the question before.
  const columns = useLast(runs.data?.columns);
  const setCharts = (next: readonly ChartChoice[] | undefined): void => onAddress({ charts: next });
  const replace = (index: number, next: readonly ChartChoice[]): void =>
    setCharts([...charts.slice(0, index), ...next, ...charts.slice(index + 1)]);
  return (
    <section aria-label={words.title} className={classes.strip}>
      <div className={classes.head}>
        <h2 className={classes.title}>{words.title}</h2>
        {isOpen && <AxisChoice experiment={experiment} view={view} onAddress={onAddress} />}
        {isOpen && runs.data?.nextPageToken !== undefined && (
          <span className={classes.note}>{words.newest(RUNS_IN_CHARTS)}</span>
        )}
        <span className={classes.space} />
        {isOpen && address.charts !== undefined && (
          <Button size="xs" variant="subtle" onClick={() => setCharts(undefined)}>
            {words.restore}
          </Button>
        )}
        {isOpen && (
          <Button size="xs" onClick={() => setEdited(charts.length)}>
            {words.add}
          </Button>
        )}
        <ActionIcon
          size={26}
          aria-label={isOpen ? words.hide : words.show}
          title={isOpen ? words.hide : words.show}
          aria-expanded={isOpen}
          onClick={() => onAddress({ strip: isOpen ? "closed" : undefined })}
        >
          <svg
            viewBox="0 0 16 16"
            width="14"
            height="14"
            fill="none"
            stroke="currentColor"
            aria-hidden="true"
          >
            <path d={isOpen ? "M3.5 10L8 5.5l4.5 4.5" : "M3.5 6L8 10.5 12.5 6"} strokeWidth="1.6" />
          </svg>
        </ActionIcon>
      </div>
      {isOpen && charts.length > 0 && !(runs.isError && columns === undefined) && (
        <div className={classes.charts} data-count={charts.length}>
          {charts.map((chart, index) => (
            <ChartCard
              key={JSON.stringify(chart)}
              chart={chart}
              x={x}
              columns={columns}
              looks={props.looks}
              highlight={props.highlight}
              onChange={(next) => replace(index, [next])}
              onEdit={() => setEdited(index)}
              onRemove={() => replace(index, [])}
            />
          ))}
        </div>
      )}
      {isOpen && charts.length === 0 && view.isReady && <p className="muted">{words.none}</p>}
      {edited !== undefined && (
        <ChartEditor
          chart={charts[edited]}
          experiment={experiment}
          logged={view.logged}
          onClose={() => setEdited(undefined)}
          onSave={(chart) => {
            replace(edited, [chart]);
            setEdited(undefined);
          }}
        />
      )}
    </section>
  );
}

const AXES = ["number", "started", "created", "duration"] as const;

/** What points of all charts lie over. */
function AxisChoice({
  experiment,
  view,
  onAddress,
}: Pick<ChartStripProps, "experiment" | "view" | "onAddress">) {
  const [isAsked, setAsked] = useState(false);
  const keys = useKeyNames(experiment, isAsked);
  const words = texts.dashboard;
  const metrics = view.fields.filter((each) => each.startsWith("metrics."));
  const known = [...AXES, ...metrics, ...keyFields(keys).filter((each) => each.startsWith("params."))];
  const data = [...new Set([...known, view.x])].map((value) => ({ value, label: axisLabel(value) }));
  return (
    <>
      <span className="muted" aria-hidden="true">
        {words.charts.x}
      </span>
      <Select
        size="xs"
        aria-label={words.charts.x}
        className={classes.axis ?? ""}
        searchable
        allowDeselect={false}
        limit={100}
        data={data}
        value={view.x}
        onDropdownOpen={() => setAsked(true)}
        onChange={(value) => onAddress({ x: value })}
      />
    </>
  );
}

function axisLabel(field: string): string {
  return field.startsWith("params.")
    ? `${fieldLabel(field)} (${texts.dashboard.families.params.toLowerCase()})`
    : fieldLabel(field);
}
