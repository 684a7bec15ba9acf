// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { Button, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { answer, client } from "../../api/client";
import { restorePlan } from "../../api/queries";
import type { Project, Restored, Run } from "../../api/schema";
import { texts } from "../../messages";
import { CommandLine } from "../../ui/CommandLine";
import { Failure } from "../../ui/Failure";
import { PlanLists } from "./PlanLists";
import classes from "./RestoreDialog.module.css";
import { isConfirmed, isSame } from "./restorePlan";

interface RestoringProps {
  readonly project: Project;
  readonly run: Run;
  readonly onClose: () => void;
}

/** What a restore would do, the confirmation, and what it did. Nothing but the plan is asked for before the confirmation. */
export function Restoring({ project, run, onClose }: RestoringProps) {
  const queries = useQueryClient();
  const plan = useQuery(restorePlan(project.id, run.id));
  const restore = useMutation({
    mutationFn: () =>
      answer(
        client.POST("/projects/{project}/restore", {
          params: { path: { project: project.id } },
          body: { run: run.id, dryRun: false },
        }),
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["projects", project.id, "folder"] }),
  });
  if (restore.data) {
    return <Done done={restore.data} onClose={onClose} />;
  }
  if (plan.error) {
    return <Failure error={plan.error} onRetry={() => void plan.refetch()} />;
  }
  if (plan.data === undefined) {
    return (
      <p className={classes.text} role="status">
        {texts.restore.looking}
      </p>
    );
  }
  return (
    <>
      {restore.error && <Failure error={restore.error} />}
      <Confirmation
        plan={plan.data}
        number={run.number}
        isBusy={restore.isPending}
        onRestore={() => restore.mutate()}
        onClose={onClose}
      />
    </>
  );
}

interface ConfirmationProps {
  readonly plan: Restored;
  readonly number: number;
  readonly isBusy: boolean;
  readonly onRestore: () => void;
  readonly onClose: () => void;
}

function Confirmation({ plan, number, isBusy, onRestore, onClose }: ConfirmationProps) {
  const [typed, setTyped] = useState("");
  const hasDeletions = plan.deleted.length > 0;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isConfirmed(plan, typed, number)) {
      onRestore();
    }
  };
  return (
    <form onSubmit={submit} className={classes.confirm}>
      {plan.notice !== undefined && <p className={classes.text}>{plan.notice}</p>}
      {isSame(plan) && <p className={classes.text}>{texts.restore.same}</p>}
      <PlanLists plan={plan} />
      {!isSame(plan) && <p className={classes.text}>{texts.restore.backup}</p>}
      {hasDeletions && (
        <TextInput
          label={texts.restore.type(number)}
          value={typed}
          inputMode="numeric"
          autoComplete="off"
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      )}
      <div className={classes.actions}>
        <Button onClick={onClose}>{texts.restore.cancel}</Button>
        {!isSame(plan) && (
          <Button
            type="submit"
            variant="filled"
            {...(hasDeletions ? { color: "red" } : {})}
            loading={isBusy}
            disabled={!isConfirmed(plan, typed, number)}
          >
            {texts.restore.restore}
          </Button>
        )}
      </div>
    </form>
  );
}

function Done({ done, onClose }: { done: Restored; onClose: () => void }) {
  return (
    <div className={classes.confirm}>
      <p className={classes.text} role="status">
        <strong>{texts.restore.done}</strong>
      </p>
      <PlanLists plan={done} />
      {done.backup !== undefined && (
        <div>
          <p className={classes.note}>{texts.restore.backupAt}</p>
          <CommandLine line={done.backup} what={texts.restore.backupPath} />
        </div>
      )}
      <div className={classes.actions}>
        <Button onClick={onClose}>{texts.restore.close}</Button>
      </div>
    </div>
  );
}
