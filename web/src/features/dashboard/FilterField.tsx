// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { useDebouncedValue, useHotkeys } from "@mantine/hooks";
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { field } from "../../api/filter";
import { ProblemError } from "../../api/problem";
import { texts } from "../../messages";
import { accepted, type Suggestion, suggestionsFor } from "./completion";
import classes from "./FilterField.module.css";
import { writingAt } from "./filterText";
import { keyFields, useKeyNames, useMetricNames, useValues } from "./useNames";

const TYPING_MS = 150;
const FAMILY_PART = /^(?:metrics|params|tags|properties)\.["`]?/u;

interface FilterFieldProps {
  readonly experiment: string | undefined;
  readonly filter: string;
  readonly error: unknown;
  readonly onFilter: (filter: string) => void;
}

/** The filter as a text, with what can be written next below it. Enter asks; a refusal of the server stands under the field. */
export function FilterField({ experiment, filter, error, onFilter }: FilterFieldProps) {
  const input = useRef<HTMLInputElement>(null);
  const list = useId();
  const fault = useId();
  const [text, setText] = useState(filter);
  const [caret, setCaret] = useState(0);
  const [isOpen, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  useEffect(() => setText(filter), [filter]);
  useHotkeys([["/", () => input.current?.focus()]]);

  const writing = useMemo(() => writingAt(text, caret), [text, caret]);
  const suggestions = useSuggestions(experiment, writing, isOpen);
  const shown = isOpen ? suggestions : [];
  const close = (): void => {
    setOpen(false);
    setActive(-1);
  };
  const type = (next: string, at: number): void => {
    setText(next);
    setCaret(at);
    setOpen(true);
    setActive(-1);
  };
  const accept = (suggestion: Suggestion): void => {
    const next = accepted(text, caret, writing, suggestion);
    // At once, as the next key may come before the next frame; the caret of a field that is written from outside goes to its end.
    flushSync(() => type(next.text, next.caret));
    input.current?.setSelectionRange(next.caret, next.caret);
  };
  const ask = (): void => {
    close();
    if (text.trim() !== filter.trim()) {
      onFilter(text.trim());
    }
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const chosen = shown[active];
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      setOpen(true);
      setActive(turned(active, event.key === "ArrowDown" ? 1 : -1, suggestions.length));
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (chosen) {
        accept(chosen);
      } else {
        ask();
      }
    } else if (event.key === "Escape" && isOpen) {
      event.stopPropagation();
      close();
    }
  };
  return (
    <div className={classes.field}>
      <input
        ref={input}
        role="combobox"
        aria-label={texts.dashboard.filter.label}
        aria-expanded={shown.length > 0}
        aria-controls={list}
        aria-autocomplete="list"
        aria-activedescendant={active >= 0 ? `${list}-${active}` : undefined}
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? fault : undefined}
        autoComplete="off"
        spellCheck={false}
        placeholder={texts.dashboard.filter.placeholder}
        className={classes.input}
        value={text}
        onChange={({ currentTarget }) =>
          type(currentTarget.value, currentTarget.selectionStart ?? currentTarget.value.length)
        }
        onSelect={({ currentTarget }) => setCaret(currentTarget.selectionStart ?? 0)}
        onKeyDown={onKeyDown}
        onBlur={ask}
      />
      <kbd className={classes.key}>/</kbd>
      <div
        id={list}
        role="listbox"
        aria-label={texts.dashboard.filter.suggestions}
        className={classes.list}
        hidden={shown.length === 0}
      >
        {shown.map((suggestion, index) => (
          <div
            key={suggestion.text}
            id={`${list}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === active}
            className={classes.option}
            dir="auto"
            // The field keeps the focus, as it would ask otherwise.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => accept(suggestion)}
            onKeyDown={() => undefined}
          >
            {suggestion.text}
          </div>
        ))}
      </div>
      {error instanceof ProblemError && (
        <div id={fault} role="alert" className={classes.fault}>
          <Fault message={error.message} />
        </div>
      )}
    </div>
  );
}

/** What is wrong, and below it the place in the text. */
function Fault({ message }: { message: string }) {
  const end = message.indexOf("\n");
  return (
    <>
      <p>{end < 0 ? message : message.slice(0, end)}</p>
      {end >= 0 && <pre>{message.slice(end + 1)}</pre>}
    </>
  );
}

function turned(active: number, by: 1 | -1, count: number): number {
  const next = active + by;
  return next >= count ? -1 : next < -1 ? count - 1 : next;
}

function useSuggestions(
  experiment: string | undefined,
  writing: ReturnType<typeof writingAt>,
  isOpen: boolean,
): readonly Suggestion[] {
  const isField = isOpen && writing.expected === "field";
  const [part] = useDebouncedValue(writing.partial.replace(FAMILY_PART, ""), TYPING_MS);
  const { names } = useMetricNames(experiment, part, isField && writing.partial !== "");
  const keys = useKeyNames(experiment, isField && /^(?:params|tags|properties)\./u.test(writing.partial));
  const values = useValues(
    experiment,
    isOpen && writing.expected === "value" && writing.field !== undefined ? writing.field : undefined,
  );
  return useMemo(() => {
    const fields = [...names.map((name) => field("metrics", name)), ...keyFields(keys)];
    return suggestionsFor(writing, fields, values);
  }, [writing, names, keys, values]);
}
