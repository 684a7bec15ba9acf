// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { Button, Checkbox, Modal, Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useState } from "react";
import { AGGREGATES, type Aggregate, field } from "../../api/filter";
import { texts } from "../../messages";
import type { ChartChoice, ChartKind } from "./address";
import classes from "./ChartStrip.module.css";
import type { LoggedMetric } from "./charts";
import { fieldLabel, readField } from "./fields";
import { keyFields, useKeyNames, useMetricNames } from "./useNames";

const TYPING_MS = 150;
const KINDS = ["points", "curve", "bars"] as const;
const STEPS = ["step", "time", "relative"] as const;
const SAME = "";

interface ChartEditorProps {
  /** Absent for a new one. */
  readonly chart: ChartChoice | undefined;
  readonly experiment: string | undefined;
  readonly logged: readonly LoggedMetric[];
  readonly onClose: () => void;
  readonly onSave: (chart: ChartChoice) => void;
}

/** What a chart shows, in which form and over what. */
export function ChartEditor({ chart, experiment, logged, onClose, onSave }: ChartEditorProps) {
  const read = chart && readField(chart.y);
  const first = logged[0];
  const [kind, setKind] = useState<ChartKind>(chart?.kind ?? (first?.isSeries ? "curve" : "points"));
  const [what, setWhat] = useState<string>(
    read?.kind === "member"
      ? field(read.family, read.name)
      : (chart?.y ?? (first ? field("metrics", first.name) : "duration")),
  );
  const [aggregate, setAggregate] = useState<Aggregate>(read?.kind === "member" ? read.aggregate : "last");
  const [x, setX] = useState(chart?.x ?? SAME);
  const [isLog, setLog] = useState(chart?.log === true);
  const words = texts.dashboard.charts;
  const isMetric = what.startsWith("metrics.");
  const turnKind = (next: ChartKind): void => {
    setKind(next);
    setX(SAME);
  };
  const save = (): void =>
    onSave({
      kind,
      y: chosenField(kind, what, aggregate),
      ...(x !== SAME && { x }),
      ...(isLog && { log: true as const }),
      ...(chart?.logX && { logX: chart.logX }),
    });
  return (
    <Modal opened onClose={onClose} title={chart ? words.editTitle : words.newTitle}>
      <div className={classes.form}>
        <Select
          label={words.kind}
          allowDeselect={false}
          value={kind}
          data={KINDS.map((value) => ({ value, label: words.kinds[value] }))}
          onChange={(value) => turnKind((value ?? "points") as ChartKind)}
        />
        <WhatChoice experiment={experiment} kind={kind} what={what} onWhat={setWhat} />
        {kind !== "curve" && isMetric && (
          <Select
            label={words.aggregate}
            allowDeselect={false}
            value={aggregate}
            data={AGGREGATES.map((value) => ({ value, label: texts.dashboard.aggregates[value] }))}
            onChange={(value) => setAggregate((value ?? "last") as Aggregate)}
          />
        )}
        {kind === "curve" && (
          <Select
            label={words.axis}
            allowDeselect={false}
            value={x === SAME ? "step" : x}
            data={STEPS.map((value) => ({ value, label: words.axes[value] }))}
            onChange={(value) => setX(value === "step" || value === null ? SAME : value)}
          />
        )}
        {kind === "points" && <PointsAxis experiment={experiment} x={x} onX={setX} />}
        {kind !== "bars" && (
          <Checkbox label={words.log} checked={isLog} onChange={() => setLog(!isLog)} size="xs" />
        )}
        <div className={classes.buttons}>
          <Button onClick={onClose}>{words.cancel}</Button>
          <Button variant="filled" onClick={save} disabled={kind === "curve" && !isMetric}>
            {words.save}
          </Button>
        </div>
      </div>
    </Modal>
  );
}

/** Curves are of all values of a metric, so they have no aggregate. */
function chosenField(kind: ChartKind, what: string, aggregate: Aggregate): string {
  const read = readField(what);
  return kind === "curve" || aggregate === "last" || read?.kind !== "member" || read.family !== "metrics"
    ? what
    : field("metrics", read.name, aggregate);
}

interface WhatChoiceProps {
  readonly experiment: string | undefined;
  readonly kind: ChartKind;
  readonly what: string;
  readonly onWhat: (field: string) => void;
}

function WhatChoice({ experiment, kind, what, onWhat }: WhatChoiceProps) {
  const [search, setSearch] = useState("");
  const [part] = useDebouncedValue(search === fieldLabel(what) ? "" : search.trim(), TYPING_MS);
  const { names } = useMetricNames(experiment, part, true);
  const keys = useKeyNames(experiment, kind !== "curve");
  const others =
    kind === "curve" ? [] : ["duration", ...keyFields(keys).filter((each) => each.startsWith("params."))];
  const fields = [...new Set([what, ...names.map((name) => field("metrics", name)), ...others])];
  return (
    <Select
      label={texts.dashboard.charts.what}
      searchable
      allowDeselect={false}
      limit={60}
      value={what}
      data={fields.map((value) => ({ value, label: fieldLabel(value) }))}
      searchValue={search}
      onSearchChange={setSearch}
      onChange={(value) => value !== null && onWhat(value)}
    />
  );
}

function PointsAxis({
  experiment,
  x,
  onX,
}: {
  experiment: string | undefined;
  x: string;
  onX: (x: string) => void;
}) {
  const { names } = useMetricNames(experiment, "", true);
  const keys = useKeyNames(experiment, true);
  const fields = [
    "number",
    "started",
    "duration",
    ...keyFields(keys),
    ...names.map((name) => field("metrics", name)),
  ];
  return (
    <Select
      label={texts.dashboard.charts.axis}
      searchable
      allowDeselect={false}
      limit={60}
      value={x}
      data={[
        { value: SAME, label: texts.dashboard.charts.sameAxis },
        ...[...new Set(x === SAME ? fields : [x, ...fields])].map((value) => ({
          value,
          label: fieldLabel(value),
        })),
      ]}
      onChange={(value) => onX(value ?? SAME)}
    />
  );
}
