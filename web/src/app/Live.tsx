// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useEffect, useState } from "react";
import { type Connection, type Hint, watchHints } from "../api/events";
import { Pace } from "./pace";
import { staleKeys } from "./stale";

const State = createContext<Connection>("waiting");

/** Whether hints come from the server just now. */
export function useConnection(): Connection {
  return useContext(State);
}

/** What a page asks while it opens may be older than the stream of hints; it is asked again once the page stands. */
const SETTLED_MS = 1_000;

/** Asks again for what the server's hints say is stale, at most twice a second, and not while nobody looks. */
export function Live({ children }: { children: ReactNode }) {
  const queries = useQueryClient();
  const [connection, setConnection] = useState<Connection>("waiting");
  useEffect(() => {
    const pace = new Pace<Hint>((hints) =>
      Promise.all(staleKeys(hints).map((queryKey) => queries.invalidateQueries({ queryKey }))),
    );
    const resync = () => pace.add({ kind: "resync" });
    let settling: ReturnType<typeof setTimeout> | undefined;
    const stop = watchHints({
      hint: (hint) => pace.add(hint),
      connection: (state) => {
        setConnection(state);
        if (state === "open" && settling === undefined) {
          settling = setTimeout(resync, SETTLED_MS);
        } else if (state === "open") {
          resync();
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
