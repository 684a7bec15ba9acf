// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { Button, Menu, Modal, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { answer, client } from "../../api/client";
import { texts } from "../../messages";
import classes from "./BulkActions.module.css";
import { type Progress, withEach } from "./bulk";

type Action = "tag" | "archive" | "unarchive" | "cancel";

interface Done extends Progress<string> {
  readonly action: Action;
  readonly runs: readonly string[];
}

/** Something done with many runs: how far it is, what failed, and for an archiving the way back. */
export function useBulk(nameOf: (run: string) => string) {
  const queries = useQueryClient();
  const [done, setDone] = useState<Done | undefined>(undefined);
  const work = async (
    action: Action,
    runs: readonly string[],
    task: (run: string) => Promise<unknown>,
  ): Promise<void> => {
    const tell = (progress: Progress<string>): void => setDone({ ...progress, action, runs });
    tell({ done: 0, all: runs.length, failed: [] });
    tell(await withEach(runs, task, tell));
    await queries.invalidateQueries({ queryKey: ["runs"] });
  };
  const act = (action: Exclude<Action, "tag">, runs: readonly string[]): Promise<void> =>
    work(action, runs, (run) =>
      answer(client.POST("/runs/{run}/{action}", { params: { path: { run, action } } })),
    );
  const tag = (runs: readonly string[], key: string, value: string | null): Promise<void> =>
    work("tag", runs, (run) =>
      answer(client.PATCH("/runs/{run}", { params: { path: { run } }, body: { tags: { [key]: value } } })),
    );
  const report = done && (
    <BulkReport
      done={done}
      nameOf={nameOf}
      onUndo={() => {
        const failed = new Set(done.failed.map(({ item }) => item));
        void act(
          "unarchive",
          done.runs.filter((run) => !failed.has(run)),
        );
      }}
      onDismiss={() => setDone(undefined)}
    />
  );
  return { act, tag, report };
}

interface BulkReportProps {
  readonly done: Done;
  readonly nameOf: (run: string) => string;
  readonly onUndo: () => void;
  readonly onDismiss: () => void;
}

function BulkReport({ done, nameOf, onUndo, onDismiss }: BulkReportProps) {
  const { action, failed, all } = done;
  const isOver = done.done === all;
  return (
    <div className={classes.report}>
      <div role="status" className={classes.line}>
        <span>{texts.dashboard.actions.progress[action](done.done - failed.length, all)}</span>
        {!isOver && <progress value={done.done} max={all} />}
        {isOver && action === "archive" && (
          <Button size="xs" onClick={onUndo}>
            {texts.dashboard.actions.undo}
          </Button>
        )}
        {isOver && (
          <Button size="xs" variant="subtle" onClick={onDismiss}>
            {texts.dashboard.actions.dismiss}
          </Button>
        )}
      </div>
      {failed.length > 0 && (
        <div role="alert" className={classes.failed}>
          <strong>{texts.dashboard.actions.failed(failed.length)}</strong>
          <ul>
            {failed.map(({ item, error }) => (
              <li key={item}>
                <span dir="auto">{nameOf(item)}</span>:{" "}
                {error instanceof Error ? error.message : String(error)}
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}

interface BulkMenuProps {
  readonly selected: readonly string[];
  readonly bulk: Omit<ReturnType<typeof useBulk>, "report">;
}

/** What can be done with the selected runs. Canceling is asked about first, as it cannot be taken back. */
export function BulkMenu({ selected, bulk }: BulkMenuProps) {
  const [asks, setAsks] = useState<"tag" | "cancel" | undefined>(undefined);
  const close = (): void => setAsks(undefined);
  const words = texts.dashboard.actions;
  return (
    <>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <Button size="xs" disabled={selected.length === 0}>
            {words.more}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => setAsks("tag")}>{words.tag}</Menu.Item>
          <Menu.Item onClick={() => void bulk.act("archive", selected)}>{words.archive}</Menu.Item>
          <Menu.Item onClick={() => void bulk.act("unarchive", selected)}>{words.unarchive}</Menu.Item>
          <Menu.Item color="red" onClick={() => setAsks("cancel")}>
            {words.cancel}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Modal opened={asks === "tag"} onClose={close} title={words.tagTitle(selected.length)}>
        <TagForm
          onTag={(key, value) => {
            close();
            void bulk.tag(selected, key, value);
          }}
        />
      </Modal>
      <Modal opened={asks === "cancel"} onClose={close} title={words.cancelTitle(selected.length)}>
        <p>{words.cancelText}</p>
        <div className={classes.buttons}>
          <Button onClick={close} data-autofocus>
            {words.keep}
          </Button>
          <Button
            variant="filled"
            color="red"
            onClick={() => {
              close();
              void bulk.act("cancel", selected);
            }}
          >
            {words.cancel}
          </Button>
        </div>
      </Modal>
    </>
  );
}

function TagForm({ onTag }: { onTag: (key: string, value: string | null) => void }) {
  const [key, setKey] = useState("");
  const [value, setValue] = useState("");
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (key.trim() !== "") {
      onTag(key.trim(), value === "" ? null : value);
    }
  };
  return (
    <form onSubmit={submit} className={classes.form}>
      <TextInput
        label={texts.dashboard.actions.key}
        value={key}
        onChange={({ currentTarget }) => setKey(currentTarget.value)}
        data-autofocus
      />
      <TextInput
        label={texts.dashboard.actions.value}
        value={value}
        onChange={({ currentTarget }) => setValue(currentTarget.value)}
      />
      <div className={classes.buttons}>
        <Button type="submit" variant="filled" disabled={key.trim() === ""}>
          {texts.dashboard.actions.tag}
        </Button>
      </div>
    </form>
  );
}
