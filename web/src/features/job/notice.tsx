// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { notifications } from "@mantine/notifications";
import type { QueryClient } from "@tanstack/react-query";
import type { AnyRouter } from "@tanstack/react-router";
import type { Submitted } from "../../api/schema";
import { texts } from "../../messages";
import { nameOf } from "./name";

/** Tells of a run that was submitted, with a way to it, and has the jobs and the tables asked for anew. */
export function announce({ run }: Submitted, router: AnyRouter, queries: QueryClient): void {
  void queries.invalidateQueries({ queryKey: ["jobs"] });
  void queries.invalidateQueries({ queryKey: ["runs"] });
  const to = { to: "/runs/$run/$tab", params: { run: run.id, tab: "overview" } };
  // Notifications are outside the router, so its link cannot be used in them.
  const id = notifications.show({
    title: texts.launch.launched,
    message: (
      <>
        {texts.launch.launchedText(nameOf(run))}{" "}
        <a
          href={router.buildLocation(to).href}
          onClick={(event) => {
            event.preventDefault();
            notifications.hide(id);
            void router.navigate(to);
          }}
        >
          {texts.launch.show}
        </a>
      </>
    ),
    autoClose: 10_000,
  });
}
