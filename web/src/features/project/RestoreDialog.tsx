// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { Modal, Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { isSignedOut } from "../../api/problem";
import { projects } from "../../api/queries";
import type { Run } from "../../api/schema";
import { texts } from "../../messages";
import { CommandLine } from "../../ui/CommandLine";
import { Failure } from "../../ui/Failure";
import { SignedOut } from "../../ui/SignedOut";
import classes from "./RestoreDialog.module.css";
import { Restoring } from "./Restoring";
import { projectOf } from "./restorePlan";

interface RestoreDialogProps {
  /** A run with a snapshot. */
  readonly run: Run;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Brings a project's folder back to the state that a run was started from, after it was shown what that does to it. */
export function RestoreDialog({ run, opened, onClose }: RestoreDialogProps) {
  return (
    <Modal opened={opened} onClose={onClose} title={texts.restore.title(run.number)} size="lg">
      <div className={classes.dialog}>
        <Chosen run={run} onClose={onClose} />
        <div>
          <p className={classes.note}>{texts.restore.elsewhere}</p>
          <CommandLine line={`runlore restore ${run.id} --to FOLDER`} what={texts.restore.command} />
        </div>
      </div>
    </Modal>
  );
}

function Chosen({ run, onClose }: Omit<RestoreDialogProps, "opened">) {
  const asked = useQuery(projects());
  const [chosen, setChosen] = useState<string>();
  if (asked.error) {
    return isSignedOut(asked.error) ? (
      <SignedOut />
    ) : (
      <Failure error={asked.error} onRetry={() => void asked.refetch()} />
    );
  }
  const items = asked.data?.items ?? [];
  const project = items.find(({ id }) => id === chosen) ?? projectOf(items, run.experiment.name);
  if (project === undefined) {
    return asked.isSuccess ? <p className={classes.text}>{texts.restore.noProject}</p> : null;
  }
  return (
    <>
      <Select
        label={texts.restore.project}
        data={items.map(({ id, root }) => ({ value: id, label: root }))}
        value={project.id}
        onChange={(id) => id !== null && setChosen(id)}
        allowDeselect={false}
        comboboxProps={{ transitionProps: { duration: 0 } }}
      />
      <Restoring key={project.id} project={project} run={run} onClose={onClose} />
    </>
  );
}
