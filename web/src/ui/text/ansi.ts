// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
//
// Colours and weights that terminals know (SGR), and nothing else of theirs: titles, links, clipboards and cursor moves are dropped.

/** One of the sixteen named colours by number, or a colour of its own as CSS. */
export type Colour = number | string;

export interface Style {
  readonly foreground?: Colour;
  readonly background?: Colour;
  readonly bold?: true;
  readonly faint?: true;
  readonly italic?: true;
  readonly underline?: true;
  readonly inverse?: true;
}

export interface Span {
  readonly text: string;
  readonly style: Style;
}

export interface StyledLine {
  readonly spans: readonly Span[];
  /** What holds for the next line. */
  readonly end: Style;
}

export const PLAIN: Style = {};

// CSI; strings (OSC, DCS, SOS, PM, APC) with their end or to the end of the line; other escapes; C0 but tab, DEL and C1.
const CONTROL =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  /(?:\x1b\[|\x9b)([0-?]*)([ -/]*)([@-~])?|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?|\x1b[ -/]*[0-~]?|[\x00-\x08\x0a-\x1f\x7f-\x9f]/g;

/** The last state of a line that was overwritten from its beginning, with the colours that were set before. */
export function lastState(raw: string): string {
  const body = raw.replace(/\r+$/, "");
  const cut = body.lastIndexOf("\r");
  if (cut < 0) {
    return body;
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escapes are what is looked for
  const colours = body.slice(0, cut).match(/\x1b\[[0-9;:]*m/g) ?? [];
  return colours.slice(-COLOURS_KEPT).join("") + body.slice(cut + 1);
}

const COLOURS_KEPT = 16;

/** A line as runs of text of one style each. */
export function styledLine(raw: string, start: Style): StyledLine {
  const spans: Span[] = [];
  let style = start;
  let at = 0;
  const text = lastState(raw);
  for (const found of text.matchAll(CONTROL)) {
    push(spans, text.slice(at, found.index), style);
    at = found.index + found[0].length;
    if (found[3] === "m" && found[2] === "") {
      style = changed(style, found[1] ?? "");
    }
  }
  push(spans, text.slice(at), style);
  return { spans, end: style };
}

/** What is read of a line. */
export function plainLine(raw: string): string {
  return lastState(raw).replace(CONTROL, "");
}

function push(spans: Span[], text: string, style: Style): void {
  const last = spans.at(-1);
  if (text === "") {
    return;
  }
  if (last?.style === style) {
    spans[spans.length - 1] = { text: last.text + text, style };
  } else {
    spans.push({ text, style });
  }
}

/** SGR with its parameters. Unknown ones change nothing. */
function changed(style: Style, parameters: string): Style {
  let now = style;
  const codes = parameters.split(";");
  for (let place = 0; place < codes.length; place++) {
    const code = codes[place] ?? "";
    const [own, ...parts] = code.split(":").map(Number);
    if (own !== 38 && own !== 48) {
      now = simple(now, own ?? 0);
      continue;
    }
    const rest = parts.length > 0 ? parts : codes.slice(place + 1).map(Number);
    const used = rest[0] === 5 ? 2 : rest[0] === 2 ? 4 : 0;
    const colour = parts.length > 4 ? rgb(parts.slice(-3)) : colourOf(rest);
    if (parts.length === 0) {
      place += used;
    }
    now =
      colour === undefined
        ? now
        : own === 38
          ? { ...now, foreground: colour }
          : { ...now, background: colour };
  }
  return now;
}

function simple(style: Style, code: number): Style {
  const { foreground, background, bold, faint, italic, underline, inverse } = style;
  if (code >= 30 && code <= 37) return { ...style, foreground: code - 30 };
  if (code >= 90 && code <= 97) return { ...style, foreground: code - 82 };
  if (code >= 40 && code <= 47) return { ...style, background: code - 40 };
  if (code >= 100 && code <= 107) return { ...style, background: code - 92 };
  switch (code) {
    case 0:
      return PLAIN;
    case 1:
      return { ...style, bold: true };
    case 2:
      return { ...style, faint: true };
    case 3:
      return { ...style, italic: true };
    case 4:
      return { ...style, underline: true };
    case 7:
      return { ...style, inverse: true };
    case 22:
      return without({ foreground, background, italic, underline, inverse });
    case 23:
      return without({ foreground, background, bold, faint, underline, inverse });
    case 24:
      return without({ foreground, background, bold, faint, italic, inverse });
    case 27:
      return without({ foreground, background, bold, faint, italic, underline });
    case 39:
      return without({ background, bold, faint, italic, underline, inverse });
    case 49:
      return without({ foreground, bold, faint, italic, underline, inverse });
    default:
      return style;
  }
}

function without(style: { [K in keyof Style]: Style[K] | undefined }): Style {
  return Object.fromEntries(Object.entries(style).filter(([, value]) => value !== undefined)) as Style;
}

function colourOf(parts: readonly number[]): Colour | undefined {
  const [how, first = Number.NaN] = parts;
  if (how === 2) {
    return rgb(parts.slice(1, 4));
  }
  if (how !== 5 || !(first >= 0 && first <= 255)) {
    return undefined;
  }
  if (first < 16) {
    return first;
  }
  if (first >= 232) {
    return rgb(Array<number>(3).fill(8 + (first - 232) * 10));
  }
  const cube = first - 16;
  return rgb([cube / 36, (cube / 6) % 6, cube % 6].map((part) => level(Math.floor(part))));
}

function level(part: number): number {
  return part === 0 ? 0 : 55 + part * 40;
}

function rgb(parts: readonly number[]): string | undefined {
  const fits =
    parts.length === 3 && parts.every((part) => Number.isInteger(part) && part >= 0 && part <= 255);
  return fits ? `rgb(${parts.join(" ")})` : undefined;
}
