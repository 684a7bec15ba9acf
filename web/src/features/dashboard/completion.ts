// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { quoted } from "../../api/filter";
import { ATTRIBUTES, FAMILIES, isNumeric, isTime, readField } from "./fields";
import { unquoted, type Writing } from "./filterText";

/** A text that can be written now. */
export interface Suggestion {
  readonly text: string;
  /** Whether more of the same word may follow, as after `metrics.`. */
  readonly isOpen: boolean;
}

export const MOST_SUGGESTED = 12;

const ORDERED = ["=", "!=", "<", "<=", ">", ">=", "in", "not in", "is null", "is not null"];
const TEXTUAL = [
  "=",
  "!=",
  "like",
  "not like",
  "ilike",
  "not ilike",
  "in",
  "not in",
  "is null",
  "is not null",
];
const EXACT = ["=", "!=", "in", "not in"];
const ALL = [...new Set([...ORDERED, ...TEXTUAL])];

function operatorsOf(field: string | undefined): readonly string[] {
  const read = field === undefined ? undefined : readField(field);
  if (field === undefined || read === undefined) {
    return ALL;
  }
  if (isNumeric(field) || isTime(field)) {
    return ORDERED;
  }
  if (read.kind === "member") {
    return ALL;
  }
  return read.name === "status" || read.name === "archived" ? EXACT : TEXTUAL;
}

/** What can be written, given the fields and the values of this field that are known. */
export function suggestionsFor(
  writing: Writing,
  fields: readonly string[],
  values: readonly string[],
): readonly Suggestion[] {
  const whole = (options: readonly string[]): readonly Suggestion[] =>
    matching(options, writing.partial).map((text) => ({ text, isOpen: false }));
  switch (writing.expected) {
    case "field":
      return fieldSuggestions(writing.partial, fields);
    case "operator":
      return whole(operatorsOf(writing.field));
    case "list":
      return [{ text: "(", isOpen: true }];
    case "null":
      return whole(["null", "not null"]);
    case "comma":
      return whole([",", ")"]);
    case "joiner":
      return whole(["and", "or"]);
    case "value": {
      const wanted = unquoted(writing.partial);
      const isBare = writing.field === "archived";
      return matching(values, wanted).map((value) => ({
        text: isBare ? value : quoted(value),
        isOpen: false,
      }));
    }
  }
}

function fieldSuggestions(partial: string, fields: readonly string[]): readonly Suggestion[] {
  const own = [...ATTRIBUTES, "not"].map((text) => ({ text, isOpen: false }));
  const families = FAMILIES.map((family) => ({ text: `${family}.`, isOpen: true }));
  const members = fields.map((text) => ({ text, isOpen: false }));
  const isMember = FAMILIES.some((family) => partial.startsWith(`${family}.`));
  const options = isMember ? members : [...own, ...families, ...(partial === "" ? [] : members)];
  const texts = new Set(
    matching(
      options.map(({ text }) => text),
      partial,
    ),
  );
  return options.filter(({ text }) => texts.has(text));
}

/** Those with the beginning first, then those with the part anywhere; nothing that is written out already. */
function matching(options: readonly string[], partial: string): readonly string[] {
  const wanted = partial.toLowerCase();
  const part = wanted.includes(".") ? wanted.slice(wanted.indexOf(".") + 1).replace(/^["`]/u, "") : wanted;
  const beginning = options.filter((option) => option.toLowerCase().startsWith(wanted));
  const inside = options.filter(
    (option) => !beginning.includes(option) && part !== "" && option.toLowerCase().includes(part),
  );
  return [...beginning, ...inside].filter((option) => option !== partial).slice(0, MOST_SUGGESTED);
}

/** The text with the suggestion in it, and where the caret goes on. */
export function accepted(
  text: string,
  caret: number,
  writing: Writing,
  suggestion: Suggestion,
): { readonly text: string; readonly caret: number } {
  const before = text.slice(0, writing.from);
  const rest = text.slice(caret);
  const gap = suggestion.isOpen || rest.startsWith(" ") ? "" : " ";
  const written = before + suggestion.text + gap;
  return { text: written + rest, caret: written.length };
}
