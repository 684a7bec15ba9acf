// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { useDebouncedValue } from "@mantine/hooks";
import { createSpotlight, Spotlight, type SpotlightActionData } from "@mantine/spotlight";
import { useQuery } from "@tanstack/react-query";
import { type NavigateOptions, useNavigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { answer, client } from "../api/client";
import { quoted } from "../api/filter";
import { experiments } from "../api/queries";
import { texts } from "../messages";
import classes from "./Palette.module.css";

const [store, palette] = createSpotlight();

const FOUND = 8;

/** The field in the top bar that opens the palette. */
export function PaletteButton() {
  return (
    <button type="button" className={classes.button} onClick={palette.open}>
      <span>{texts.shell.search}</span>
      <kbd>Ctrl K</kbd>
    </button>
  );
}

/** Search over runs and experiments, and a way to every page, from anywhere. */
export function Palette() {
  const [asked, setAsked] = useState("");
  const [settled] = useDebouncedValue(asked.trim(), 150);
  const navigate = useNavigate();
  const found = useFound(settled);
  const action = (
    id: string,
    label: string,
    description: string,
    to: NavigateOptions,
  ): SpotlightActionData => ({
    id,
    label,
    description,
    onClick: () => void navigate(to),
  });
  const pages = [
    action("page-home", texts.shell.home, "", { to: "/" }),
    action("page-projects", texts.shell.projects, "", { to: "/projects" }),
    action("page-experiments", texts.shell.experiments, "", { to: "/experiments" }),
    action("page-runs", texts.shell.allRuns, "", { to: "/runs" }),
    action("page-jobs", texts.shell.jobs, "", { to: "/jobs" }),
  ].filter((page) => page.label?.toLowerCase().includes(asked.trim().toLowerCase()));
  const actions = [
    ...pages,
    ...found.experiments.map(({ id, name }) =>
      action(`experiment-${id}`, name, texts.shell.experiments, {
        to: "/experiments/$experiment",
        params: { experiment: id },
      }),
    ),
    ...found.runs.map(({ id, name, experiment }) =>
      action(`run-${id}`, name, experiment, { to: "/runs/$run/$tab", params: { run: id, tab: "overview" } }),
    ),
  ];
  const shown = actions.map(({ id }) => id).join(" ");
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever other things are shown
  useEffect(selectFirst, [shown]);
  return (
    <Spotlight
      store={store}
      actions={actions}
      filter={(_, all) => all}
      query={asked}
      onQueryChange={setAsked}
      nothingFound={texts.shell.searchEmpty}
      shortcut={["mod + K"]}
      scrollable
      maxHeight={420}
      // Its field stays where it is while what is found changes.
      centered={false}
      yOffset="12vh"
      overlayProps={{ blur: 0 }}
      classNames={{ action: classes.action ?? "" }}
      searchProps={{ placeholder: texts.shell.search, "aria-label": texts.shell.search }}
    />
  );
}

/** What Enter goes to. The palette selects by itself only what is there when one types; what is found comes later. */
function selectFirst(): void {
  const list = document.getElementById(store.getState().listId);
  const first = list?.querySelector("[data-action]");
  if (first && list?.querySelector("[data-selected]") === null) {
    first.setAttribute("data-selected", "true");
    store.updateState((state) => ({ ...state, selected: 0 }));
  }
}

interface Found {
  readonly experiments: readonly { readonly id: string; readonly name: string }[];
  readonly runs: readonly { readonly id: string; readonly name: string; readonly experiment: string }[];
}

function useFound(text: string): Found {
  const all = useQuery({ ...experiments({ limit: 1_000 }), enabled: text !== "" });
  const runs = useQuery({
    queryKey: ["runs", "search", text],
    queryFn: async ({ signal }) => {
      const { columns } = await answer(
        client.GET("/runs", {
          params: { query: { filter: filterFor(text), columns: "id,name,number,experiment", limit: FOUND } },
          signal,
        }),
      );
      return (columns.id ?? []).map((id, row) => ({
        id: String(id),
        name: String(columns.name?.[row] ?? id),
        experiment: `${String(columns.experiment?.[row])} · ${String(columns.number?.[row])}`,
      }));
    },
    enabled: text !== "",
  });
  const wanted = text.toLowerCase();
  const named = (all.data?.items ?? [])
    .filter(({ name }) => name.toLowerCase().includes(wanted))
    .slice(0, FOUND);
  return { experiments: text === "" ? [] : named, runs: text === "" ? [] : (runs.data ?? []) };
}

function filterFor(text: string): string {
  return `name like ${quoted(`%${text}%`)} or id like ${quoted(`${text}%`)}`;
}
