// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { Button, CloseButton, Menu, Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { field } from "../../api/filter";
import { experiments } from "../../api/queries";
import type { RunStatus } from "../../api/schema";
import { texts } from "../../messages";
import type { DashboardAddress } from "./address";
import type { Scope } from "./asks";
import { conditionsOf, withCondition } from "./conditions";
import classes from "./FilterBar.module.css";
import { FilterField } from "./FilterField";
import { fieldLabel } from "./fields";
import { useKeyNames, useValues } from "./useNames";
import type { ChangeAddress } from "./useView";

const COMMON = ["status", "target", "user", "script"] as const;
const EXPERIMENTS_CHOSEN_FROM = 1_000;

interface FilterBarProps {
  readonly scope: Scope;
  readonly address: DashboardAddress;
  readonly error: unknown;
  readonly onAddress: ChangeAddress;
}

/** Which runs are shown: the filter as text, its common conditions as chips, and where runs of all are shown the experiment. */
export function FilterBar({ scope, address, error, onAddress }: FilterBarProps) {
  const filter = address.filter ?? "";
  const setFilter = (text: string): void => onAddress({ filter: text });
  const experiment = scope.experiment ?? address.experiment;
  return (
    <search className={classes.bar}>
      <FilterField experiment={experiment} filter={filter} error={error} onFilter={setFilter} />
      {conditionsOf(filter).map(({ field: about, values }) => (
        <span key={about} className={classes.chip}>
          <span className={classes.condition} dir="auto">
            {fieldLabel(about)} <b>{values.map((value) => valueLabel(about, value)).join(", ")}</b>
          </span>
          <CloseButton
            size="sm"
            aria-label={texts.dashboard.filter.remove(fieldLabel(about))}
            onClick={() => setFilter(withCondition(filter, { field: about, values: [] }))}
          />
        </span>
      ))}
      {scope.experiment === undefined && scope.script === undefined && (
        <ExperimentChoice chosen={address.experiment} onChoose={(name) => onAddress({ experiment: name })} />
      )}
      <AddCondition
        experiment={experiment}
        onAdd={(about, value) => setFilter(withCondition(filter, { field: about, values: [value] }))}
      />
      <Select
        size="xs"
        aria-label={texts.dashboard.filter.showArchived}
        className={classes.archived ?? ""}
        allowDeselect={false}
        value={address.archived ?? "no"}
        data={(["no", "yes", "all"] as const).map((value) => ({
          value,
          label: texts.dashboard.filter.archived[value],
        }))}
        onChange={(value) => onAddress({ archived: value })}
      />
    </search>
  );
}

function valueLabel(about: string, value: string): string {
  return about === "status" ? (texts.status[value as RunStatus] ?? value) : value;
}

interface ExperimentChoiceProps {
  readonly chosen: string | undefined;
  readonly onChoose: (name: string | undefined) => void;
}

function ExperimentChoice({ chosen, onChoose }: ExperimentChoiceProps) {
  const asked = useQuery(experiments({ limit: EXPERIMENTS_CHOSEN_FROM }));
  const names = new Set((asked.data?.items ?? []).map(({ name }) => name));
  if (chosen !== undefined) {
    names.add(chosen);
  }
  return (
    <Select
      size="xs"
      aria-label={texts.dashboard.filter.experiment}
      className={classes.experiment ?? ""}
      placeholder={texts.dashboard.filter.allExperiments}
      searchable
      clearable
      limit={100}
      clearButtonProps={{ "aria-label": texts.dashboard.filter.allExperiments }}
      value={chosen ?? null}
      data={[...names]}
      onChange={(name) => onChoose(name ?? undefined)}
    />
  );
}

interface AddConditionProps {
  readonly experiment: string | undefined;
  readonly onAdd: (field: string, value: string) => void;
}

/** Common conditions for those who do not write: a field, then one of the values runs have. */
function AddCondition({ experiment, onAdd }: AddConditionProps) {
  const [isOpen, setOpen] = useState(false);
  const [about, setAbout] = useState<string | undefined>(undefined);
  const values = useValues(experiment, isOpen ? about : undefined);
  const keys = useKeyNames(experiment, isOpen && about === undefined);
  const label = (value: string): string => (about === undefined ? value : valueLabel(about, value));
  return (
    <Menu
      opened={isOpen}
      onChange={(next) => {
        setOpen(next);
        setAbout(undefined);
      }}
      position="bottom-end"
      closeOnItemClick={false}
      withinPortal
    >
      <Menu.Target>
        <Button size="xs">{texts.dashboard.filter.add}</Button>
      </Menu.Target>
      <Menu.Dropdown className={classes.menu ?? ""}>
        {about === undefined ? (
          <>
            {COMMON.map((each) => (
              <Menu.Item key={each} onClick={() => setAbout(each)}>
                {fieldLabel(each)}
              </Menu.Item>
            ))}
            {keys.tags.length > 0 && <Menu.Label>{texts.dashboard.families.tags}</Menu.Label>}
            {keys.tags.map((key) => (
              <Menu.Item key={key} onClick={() => setAbout(field("tags", key))} dir="auto">
                {key}
              </Menu.Item>
            ))}
          </>
        ) : (
          <>
            <Menu.Item onClick={() => setAbout(undefined)}>← {texts.dashboard.filter.back}</Menu.Item>
            <Menu.Label>{fieldLabel(about)}</Menu.Label>
            {values.length === 0 && <Menu.Item disabled>{texts.dashboard.filter.noValues}</Menu.Item>}
            {values.map((value) => (
              <Menu.Item
                key={value}
                dir="auto"
                onClick={() => {
                  onAdd(about, value);
                  setOpen(false);
                  setAbout(undefined);
                }}
              >
                {label(value)}
              </Menu.Item>
            ))}
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
