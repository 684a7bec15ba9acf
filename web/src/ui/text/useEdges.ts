// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import type { LinesHandle } from "./Lines";
import type { Reading, TextReader } from "./reader";
import type { TextLine } from "./window";

interface Watched {
  readonly reader: TextReader;
  readonly reading: Reading;
  readonly lines: readonly TextLine[];
  readonly frame: RefObject<HTMLDivElement | null>;
  readonly handle: RefObject<LinesHandle | null>;
  readonly follows: boolean;
}

export interface Edges {
  readonly following: boolean;
  /** Lines that came since the end was left. */
  readonly fresh: number;
  readonly toEnd: () => void;
  readonly toStart: () => Promise<void>;
  /** To the end of a text that is not followed. */
  readonly toLast: () => Promise<void>;
  readonly onScroll: () => void;
}

const NEAR = 36;
const AHEAD = 2_000;

/** What happens at both ends of a text: older lines come, the end is followed until someone scrolls away from it. */
export function useEdges({ reader, reading, lines, frame, handle, follows }: Watched): Edges {
  const [following, setFollowing] = useState(follows);
  const [left, setLeft] = useState(0);
  const end = reading.window.to;
  const first = lines[0]?.at;
  const seen = useRef({ first, top: 0, at: 0 });
  const followed = useRef(following);
  followed.current = following;

  // Lines that came before push what is looked at down; it is put back where it was.
  useLayoutEffect(() => {
    const before = seen.current.first;
    seen.current.first = first;
    if (following || before === undefined || first === undefined || first === before) {
      return;
    }
    const line = lines.findIndex(({ at }) => at >= seen.current.at);
    handle.current?.toLine(Math.max(0, line), "start");
  }, [first, following, lines, handle]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: each piece that comes is followed
  useEffect(() => {
    if (following && lines.length > 0) {
      handle.current?.toLine(lines.length - 1, "end");
    }
  }, [following, end, lines.length]);

  const onScroll = useCallback(() => {
    const element = frame.current;
    if (element === null) {
      return;
    }
    const { scrollTop, clientHeight, scrollHeight } = element;
    const up = scrollTop < seen.current.top;
    seen.current.top = scrollTop;
    seen.current.at = lines[handle.current?.firstSeen() ?? 0]?.at ?? 0;
    const { window, size } = reader.reading();
    const atEnd = scrollTop + clientHeight >= scrollHeight - NEAR;
    if (follows && atEnd && window.to >= size) {
      setFollowing(true);
    } else if (up) {
      setFollowing(false);
      setLeft((at) => (followed.current ? window.to : at));
    }
    if (up && scrollTop < AHEAD && window.from > 0) {
      void reader.older();
    } else if (!up && scrollTop + clientHeight > scrollHeight - AHEAD && follows && window.to < size) {
      void reader.newer();
    }
  }, [reader, follows, lines, frame, handle]);

  const toEnd = useCallback(() => {
    setFollowing(true);
    const { window, size } = reader.reading();
    if (window.to < size) {
      void reader.openEnd(size);
    }
  }, [reader]);

  const fresh = following || !follows ? 0 : lines.filter(({ at }) => at >= left).length;
  const jump = useCallback(
    async (open: () => Promise<void>, toEnd: boolean) => {
      await open();
      const element = frame.current;
      if (element !== null) {
        seen.current = { first: undefined, top: 0, at: 0 };
        // The lines are on the page with the next frame.
        requestAnimationFrame(() => element.scrollTo({ top: toEnd ? element.scrollHeight : 0 }));
      }
    },
    [frame],
  );
  const toStart = useCallback(() => jump(() => reader.open(), false), [jump, reader]);
  const toLast = useCallback(() => jump(() => reader.openEnd(reader.reading().size), true), [jump, reader]);
  return { following, fresh, toEnd, toStart, toLast, onScroll };
}
