// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { type CSSProperties, memo } from "react";
import { type Colour, type Span, type Style, styledLine } from "./ansi";
import classes from "./StyledText.module.css";

/** Longest part of a line that is put on the page; the rest is in the download. */
const LONGEST = 5_000;

interface StyledTextProps {
  readonly raw: string;
  readonly start: Style;
  /** Text to mark, in lower case; nothing when empty. */
  readonly mark: string;
}

/** A line with its colours; text and nothing else. */
export const StyledText = memo(function StyledText({ raw, start, mark }: StyledTextProps) {
  const short = raw.length > LONGEST * 2 ? raw.slice(0, LONGEST * 2) : raw;
  const { spans } = styledLine(short, start);
  const length = spans.reduce((sum, span) => sum + span.text.length, 0);
  let at = 0;
  return (
    <span className={classes.text} dir="auto">
      {spans.map((span) => {
        const key = at;
        at += span.text.length;
        const text =
          key + span.text.length > LONGEST ? span.text.slice(0, Math.max(0, LONGEST - key)) : span.text;
        return <Run key={key} span={{ ...span, text }} mark={mark} />;
      })}
      {(length > LONGEST || short !== raw) && <span className={classes.cut}>…</span>}
    </span>
  );
});

function Run({ span, mark }: { span: Span; mark: string }) {
  const { style } = span;
  const content = mark === "" ? span.text : <Marked text={span.text} mark={mark} />;
  if (Object.keys(style).length === 0) {
    return content;
  }
  return (
    <span
      className={classes.run}
      data-foreground={typeof style.foreground === "number" ? style.foreground : undefined}
      data-background={typeof style.background === "number" ? style.background : undefined}
      data-bold={style.bold}
      data-faint={style.faint}
      data-italic={style.italic}
      data-underline={style.underline}
      data-inverse={style.inverse}
      style={ownColours(style)}
    >
      {content}
    </span>
  );
}

function ownColours({ foreground, background }: Style): CSSProperties {
  const own = (colour: Colour | undefined) => (typeof colour === "string" ? colour : undefined);
  return {
    ...(own(foreground) !== undefined && { color: own(foreground) }),
    ...(own(background) !== undefined && { backgroundColor: own(background) }),
  };
}

function Marked({ text, mark }: { text: string; mark: string }) {
  const small = text.toLowerCase();
  const parts = [];
  let at = 0;
  for (let found = small.indexOf(mark); found >= 0; found = small.indexOf(mark, at)) {
    parts.push(text.slice(at, found), <mark key={found}>{text.slice(found, found + mark.length)}</mark>);
    at = found + mark.length;
  }
  return [...parts, text.slice(at)];
}
