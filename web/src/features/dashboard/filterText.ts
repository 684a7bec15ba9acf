// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
//
// The filter language in pieces, and what can stand where. The server reads filters; this helps to write them.

export interface Token {
  readonly kind: "word" | "text" | "sign" | "open" | "close" | "comma" | "other";
  readonly from: number;
  readonly to: number;
  /** As written. */
  readonly text: string;
  /** Whether a quote stands open at its end. */
  readonly unended: boolean;
}

const SIGN = /^(?:<=|>=|!=|<>|=|<|>)/u;
const PLAIN = /^[\p{L}\p{N}_\-/:@.+]+/u;
const QUOTES = new Set(['"', "'", "`"]);
const BRACKETS: Readonly<Record<string, Token["kind"]>> = { "(": "open", ")": "close", ",": "comma" };

export function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const blank = /^\s+/u.exec(text.slice(at));
    if (blank) {
      at += blank[0].length;
      continue;
    }
    const token = tokenAt(text, at);
    tokens.push(token);
    at = token.to;
  }
  return tokens;
}

function tokenAt(text: string, from: number): Token {
  const rest = text.slice(from);
  const head = rest[0] ?? "";
  const make = (kind: Token["kind"], length: number, unended = false): Token => ({
    kind,
    from,
    to: from + length,
    text: rest.slice(0, length),
    unended,
  });
  const bracket = BRACKETS[head];
  if (bracket) {
    return make(bracket, 1);
  }
  const sign = SIGN.exec(rest);
  if (sign) {
    return make("sign", sign[0].length);
  }
  if (QUOTES.has(head)) {
    const { length, unended } = quotedLength(rest);
    return make("text", length, unended);
  }
  const { length, unended } = wordLength(rest);
  return length === 0 ? make("other", 1) : make("word", length, unended);
}

/** A word, in which after a dot a part may stand in quotes: `metrics."val loss".min`. */
function wordLength(rest: string): { length: number; unended: boolean } {
  let length = PLAIN.exec(rest)?.[0].length ?? 0;
  while (length > 0 && rest[length - 1] === "." && (rest[length] === '"' || rest[length] === "`")) {
    const quoted = quotedLength(rest.slice(length));
    length += quoted.length;
    if (quoted.unended) {
      return { length, unended: true };
    }
    length += PLAIN.exec(rest.slice(length))?.[0].length ?? 0;
  }
  return { length, unended: false };
}

function quotedLength(rest: string): { length: number; unended: boolean } {
  const quote = rest[0] ?? "";
  for (let at = 1; at < rest.length; at++) {
    if (rest[at] !== quote) {
      continue;
    }
    if (rest[at + 1] !== quote) {
      return { length: at + 1, unended: false };
    }
    at++;
  }
  return { length: rest.length, unended: true };
}

/** What a text in quotes says. */
export function unquoted(written: string): string {
  const quote = written[0] ?? "";
  if (!QUOTES.has(quote)) {
    return written;
  }
  const ended = written.length > 1 && written.endsWith(quote);
  return written.slice(1, ended ? -1 : undefined).replaceAll(quote + quote, quote);
}

export type Expected = "field" | "operator" | "list" | "null" | "value" | "joiner" | "comma";

/** What is being written at a place: what may stand there, the part that does already, and the field it is about. */
export interface Writing {
  readonly expected: Expected;
  readonly partial: string;
  readonly from: number;
  readonly field: string | undefined;
  readonly isInList: boolean;
}

interface State {
  readonly expected: Expected;
  readonly field?: string | undefined;
  readonly isInList?: boolean;
  readonly isNegated?: boolean;
}

/** What may stand at `caret`, from all that stands before it. */
export function writingAt(text: string, caret: number): Writing {
  const tokens = tokensOf(text.slice(0, caret));
  const last = tokens.at(-1);
  const isPartial = last !== undefined && last.to === caret && (last.kind === "word" || last.unended);
  let state: State = { expected: "field" };
  for (const token of isPartial ? tokens.slice(0, -1) : tokens) {
    state = after(state, token);
  }
  return {
    expected: state.expected,
    partial: isPartial ? last.text : "",
    from: isPartial ? last.from : caret,
    field: state.field,
    isInList: state.isInList === true,
  };
}

function after(state: State, token: Token): State {
  const word = token.kind === "word" ? token.text.toLowerCase() : "";
  switch (state.expected) {
    case "field":
      return token.kind === "open" || word === "not" ? state : { expected: "operator", field: token.text };
    case "operator":
      return afterOperator(state, word);
    case "list":
      return { expected: "value", field: state.field, isInList: true };
    case "null":
      return word === "not" ? state : { expected: "joiner" };
    case "value":
      return state.isInList ? { ...state, expected: "comma" } : { expected: "joiner" };
    case "comma":
      return token.kind === "close" ? { expected: "joiner" } : { ...state, expected: "value" };
    case "joiner":
      return word === "and" || word === "or" ? { expected: "field" } : state;
  }
}

function afterOperator(state: State, word: string): State {
  if (word === "not") {
    return { ...state, isNegated: true };
  }
  if (word === "is") {
    return { ...state, expected: "null" };
  }
  return { expected: word === "in" ? "list" : "value", field: state.field };
}
