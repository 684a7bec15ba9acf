// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
//
// The common conditions of a filter as chips. The text is what counts; a chip is one of its conditions told shorter.
import { quoted } from "../../api/filter";
import { type Token, tokensOf, unquoted } from "./filterText";

/** `field = "value"` or `field in ("value", …)`, one of the parts that `and` joins. */
export interface Condition {
  readonly field: string;
  readonly values: readonly string[];
}

interface Part {
  readonly text: string;
  readonly tokens: readonly Token[];
}

/** Parts joined by `and` on the outside; one part where an `or` is there. */
function partsOf(filter: string): readonly Part[] {
  const parts: Token[][] = [[]];
  let depth = 0;
  for (const token of tokensOf(filter)) {
    const word = token.kind === "word" ? token.text.toLowerCase() : "";
    depth += token.kind === "open" ? 1 : token.kind === "close" ? -1 : 0;
    if (depth === 0 && word === "or") {
      return [{ text: filter.trim(), tokens: [] }];
    }
    if (depth === 0 && word === "and") {
      parts.push([]);
    } else {
      parts.at(-1)?.push(token);
    }
  }
  return parts
    .filter((tokens) => tokens.length > 0)
    .map((tokens) => ({ text: filter.slice(tokens[0]?.from, tokens.at(-1)?.to), tokens }));
}

function conditionOf({ tokens }: Part): Condition | undefined {
  const [field, sign, ...rest] = tokens;
  if (field?.kind !== "word" || sign === undefined || field.text.toLowerCase() === "not") {
    return undefined;
  }
  if (sign.text === "=" && rest.length === 1 && rest[0]?.kind === "text") {
    return { field: field.text, values: [unquoted(rest[0].text)] };
  }
  const listed = rest.slice(1, -1);
  const isList =
    sign.text.toLowerCase() === "in" &&
    rest[0]?.kind === "open" &&
    rest.at(-1)?.kind === "close" &&
    listed.length % 2 === 1 &&
    listed.every((token, index) => token.kind === (index % 2 === 0 ? "text" : "comma"));
  if (!isList) {
    return undefined;
  }
  const values = listed.filter((_, index) => index % 2 === 0).map((token) => unquoted(token.text));
  return { field: field.text, values };
}

export function conditionsOf(filter: string): readonly Condition[] {
  return partsOf(filter)
    .map(conditionOf)
    .filter((condition) => condition !== undefined);
}

function written({ field, values }: Condition): string {
  return values.length === 1 && values[0] !== undefined
    ? `${field} = ${quoted(values[0])}`
    : `${field} in (${values.map(quoted).join(", ")})`;
}

/** The filter in which the condition of this field is that one, in its old place or at the end; without values it is gone. */
export function withCondition(filter: string, condition: Condition): string {
  const parts = partsOf(filter);
  const texts: string[] = [];
  let isPlaced = condition.values.length === 0;
  for (const part of parts) {
    if (conditionOf(part)?.field !== condition.field) {
      texts.push(parts.length === 1 && part.tokens.length === 0 ? `(${part.text})` : part.text);
    } else if (!isPlaced) {
      texts.push(written(condition));
      isPlaced = true;
    }
  }
  if (texts.length === 1 && isPlaced && parts.length === 1 && condition.values.length === 0) {
    return filter.trim();
  }
  return (isPlaced ? texts : [...texts, written(condition)]).join(" and ");
}

/** Both hold; either may be empty. */
export function both(one: string | undefined, other: string | undefined): string | undefined {
  const texts = [one, other].filter((text) => text !== undefined && text.trim() !== "");
  return texts.length < 2 ? texts[0] : texts.map((text) => `(${text})`).join(" and ");
}
