// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { ActionIcon, Button, TextInput } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import {
  type ReactNode,
  useDeferredValue,
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from "react";
import { byteSize } from "../../format/number";
import { texts } from "../../messages";
import { Empty } from "../Empty";
import { Failure } from "../Failure";
import { Waiting } from "../Waiting";
import { plainLine } from "./ansi";
import { Lines, type LinesHandle } from "./Lines";
import type { TextReader } from "./reader";
import { StyledText } from "./StyledText";
import classes from "./TextView.module.css";
import { useEdges } from "./useEdges";
import { openLine, type TextLine } from "./window";

interface TextViewProps {
  readonly reader: TextReader;
  readonly label: string;
  /** Whether it opens at its end and stays there while it grows. */
  readonly follows?: boolean;
  /** Where the whole text can be had. */
  readonly download?: string;
  readonly empty?: ReactNode;
}

/** A text of any length: what is in sight of what was read, searched, wrapped, followed while it grows. */
export function TextView({ reader, label, follows = false, download, empty }: TextViewProps) {
  const reading = useSyncExternalStore(reader.subscribe, reader.reading);
  const lines = useLines(reading.window);
  const frame = useRef<HTMLDivElement>(null);
  const handle = useRef<LinesHandle>(null);
  const [wrap, setWrap] = useState(false);
  const [sought, setSought] = useState("");
  const mark = useDeferredValue(sought.toLowerCase());
  const edges = useEdges({ reader, reading, lines, frame, handle, follows });
  useHotkeys(follows ? [["f", edges.toEnd]] : []);
  if (reading.error !== undefined && !reading.opened) {
    return <Failure error={reading.error} onRetry={() => void reader.open()} />;
  }
  if (!reading.opened) {
    return <Waiting lines={8} />;
  }
  const first = reading.window.number;
  const width = first === undefined ? 0 : String(first + lines.length).length;
  return (
    <div className={classes.view}>
      <div className={classes.bar}>
        <Search
          lines={lines}
          sought={sought}
          mark={mark}
          onSeek={setSought}
          onGo={(line) => handle.current?.toLine(line)}
        />
        {follows && <span className="muted">{byteSize(reading.size)}</span>}
        <span className={classes.space} />
        {follows && (
          <Button
            size="xs"
            aria-pressed={edges.following}
            onClick={edges.toEnd}
            className={classes.follow ?? ""}
          >
            {edges.following ? texts.text.following : texts.text.follow}
          </Button>
        )}
        {!follows && (reading.window.from > 0 || reading.window.to < reading.size) && (
          <>
            <Button size="xs" onClick={() => void edges.toStart()}>
              {texts.text.start}
            </Button>
            <Button size="xs" onClick={() => void edges.toLast()}>
              {texts.text.end}
            </Button>
          </>
        )}
        <Button size="xs" aria-pressed={wrap} onClick={() => setWrap(!wrap)}>
          {texts.text.wrap}
        </Button>
        {download !== undefined && (
          <Button size="xs" component="a" href={download} download>
            {texts.text.download}
          </Button>
        )}
      </div>
      {reading.error !== undefined && <Failure error={reading.error} onRetry={() => void reader.newer()} />}
      {lines.length === 0 ? (
        (empty ?? <Empty title={texts.text.empty} />)
      ) : (
        <Lines
          count={lines.length}
          keyOf={(line) => lines[line]?.at ?? line}
          label={label}
          frame={frame}
          handle={handle}
          wrap={wrap}
          onScroll={edges.onScroll}
          line={(at) => (
            <>
              {first !== undefined && (
                <span className={classes.number} style={{ minWidth: `${width + 2}ch` }}>
                  {first + at}
                </span>
              )}
              <StyledText raw={lines[at]?.raw ?? ""} start={lines[at]?.start ?? {}} mark={mark} />
            </>
          )}
        />
      )}
      {edges.fresh > 0 && (
        <Button size="xs" variant="filled" className={classes.fresh ?? ""} onClick={edges.toEnd}>
          {texts.text.fresh(edges.fresh)}
        </Button>
      )}
      {!follows && reading.window.to < reading.size && (
        <Button
          size="xs"
          className={classes.fresh ?? ""}
          loading={reading.loading}
          onClick={() => void reader.newer()}
        >
          {texts.text.more(byteSize(reading.window.to), byteSize(reading.size))}
        </Button>
      )}
    </div>
  );
}

function useLines(window: ReturnType<TextReader["reading"]>["window"]): readonly TextLine[] {
  return useMemo(() => {
    const open = openLine(window);
    return open === undefined ? window.lines : [...window.lines, open];
  }, [window]);
}

interface SearchProps {
  readonly lines: readonly TextLine[];
  readonly sought: string;
  readonly mark: string;
  readonly onSeek: (text: string) => void;
  readonly onGo: (line: number) => void;
}

/** Finds lines among those that are loaded; Enter goes to the next, with Shift to the one before. */
function Search({ lines, sought, mark, onSeek, onGo }: SearchProps) {
  const [at, setAt] = useState(0);
  const hits = useMemo(() => hitsOf(lines, mark), [lines, mark]);
  const go = (step: number): void => {
    if (hits.length > 0) {
      const next = (at + step + hits.length) % hits.length;
      setAt(next);
      onGo(hits[next] ?? 0);
    }
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new text begins with its first line
  useEffect(() => setAt(-1), [mark]);
  return (
    <>
      <TextInput
        size="xs"
        className={classes.search ?? ""}
        placeholder={texts.text.search}
        aria-label={texts.text.search}
        value={sought}
        onChange={(event) => onSeek(event.currentTarget.value)}
        onKeyDown={(event) => event.key === "Enter" && go(event.shiftKey ? -1 : 1)}
      />
      {mark !== "" && (
        <span className={classes.hits} role="status">
          {texts.text.hits(hits.length)}
        </span>
      )}
      {hits.length > 0 && (
        <>
          <ActionIcon size="md" aria-label={texts.text.previous} onClick={() => go(-1)}>
            ↑
          </ActionIcon>
          <ActionIcon size="md" aria-label={texts.text.next} onClick={() => go(1)}>
            ↓
          </ActionIcon>
        </>
      )}
    </>
  );
}

function hitsOf(lines: readonly TextLine[], mark: string): readonly number[] {
  if (mark === "") {
    return [];
  }
  return lines.flatMap(({ raw }, at) => (plainLine(raw).toLowerCase().includes(mark) ? [at] : []));
}
