// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { Menu, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { quoted } from "../../api/filter";
import { runTable } from "../../api/queries";
import type { Run } from "../../api/schema";
import { texts } from "../../messages";

const SHOWN = 12;

interface AddRunProps {
  /** Runs of its experiment are offered; of all without it. */
  readonly near: Run | undefined;
  readonly ids: readonly string[];
  readonly onAdd: (id: string) => void;
}

/** The newest other runs of the experiment, or those whose names have what is typed. */
export function AddRun({ near, ids, onAdd }: AddRunProps) {
  const [text, setText] = useState("");
  const [settled] = useDebouncedValue(text.trim(), 150);
  const asked = useInfiniteQuery(
    runTable({
      ...(near === undefined ? {} : { experiment: near.experiment.name }),
      ...(settled === ""
        ? {}
        : { filter: `name like ${quoted(`%${settled}%`)} or id like ${quoted(`${settled}%`)}` }),
      columns: "id,name,number",
      limit: SHOWN + ids.length,
    }),
  );
  const { id = [], name = [], number = [] } = asked.data?.pages[0]?.columns ?? {};
  const others = id
    .map((one, row) => ({
      id: String(one),
      label: String(name[row] ?? texts.home.numbered(Number(number[row]))),
    }))
    .filter((one) => !ids.includes(one.id))
    .slice(0, SHOWN);
  return (
    <>
      <TextInput
        size="xs"
        m={8}
        placeholder={texts.comparison.findRun}
        aria-label={texts.comparison.findRun}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {others.map((one) => (
        <Menu.Item key={one.id} onClick={() => onAdd(one.id)}>
          {one.label}
        </Menu.Item>
      ))}
      {asked.isSuccess && others.length === 0 && <Menu.Label>{texts.comparison.noOther}</Menu.Label>}
    </>
  );
}
