// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors

/** Places of marks along an axis: pure numbers, all within the range given. */

const FACTORS = [1, 2, 2.5, 5, 10] as const;

/** The step of 1, 2, 2.5 or 5 times a power of ten that gives at most `most` steps over the span. */
export function niceStep(span: number, most: number): number {
  const rough = span / Math.max(most, 1);
  const power = 10 ** Math.floor(Math.log10(rough));
  const factor = FACTORS.find((each) => each * power >= rough * (1 - 1e-9)) ?? 10;
  return factor * power;
}

/** Multiples of a nice step from low to high, both counted in. */
export function niceTicks(low: number, high: number, most: number): number[] {
  if (!(high > low)) {
    return Number.isFinite(low) ? [low] : [];
  }
  const step = niceStep(high - low, most);
  return multiples(low, high, step);
}

/** As `niceTicks`, but only whole numbers. */
export function wholeTicks(low: number, high: number, most: number): number[] {
  if (!(high > low)) {
    return niceTicks(low, high, most);
  }
  return multiples(low, high, Math.max(1, wholeStep(high - low, most)));
}

function wholeStep(span: number, most: number): number {
  const step = niceStep(span, most);
  return step === 2.5 ? 5 : step;
}

function multiples(low: number, high: number, step: number): number[] {
  const slack = step * 1e-9;
  const ticks: number[] = [];
  for (let i = Math.ceil((low - slack) / step); i * step <= high + slack; i++) {
    // Twelve digits: 3 * 0.1 is 0.3 on an axis.
    ticks.push(Number((i * step).toPrecision(12)) + 0);
  }
  return ticks;
}

/** Powers of ten; with 2 and 5 between where there are few; nice steps where there is not even a decade. */
export function logTicks(low: number, high: number, most: number): number[] {
  if (!(low > 0) || !(high > low)) {
    return low > 0 ? [low] : [];
  }
  const decades = Math.log10(high / low);
  if (decades < 1) {
    return niceTicks(low, high, most);
  }
  const between = decades * 3 <= most ? [1, 2, 5] : [1];
  const stride = Math.max(1, Math.ceil(decades / Math.max(most, 1)));
  const ticks: number[] = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power++) {
    if (power % stride === 0) {
      ticks.push(...between.map((factor) => Number(`${factor}e${power}`)));
    }
  }
  return ticks.filter((tick) => tick >= low * (1 - 1e-9) && tick <= high * (1 + 1e-9));
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const CLOCK_STEPS = [
  ...[1, 2, 5, 10, 15, 30].map((n) => n * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * MINUTE),
  ...[1, 2, 3, 6, 12].map((n) => n * HOUR),
] as const;

/** Multiples of 1, 2, 5, 10, 15 or 30 seconds and minutes, 1 to 12 hours, nice days. All in ms. */
export function spanTicks(low: number, high: number, most: number): number[] {
  if (!(high > low)) {
    return niceTicks(low, high, most);
  }
  const rough = (high - low) / Math.max(most, 1);
  if (rough < SECOND / 2) {
    return niceTicks(low, high, most);
  }
  const step = CLOCK_STEPS.find((each) => each >= rough) ?? Math.max(1, niceStep(rough / DAY, 1)) * DAY;
  return multiples(low, high, step);
}

/** Round clock times, midnights and firsts of months of the browser's zone, as ms since 1970. */
export function timeTicks(low: number, high: number, most: number): number[] {
  if (!(high > low)) {
    return niceTicks(low, high, most);
  }
  const rough = (high - low) / Math.max(most, 1);
  const clock = CLOCK_STEPS.find((each) => each >= rough);
  if (rough < SECOND / 2) {
    return niceTicks(low, high, most);
  }
  return clock === undefined ? dayTicks(low, high, rough / DAY) : clockTicks(low, high, clock);
}

function clockTicks(low: number, high: number, step: number): number[] {
  // Local midnight is what the steps of a day are counted from.
  const zone = new Date(low).getTimezoneOffset() * MINUTE;
  return multiples(low - zone, high - zone, step).map((tick) => tick + zone);
}

function dayTicks(low: number, high: number, days: number): number[] {
  const day = [1, 2, 7, 14].find((each) => each >= days);
  const ticks: number[] = [];
  const start = new Date(low);
  if (day !== undefined) {
    for (let n = 0; ; n += day) {
      const tick = new Date(start.getFullYear(), start.getMonth(), start.getDate() + n).getTime();
      if (tick > high) {
        return ticks.filter((each) => each >= low);
      }
      ticks.push(tick);
    }
  }
  const months = [1, 2, 3, 6].find((each) => each * 31 >= days) ?? 12 * Math.ceil(niceStep(days / 366, 1));
  for (let n = 0; ; n += months) {
    const tick = new Date(start.getFullYear(), Math.floor(start.getMonth() / months) * months + n).getTime();
    if (tick > high) {
      return ticks.filter((each) => each >= low);
    }
    ticks.push(tick);
  }
}
