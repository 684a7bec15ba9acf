// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useEffect, useState } from "react";
import { type Connection, type Hint, watchHints } from "../api/events";
import { Pace } from "./pace";
import { askedBefore } from "./queries";
import { staleKeys } from "./stale";

const State = createContext<Connection>("waiting");

/** Whether hints come from the server just now. */
export function useConnection(): Connection {
  return useContext(State);
}

/** When a page stands that has just been opened. */
const SETTLED_MS = 1_000;

/** Asks again for what the server's hints say is stale, at most twice a second, and not while nobody looks. */
export function Live({ children }: { children: ReactNode }) {
  const queries = useQueryClient();
  const [connection, setConnection] = useState<Connection>("waiting");
  useEffect(() => {
    const pace = new Pace<Hint>((hints) =>
      Promise.all(staleKeys(hints).map((queryKey) => queries.invalidateQueries({ queryKey }))),
    );
    let settling: ReturnType<typeof setTimeout> | undefined;
    // What was asked before the first hint could come may be older than it; that waits until the page stands.
    const settle = (opened: number) => void queries.invalidateQueries({ predicate: askedBefore(opened) });
    const stop = watchHints({
      hint: (hint) => pace.add(hint),
      connection: (state) => {
        setConnection(state);
        if (state === "open" && settling === undefined) {
          settling = setTimeout(settle, SETTLED_MS, performance.now());
        } else if (state === "open") {
          // What the page still waits for may have been asked of a server that is gone.
          pace.hurry({ kind: "resync" });
        }
      },
    });
    return () => {
      clearTimeout(settling);
      stop();
      pace.close();
    };
  }, [queries]);
  return <State value={connection}>{children}</State>;
}
