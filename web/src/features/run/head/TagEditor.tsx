// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { Button, TextInput } from "@mantine/core";
import { useState } from "react";
import type { Run } from "../../../api/schema";
import { texts } from "../../../messages";
import { useChange } from "../changes";
import classes from "./RunHead.module.css";
import { tagChange, tagText } from "./tags";

const NEW = Symbol("a new tag");

/** A run's tags; one becomes a field when it is clicked, Enter keeps what is typed, Escape what was. */
export function TagEditor({ run }: { run: Run }) {
  const [edited, setEdited] = useState<string | typeof NEW>();
  const change = useChange(run.id);
  const keep = (old: string | undefined, typed: string): void => {
    const wanted = tagChange(run.tags, old, typed);
    setEdited(undefined);
    if (wanted !== undefined) {
      change.mutate(wanted);
    }
  };
  const field = (old: string | undefined, typed: string) => (
    <Field typed={typed} onKeep={(text) => keep(old, text)} onLeave={() => setEdited(undefined)} />
  );
  return (
    <ul className={classes.tags} aria-label={texts.run.tags}>
      {Object.entries(run.tags).map(([key, value]) => (
        <li key={key}>
          {edited === key ? (
            field(key, tagText(key, value))
          ) : (
            <span className={classes.tag}>
              <button
                type="button"
                dir="auto"
                title={texts.run.editTag(tagText(key, value))}
                onClick={() => setEdited(key)}
              >
                {tagText(key, value)}
              </button>
              <button
                type="button"
                className={classes.remove}
                aria-label={texts.run.removeTag(key)}
                onClick={() => change.mutate({ untag: [key] })}
              >
                ×
              </button>
            </span>
          )}
        </li>
      ))}
      <li>
        {edited === NEW ? (
          field(undefined, "")
        ) : (
          <Button size="compact-sm" variant="subtle" onClick={() => setEdited(NEW)}>
            {texts.run.addTag}
          </Button>
        )}
      </li>
    </ul>
  );
}

interface FieldProps {
  readonly typed: string;
  readonly onKeep: (typed: string) => void;
  readonly onLeave: () => void;
}

function Field({ typed, onKeep, onLeave }: FieldProps) {
  const [text, setText] = useState(typed);
  return (
    <form
      className={classes.field}
      onSubmit={(event) => {
        event.preventDefault();
        onKeep(text);
      }}
      onKeyDown={(event) => event.key === "Escape" && onLeave()}
    >
      <TextInput
        size="xs"
        autoFocus
        aria-label={texts.run.tagField}
        placeholder={texts.run.tagExample}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Button size="xs" type="submit">
        {texts.run.keep}
      </Button>
    </form>
  );
}
