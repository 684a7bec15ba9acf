// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { TextInput } from "@mantine/core";
import { texts } from "../../messages";
import { splitArguments } from "./commandLine";

interface ArgumentsFieldProps {
  readonly line: string;
  readonly onChange: (line: string) => void;
  /** Beside what is wrong with the line itself. */
  readonly warning?: string | undefined;
  readonly label?: boolean;
}

/** A line of arguments, which says when a quote is open. */
export function ArgumentsField({ line, onChange, warning, label = true }: ArgumentsFieldProps) {
  const split = splitArguments(line);
  const error = "unclosed" in split ? texts.launch.unclosed(split.unclosed) : undefined;
  return (
    <TextInput
      {...(label
        ? { label: texts.launch.arguments, description: texts.launch.argumentsHint }
        : { "aria-label": texts.launch.arguments, placeholder: texts.launch.arguments })}
      classNames={{ input: "mono" }}
      value={line}
      onChange={(event) => onChange(event.currentTarget.value)}
      error={error ?? warning}
      autoComplete="off"
      spellCheck={false}
    />
  );
}
