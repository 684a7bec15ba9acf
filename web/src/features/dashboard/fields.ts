// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
//
// What can be a column, an axis or part of a condition: a field of the filter language, taken apart.
import { AGGREGATES, type Aggregate, type Family, field } from "../../api/filter";
import { texts } from "../../messages";

export const ATTRIBUTES = [
  "id",
  "name",
  "number",
  "experiment",
  "status",
  "created",
  "started",
  "ended",
  "duration",
  "script",
  "target",
  "user",
  "host",
  "description",
  "parent",
  "snapshot",
  "archived",
] as const;

export type Attribute = (typeof ATTRIBUTES)[number];

export const FAMILIES: readonly Family[] = ["metrics", "params", "tags", "properties"];

const ATTRIBUTE_SET: ReadonlySet<string> = new Set(ATTRIBUTES);
const AGGREGATE_END = new RegExp(`^(.*)\\.(${AGGREGATES.join("|")})$`, "su");
const QUOTED = /^(["`])((?:(?!\1).|\1\1)*)\1(?:\.(\w+))?$/su;

/** A field that is one of a run's own; `tags` alone is all tags in one column. */
export type Field =
  | { readonly kind: "attribute"; readonly name: Attribute | "tags" }
  | {
      readonly kind: "member";
      readonly family: Family;
      readonly name: string;
      readonly aggregate: Aggregate;
    };

/** @returns undefined where the text is no field */
export function readField(text: string): Field | undefined {
  if (ATTRIBUTE_SET.has(text) || text === "tags") {
    return { kind: "attribute", name: text as Attribute | "tags" };
  }
  const family = FAMILIES.find((each) => text.startsWith(`${each}.`));
  if (family === undefined || text.length === family.length + 1) {
    return undefined;
  }
  const rest = text.slice(family.length + 1);
  const quoted = QUOTED.exec(rest);
  if (quoted) {
    const [, quote = '"', inner = "", end] = quoted;
    const aggregate = end === undefined ? "last" : AGGREGATES.find((each) => each === end);
    return aggregate && { kind: "member", family, name: inner.replaceAll(quote + quote, quote), aggregate };
  }
  const ended = family === "metrics" ? AGGREGATE_END.exec(rest) : null;
  return {
    kind: "member",
    family,
    name: ended?.[1] ?? rest,
    aggregate: (ended?.[2] as Aggregate | undefined) ?? "last",
  };
}

/** As the server names it in answers: in its shortest form. */
export function writeField(read: Field): string {
  if (read.kind === "attribute") {
    return read.name;
  }
  const aggregate = read.family === "metrics" && read.aggregate !== "last" ? read.aggregate : undefined;
  return field(read.family, read.name, aggregate);
}

/** What a person calls it. */
export function fieldLabel(text: string): string {
  const read = readField(text);
  if (read === undefined) {
    return text;
  }
  if (read.kind === "attribute") {
    return texts.dashboard.fields[read.name];
  }
  return read.aggregate === "last"
    ? read.name
    : `${read.name} · ${texts.dashboard.aggregates[read.aggregate]}`;
}

/** The title above columns of one family; own fields of a run have none. */
export function fieldGroup(text: string): string | undefined {
  const read = readField(text);
  return read?.kind === "member" ? texts.dashboard.families[read.family] : undefined;
}

export function isNumeric(text: string): boolean {
  const read = readField(text);
  return read?.kind === "member"
    ? read.family === "metrics"
    : read?.name === "duration" || read?.name === "number";
}

export function isTime(text: string): boolean {
  return text === "created" || text === "started" || text === "ended";
}

/** Fields with commas between them; a comma in quotes is part of a name. */
export function splitFields(list: string): readonly string[] {
  const parts = list.match(/(?:"(?:[^"]|"")*"|`(?:[^`]|``)*`|[^,"`])+/gu) ?? [];
  return parts.map((part) => part.trim()).filter((part) => part !== "");
}
