// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import type { Tags } from "../../../api/schema";
import type { Change } from "../changes";

/** A tag as it is typed: `key` or `key: value`. */
export function tagText(key: string, value: string | null): string {
  return value === null ? key : `${key}: ${value}`;
}

/** What a typed tag means; nothing when it has no key. The first `: ` or `:` at the end divides. */
export function readTag(typed: string): { key: string; value: string | null } | undefined {
  const text = typed.trim();
  const cut = /:(?:\s|$)/.exec(text)?.index ?? -1;
  const key = (cut < 0 ? text : text.slice(0, cut)).trim();
  return key === "" ? undefined : { key, value: cut < 0 ? null : text.slice(cut + 1).trim() };
}

/** The change that makes a tag as typed of the tag `old`, or a new one; nothing when all is as it was. */
export function tagChange(tags: Tags, old: string | undefined, typed: string): Change | undefined {
  const read = readTag(typed);
  if (read === undefined) {
    return undefined;
  }
  const { key, value } = read;
  const renamed = old !== undefined && old !== key;
  if (!renamed && Object.hasOwn(tags, key) && tags[key] === value) {
    return undefined;
  }
  return { tags: { [key]: value }, ...(renamed && { untag: [old] }) };
}
