// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { Modal, TextInput } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import { quoted } from "../../api/filter";
import { runTable } from "../../api/queries";
import type { Run, RunStatus } from "../../api/schema";
import { texts } from "../../messages";
import { Empty } from "../../ui/Empty";
import { Failure } from "../../ui/Failure";
import { Moment } from "../../ui/Moment";
import { Status } from "../../ui/Status";
import classes from "./RunPicker.module.css";

interface RunPickerProps {
  readonly title: string;
  /** The run that another one of the same experiment is picked to. */
  readonly run: Run;
  /** What the others must be besides, in the filter language. */
  readonly filter?: string;
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onPick: (id: string) => void;
}

const SHOWN = 50;

/** Picks another run of the same experiment, found by its name or number. */
export function RunPicker({ title, run, filter, opened, onClose, onPick }: RunPickerProps) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      closeButtonProps={{ "aria-label": texts.run.close }}
    >
      <Choice
        run={run}
        filter={filter}
        onPick={(id) => {
          onClose();
          onPick(id);
        }}
      />
    </Modal>
  );
}

interface ChoiceProps {
  readonly run: Run;
  readonly filter: string | undefined;
  readonly onPick: (id: string) => void;
}

function Choice({ run, filter, onPick }: ChoiceProps) {
  const [sought, setSought] = useState("");
  const wanted = useDeferredValue(sought.trim());
  const asked = useInfiniteQuery(
    runTable({
      experiment: run.experiment.name,
      filter: [`id != ${quoted(run.id)}`, filter, soughtFilter(wanted)].filter(Boolean).join(" and "),
      columns: "id,number,name,status,created",
      limit: SHOWN,
    }),
  );
  const columns = asked.data?.pages[0]?.columns ?? {};
  const ids = (columns.id ?? []).map(String);
  return (
    <>
      <TextInput
        data-autofocus
        placeholder={texts.run.findRun}
        aria-label={texts.run.findRun}
        value={sought}
        onChange={(event) => setSought(event.currentTarget.value)}
      />
      {asked.error && <Failure error={asked.error} onRetry={() => void asked.refetch()} />}
      {asked.isSuccess && ids.length === 0 && <Empty title={texts.run.noOther} />}
      <ul className={classes.runs}>
        {ids.map((id, row) => (
          <li key={id}>
            <button type="button" onClick={() => onPick(id)}>
              <span className={classes.name} dir="auto">
                {String(columns.name?.[row] ?? texts.run.numbered(Number(columns.number?.[row])))}
              </span>
              <span className="muted">#{String(columns.number?.[row])}</span>
              <Status status={columns.status?.[row] as RunStatus} />
              <Moment time={String(columns.created?.[row])} />
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

function soughtFilter(text: string): string | undefined {
  if (text === "") {
    return undefined;
  }
  return /^#?\d+$/.test(text)
    ? `number = ${text.replace("#", "")}`
    : `name ilike ${quoted(`%${text.replace(/[%_\\]/g, "\\$&")}%`)}`;
}
