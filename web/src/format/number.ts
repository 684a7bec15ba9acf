// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors

const DIGITS = 4;
const SMALLEST_PLAIN = 1e-4;
const GREATEST_PLAIN = 1e6;

/** Four significant digits; integers whole below a million; an exponent below 0.0001 and from a million on. */
export function shortNumber(value: number): string {
  if (Number.isNaN(value)) {
    return "NaN";
  }
  if (!Number.isFinite(value)) {
    return value > 0 ? "Inf" : "−Inf";
  }
  const size = Math.abs(value);
  if (size !== 0 && (size < SMALLEST_PLAIN || size >= GREATEST_PLAIN)) {
    return signed(trimmed(value.toExponential(DIGITS - 1)));
  }
  if (Number.isInteger(value)) {
    return signed(String(value));
  }
  return signed(plain(value));
}

/** All digits, so that reading it again gives the same number. */
export function wholeNumber(value: number): string {
  return Number.isFinite(value) ? String(value) : shortNumber(value);
}

/** With a sign, for a difference. */
export function delta(value: number): string {
  return value > 0 ? `+${shortNumber(value)}` : shortNumber(value);
}

/** A share as percent with its sign, one digit after the point. */
export function deltaPercent(share: number): string {
  const text = (Math.abs(share) * 100).toFixed(1);
  return share < 0 ? `−${text} %` : `+${text} %`;
}

const UNITS = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"] as const;

/** Binary units, one digit after the point from KiB on. */
export function byteSize(bytes: number): string {
  let size = bytes;
  let unit = 0;
  while (size >= 1024 && unit < UNITS.length - 1) {
    size /= 1024;
    unit++;
  }
  return unit === 0 ? `${bytes} B` : `${size.toFixed(1)} ${UNITS[unit]}`;
}

function plain(value: number): string {
  const rounded = Number(value.toPrecision(DIGITS));
  return Math.abs(rounded) >= GREATEST_PLAIN ? trimmed(rounded.toExponential(DIGITS - 1)) : String(rounded);
}

function trimmed(text: string): string {
  return text.replace(/\.?0+e/, "e");
}

// A minus as wide as a plus.
function signed(text: string): string {
  return text.replace(/^-/, "−").replace("e-", "e−");
}
