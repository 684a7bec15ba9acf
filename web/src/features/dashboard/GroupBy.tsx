// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { Button, Menu } from "@mantine/core";
import { useState } from "react";
import { field } from "../../api/filter";
import { texts } from "../../messages";
import classes from "./FilterBar.module.css";
import { fieldLabel } from "./fields";
import { useKeyNames } from "./useNames";
import type { ChangeAddress } from "./useView";

const OWN = ["status", "target", "user", "script", "experiment"] as const;
const MOST_GROUPED = 2;

interface GroupByProps {
  readonly experiment: string | undefined;
  readonly groups: readonly string[];
  readonly onAddress: ChangeAddress;
}

/** One or two fields whose equal values make groups of the runs. */
export function GroupBy({ experiment, groups, onAddress }: GroupByProps) {
  const [isOpen, setOpen] = useState(false);
  const keys = useKeyNames(experiment, isOpen);
  const words = texts.dashboard.groups;
  const turn = (each: string): void => {
    const next = groups.includes(each)
      ? groups.filter((other) => other !== each)
      : [...groups, each].slice(-MOST_GROUPED);
    onAddress({ group: next.join(",") });
  };
  const item = (each: string) => (
    <Menu.CheckboxItem key={each} checked={groups.includes(each)} onChange={() => turn(each)}>
      <span dir="auto">{fieldLabel(each)}</span>
    </Menu.CheckboxItem>
  );
  return (
    <Menu opened={isOpen} onChange={setOpen} position="bottom-end" closeOnItemClick={false} withinPortal>
      <Menu.Target>
        <Button size="xs" variant={groups.length > 0 ? "light" : "default"}>
          {groups.length === 0 ? words.by : `${words.by} ${groups.map(fieldLabel).join(", ")}`}
        </Button>
      </Menu.Target>
      <Menu.Dropdown className={classes.menu ?? ""}>
        {groups.length > 0 && (
          <Menu.Item
            onClick={() => {
              setOpen(false);
              onAddress({ group: undefined });
            }}
          >
            {words.none}
          </Menu.Item>
        )}
        {keys.params.length > 0 && <Menu.Label>{texts.dashboard.families.params}</Menu.Label>}
        {keys.params.map((name) => item(field("params", name)))}
        {keys.tags.length > 0 && <Menu.Label>{texts.dashboard.families.tags}</Menu.Label>}
        {keys.tags.map((name) => item(field("tags", name)))}
        <Menu.Label>{texts.dashboard.columns.own}</Menu.Label>
        {OWN.map(item)}
      </Menu.Dropdown>
    </Menu>
  );
}
