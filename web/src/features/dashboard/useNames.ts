// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { type Family, field } from "../../api/filter";
import { metricNames, runGroups, runPage } from "../../api/queries";
import { texts } from "../../messages";
import { readField } from "./fields";

const NAMES_SHOWN = 50;
const RUNS_ASKED = 100;
const MOST_VALUES = 200;
const CHOOSABLE: ReadonlySet<string> = new Set([
  "experiment",
  "script",
  "target",
  "user",
  "host",
  "status",
  "archived",
]);

/** Metrics with the part in their name, as many as can be looked at. */
export function useMetricNames(experiment: string | undefined, part: string, enabled: boolean) {
  const asked = useQuery({
    ...metricNames({
      ...(experiment !== undefined && { experiment }),
      ...(part !== "" && { q: part }),
      limit: NAMES_SHOWN,
    }),
    enabled,
  });
  return useMemo(
    () => ({
      names: [...new Set((asked.data?.items ?? []).map(({ name }) => name))],
      hasMore: asked.data?.nextPageToken !== undefined,
    }),
    [asked.data],
  );
}

export type KeyNames = Readonly<Record<Exclude<Family, "metrics">, readonly string[]>>;

const KEYED = ["params", "tags", "properties"] as const;

/** The keys that the newest runs have. */
export function useKeyNames(experiment: string | undefined, enabled: boolean): KeyNames {
  const asked = useQuery({
    ...runPage({
      ...(experiment !== undefined && { experiment }),
      columns: KEYED.join(","),
      limit: RUNS_ASKED,
    }),
    enabled,
    placeholderData: keepPreviousData,
  });
  return useMemo(() => keyNames(asked.data?.columns ?? {}), [asked.data]);
}

export function keyNames(columns: Readonly<Record<string, readonly unknown[]>>): KeyNames {
  const of = (family: string): readonly string[] => {
    const names = (columns[family] ?? []).flatMap((each) => Object.keys((each as object | null) ?? {}));
    return [...new Set(names)].sort();
  };
  return { params: of("params"), tags: of("tags"), properties: of("properties") };
}

/** The fields of these keys as a filter names them. */
export function keyFields(names: KeyNames): readonly string[] {
  return KEYED.flatMap((family) => names[family].map((name) => field(family, name)));
}

/** The values that runs have of a field, where they can be counted; nothing for names, numbers and times. */
export function useValues(experiment: string | undefined, about: string | undefined): readonly string[] {
  const read = about === undefined ? undefined : readField(about);
  const isKept = about === "status" || about === "archived";
  const isAsked =
    !isKept && (read?.kind === "member" ? read.family !== "metrics" : CHOOSABLE.has(read?.name ?? ""));
  const asked = useQuery({
    ...runGroups({ by: about ?? "", ...(experiment !== undefined && { experiment }) }),
    enabled: isAsked,
    // Too many groups are refused: then there is nothing to choose from.
    retry: false,
  });
  return useMemo(() => {
    if (about === "status") {
      return Object.keys(texts.status);
    }
    if (about === "archived") {
      return ["true", "false"];
    }
    const groups = isAsked && !asked.isPlaceholderData ? (asked.data?.items ?? []) : [];
    return groups
      .flatMap(({ key }) => Object.values(key))
      .filter((value) => value !== null)
      .slice(0, MOST_VALUES);
  }, [about, isAsked, asked.data, asked.isPlaceholderData]);
}
