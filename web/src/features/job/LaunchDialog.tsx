// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { Button, Modal, TagsInput, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import type { Run } from "../../api/schema";
import { texts } from "../../messages";
import { ArgumentsField } from "./ArgumentsField";
import { changedArguments, hasHidden, tagsOf } from "./arguments";
import { joinArguments } from "./commandLine";
import classes from "./LaunchDialog.module.css";
import { LaunchFailure } from "./LaunchFailure";
import { type Repetition, useRepeat } from "./useLaunch";

interface LaunchDialogProps {
  readonly run: Run;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Submits an earlier run once more, with other arguments if wanted. */
export function LaunchDialog({ run, opened, onClose }: LaunchDialogProps) {
  return (
    <Modal opened={opened} onClose={onClose} title={texts.launch.repeatTitle(run.number)} size="lg">
      <RepeatForm run={run} onClose={onClose} />
    </Modal>
  );
}

function RepeatForm({ run, onClose }: Omit<LaunchDialogProps, "opened">) {
  const [line, setLine] = useState(() => joinArguments(run.arguments));
  const [name, setName] = useState("");
  const [tags, setTags] = useState<string[]>([]);
  const repeat = useRepeat(run.id);
  const asked = changedArguments(line, run.arguments);
  const isHidden = hasHidden(run.arguments);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!("unclosed" in asked)) {
      repeat.mutate(bodyOf(asked.arguments, name, tags), { onSuccess: onClose });
    }
  };
  return (
    <form onSubmit={submit} className={classes.form}>
      <p className={classes.text}>{texts.launch.repeatText}</p>
      <TextInput
        label={texts.launch.script}
        value={run.script ?? ""}
        readOnly
        classNames={{ input: "mono" }}
      />
      <ArgumentsField line={line} onChange={setLine} warning={literal(asked)} />
      {isHidden && !("arguments" in asked) && <p className={classes.note}>{texts.launch.hidden}</p>}
      <TextInput
        label={texts.launch.name}
        value={name}
        maxLength={250}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <TagsInput
        label={texts.launch.tags}
        description={texts.launch.tagsHint}
        value={tags}
        onChange={setTags}
        splitChars={[]}
      />
      {repeat.error && <LaunchFailure error={repeat.error} />}
      <div className={classes.actions}>
        <Button onClick={onClose}>{texts.launch.cancel}</Button>
        <Button type="submit" variant="filled" loading={repeat.isPending} disabled={"unclosed" in asked}>
          {texts.launch.launch}
        </Button>
      </div>
    </form>
  );
}

function literal(asked: ReturnType<typeof changedArguments>): string | undefined {
  const isLiteral = "arguments" in asked && asked.arguments !== undefined && hasHidden(asked.arguments);
  return isLiteral ? texts.launch.literal : undefined;
}

function bodyOf(words: readonly string[] | undefined, name: string, tags: readonly string[]): Repetition {
  return {
    ...(words && { arguments: [...words] }),
    ...(name.trim() !== "" && { name: name.trim() }),
    ...(tags.length > 0 && { tags: tagsOf(tags) }),
  };
}
