// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { Button, Textarea } from "@mantine/core";
import { useState } from "react";
import type { Run } from "../../../api/schema";
import { texts } from "../../../messages";
import { Card } from "../../../ui/Card";
import { Empty } from "../../../ui/Empty";
import { useChange } from "../changes";
import classes from "./OverviewTab.module.css";

/** What people say of a run, as plain text, whatever it looks like. */
export function DescriptionCard({ run }: { run: Run }) {
  const [editing, setEditing] = useState(false);
  return (
    <Card
      title={texts.overview.description}
      actions={
        !editing && (
          <Button size="xs" onClick={() => setEditing(true)}>
            {texts.overview.edit}
          </Button>
        )
      }
    >
      {editing ? (
        <Form run={run} onDone={() => setEditing(false)} />
      ) : run.description === undefined || run.description === "" ? (
        <Empty title={texts.overview.noDescription} />
      ) : (
        <p className={classes.text} dir="auto">
          {run.description}
        </p>
      )}
    </Card>
  );
}

function Form({ run, onDone }: { run: Run; onDone: () => void }) {
  const [text, setText] = useState(run.description ?? "");
  const change = useChange(run.id);
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        change.mutate({ description: text }, { onSuccess: onDone });
      }}
    >
      <Textarea
        autosize
        minRows={4}
        maxRows={16}
        autoFocus
        maxLength={8_000}
        aria-label={texts.overview.description}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <div className={classes.buttons}>
        <Button size="xs" type="submit" variant="filled" loading={change.isPending}>
          {texts.run.keep}
        </Button>
        <Button size="xs" onClick={onDone}>
          {texts.run.close}
        </Button>
      </div>
    </form>
  );
}
