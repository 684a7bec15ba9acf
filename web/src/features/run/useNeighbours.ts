// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useEffectEvent } from "react";
import type { Run } from "../../api/schema";
import { texts } from "../../messages";
import { tellFailure } from "./changes";
import { neighbour } from "./neighbours";

const KEYS: Readonly<Record<string, -1 | 1>> = { "[": -1, "]": 1 };

/** The keys `[` and `]` go to the same part of the previous and the next run of the list. */
export function useNeighbours(run: Run, tab: string): void {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const go = useEffectEvent(async (by: -1 | 1): Promise<void> => {
    try {
      const other = await neighbour(queries, run, by);
      if (other !== undefined) {
        await navigate({ to: "/runs/$run/$tab", params: { run: other, tab } });
      }
    } catch (error) {
      tellFailure(texts.panel.failed, error);
    }
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const by = KEYS[event.key];
      // Many keyboards have brackets behind AltGr, which some systems tell as Ctrl and Alt.
      const isCommand =
        (event.ctrlKey || event.altKey || event.metaKey) && !event.getModifierState("AltGraph");
      if (by !== undefined && !isCommand && !isElsewhere(event.target)) {
        void go(by);
      }
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
}

/** Keys typed into a field, a dialog or a menu are theirs. */
function isElsewhere(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target.closest('input, textarea, select, [role="dialog"], [role="menu"]') !== null)
  );
}
