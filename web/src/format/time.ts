// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** `4.89 s`, `3 min 42 s`, `2 h 5 min`, `3 d 4 h`; below a second in milliseconds. */
export function duration(seconds: number): string {
  if (seconds < 1) {
    return `${Math.round(seconds * 1000)} ms`;
  }
  if (seconds < 59.995) {
    return `${seconds.toFixed(2)} s`;
  }
  const whole = Math.round(seconds);
  if (whole < 3_600) {
    return pair(Math.floor(whole / 60), "min", whole % 60, "s");
  }
  const minutes = Math.round(whole / 60);
  if (minutes < 1_440) {
    return pair(Math.floor(minutes / 60), "h", minutes % 60, "min");
  }
  const hours = Math.round(minutes / 60);
  return pair(Math.floor(hours / 24), "d", hours % 24, "h");
}

function pair(great: number, greatUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${great} ${greatUnit}` : `${great} ${greatUnit} ${small} ${smallUnit}`;
}

/** `2 min ago` within a day, else the stamp. What is a little ahead is of a clock that is. */
export function ago(time: string | number | Date, now: number, locale?: string): string {
  const at = new Date(time).getTime();
  const past = now - at;
  if (past <= -MINUTE || past >= DAY) {
    return stamp(time, locale);
  }
  if (past < 10 * SECOND) {
    return "just now";
  }
  if (past < MINUTE) {
    return `${Math.floor(past / SECOND)} s ago`;
  }
  return past < HOUR ? `${Math.floor(past / MINUTE)} min ago` : `${Math.floor(past / HOUR)} h ago`;
}

/** Date and time to the minute in the browser's zone. */
export function stamp(time: string | number | Date, locale?: string): string {
  return formatOf("short", locale).format(new Date(time));
}

/** Date and time to the second with the zone, for hovering. */
export function wholeStamp(time: string | number | Date, locale?: string): string {
  return formatOf("long", locale).format(new Date(time));
}

const formats = new Map<string, Intl.DateTimeFormat>();

// Making a format takes far longer than using it, and lists use it in every row.
function formatOf(timeStyle: "short" | "long", locale: string | undefined): Intl.DateTimeFormat {
  const key = `${timeStyle} ${locale ?? ""}`;
  const format = formats.get(key) ?? new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle });
  formats.set(key, format);
  return format;
}
