// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { duration } from "../format/time";

/** Texts for marks along an axis: just enough digits to tell neighbours apart. */

const LONGEST_PLAIN = 1e6;
const SMALLEST_STEP = 1e-5;

/** Of numbers; `short` writes millions as 2M. */
export function numberLabels(ticks: readonly number[], short = false): string[] {
  const step = smallestStep(ticks);
  const great = Math.max(...ticks.map(Math.abs), 0);
  if (short && great >= LONGEST_PLAIN && step >= 1_000) {
    return ticks.map((tick) => minus(inMillions(tick)));
  }
  if (great >= LONGEST_PLAIN || (great > 0 && step < SMALLEST_STEP)) {
    const digits = Math.max(0, Math.floor(Math.log10(great)) - Math.floor(Math.log10(step)) + 1);
    return ticks.map((tick) =>
      tick === 0 ? "0" : minus(tick.toExponential(Math.min(digits, 15)).replace(/\.?0+e/, "e")),
    );
  }
  return ticks.map((tick) => minus(String(Number(tick.toPrecision(10)))));
}

/** Of powers and their parts: each by itself, 1e−5 to 1e+6. */
export function logLabels(ticks: readonly number[]): string[] {
  return ticks.map((tick) =>
    tick >= 1e-4 && tick < LONGEST_PLAIN
      ? String(Number(tick.toPrecision(10)))
      : minus(tick.toExponential().replace("+", "")),
  );
}

/** Of spans in ms. */
export function spanLabels(ticks: readonly number[]): string[] {
  return ticks.map((tick) => (tick === 0 ? "0" : spanLabel(tick)));
}

/** `5 s` and not `5.00 s`: an axis has round ones. */
export function spanLabel(ms: number): string {
  const sign = ms < 0 ? "−" : "";
  return (
    sign + duration(Math.abs(ms) / 1_000).replace(/\.?0+ s$/, (end) => (end.startsWith(".") ? " s" : end))
  );
}

/** Of times in ms since 1970: clock times within a day, else dates. The first of a day names the day too. */
export function timeLabels(ticks: readonly number[], locale?: string): string[] {
  const step = smallestStep(ticks);
  const date = new Intl.DateTimeFormat(locale, { day: "numeric", month: "short" });
  const isDays = ticks.every(isMidnight);
  if (isDays && step >= 28 * 86_400_000 && ticks.length > 1) {
    const month = new Intl.DateTimeFormat(locale, { month: "short", year: "numeric" });
    return ticks.map((tick) => month.format(tick));
  }
  if (isDays) {
    return ticks.map((tick) => date.format(tick));
  }
  const clock = new Intl.DateTimeFormat(locale, {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    ...(step < 60_000 && { second: "2-digit" }),
    ...(step < 1_000 && { fractionalSecondDigits: 3 as const }),
  });
  return ticks.map((tick) => (isMidnight(tick) ? date.format(tick) : clock.format(tick)));
}

function isMidnight(time: number): boolean {
  const at = new Date(time);
  return at.getHours() === 0 && at.getMinutes() === 0 && at.getSeconds() === 0 && at.getMilliseconds() === 0;
}

function inMillions(tick: number): string {
  const size = Math.abs(tick);
  const [unit, name] =
    size >= 1e9 ? [1e9, "G"] : size >= 1e6 ? [1e6, "M"] : size >= 1e3 ? [1e3, "k"] : [1, ""];
  return `${Number((tick / unit).toPrecision(6))}${name}`;
}

function smallestStep(ticks: readonly number[]): number {
  let step = Number.POSITIVE_INFINITY;
  for (let i = 1; i < ticks.length; i++) {
    step = Math.min(step, Math.abs((ticks[i] ?? 0) - (ticks[i - 1] ?? 0)));
  }
  return Number.isFinite(step) ? step : Math.abs(ticks[0] ?? 0) || 1;
}

function minus(text: string): string {
  return text.replace(/^-/, "−").replace("e-", "e−");
}
