// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { API, answer, client } from "./client";
import type { RunStatus } from "./schema";

/** That something changed; what it is now is asked for. */
export interface Hint {
  readonly kind: "run" | "log" | "resync";
  readonly run?: string;
  readonly revision?: number;
  readonly status?: RunStatus;
  readonly log?: { readonly path: string; readonly size: number };
}

/**
 * Whether hints come: `waiting` while a connection is made, `lost` while the server does not answer, `signedOut` while it answers
 * only to who is signed in.
 */
export type Connection = "waiting" | "open" | "lost" | "signedOut";

export interface HintListener {
  hint(hint: Hint): void;
  connection(state: Connection): void;
}

const CHANNEL = "runlore-events";
const RETRY_MS = 2_000;

type Message =
  | { readonly hint: Hint }
  /** A state that is `known` is told once more, to a tab that has just been opened. */
  | { readonly connection: Connection; readonly known?: true }
  | { readonly asked: true };

/**
 * Listens to the server's hints until the returned function is called. One tab of a browser holds the connection and tells the
 * others, as a browser opens only six to a server.
 */
export function watchHints(listener: HintListener): () => void {
  const channel = new BroadcastChannel(CHANNEL);
  const ended = new AbortController();
  let leads: Lead | undefined;
  let isNew = true;
  const tell = (message: Message): void => {
    receive(listener, message);
    channel.postMessage(message);
  };
  channel.onmessage = (event: MessageEvent<Message>) => {
    if ("asked" in event.data) {
      leads?.repeat((message) => channel.postMessage(message));
    } else if (isNew || !("known" in event.data)) {
      isNew &&= !("connection" in event.data);
      receive(listener, event.data);
    }
  };
  listener.connection("waiting");
  channel.postMessage({ asked: true });
  const lead = async (): Promise<void> => {
    if (ended.signal.aborted) {
      return; // the lock came in the moment of the stop
    }
    leads = new Lead(tell);
    await new Promise<void>((resolve) => ended.signal.addEventListener("abort", () => resolve()));
  };
  // A stop while others lead ends the wait with an AbortError, which is how it shall end.
  navigator.locks.request(CHANNEL, { signal: ended.signal }, lead).catch(() => undefined);
  return () => {
    ended.abort();
    leads?.close();
    channel.close();
  };
}

function receive(listener: HintListener, message: Message): void {
  if ("hint" in message) {
    listener.hint(message.hint);
  } else if ("connection" in message) {
    listener.connection(message.connection);
  }
}

/** The connection itself. The browser takes up a broken one by itself, but not one that was refused. */
class Lead {
  private source: EventSource | undefined;
  private state: Connection = "waiting";
  private again: ReturnType<typeof setTimeout> | undefined;
  private ended = false;
  private readonly tell: (message: Message) => void;

  constructor(tell: (message: Message) => void) {
    this.tell = tell;
    this.open();
  }

  repeat(tell: (message: Message) => void): void {
    tell({ connection: this.state, known: true });
  }

  close(): void {
    this.ended = true;
    clearTimeout(this.again);
    if (this.source !== undefined) {
      this.source.onerror = null;
      this.source.close();
    }
  }

  private open(): void {
    const source = new EventSource(`${API}/events`);
    this.source = source;
    source.onopen = () => this.become("open");
    source.onerror = () => {
      if (source.readyState === EventSource.CLOSED) {
        void this.refused();
      } else {
        this.become("lost");
      }
    };
    for (const kind of ["run", "log", "resync"] as const) {
      source.addEventListener(kind, (event) => this.tell({ hint: hintOf(kind, event.data) }));
    }
  }

  private async refused(): Promise<void> {
    const state = (await needsSignIn()) ? "signedOut" : "lost";
    if (!this.ended) {
      this.become(state);
      this.again = setTimeout(() => this.open(), RETRY_MS);
    }
  }

  private become(state: Connection): void {
    this.state = state;
    this.tell({ connection: state });
  }
}

// A refusal's reason does not reach an EventSource, so it is asked for.
async function needsSignIn(): Promise<boolean> {
  try {
    const { required, signedIn } = await answer(client.GET("/studio/session"));
    return required && !signedIn;
  } catch {
    return false;
  }
}

function hintOf(kind: Hint["kind"], data: string): Hint {
  return { ...(data === "" ? {} : (JSON.parse(data) as Omit<Hint, "kind">)), kind };
}
