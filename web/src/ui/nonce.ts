// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors

/** What the page's policy lets style elements through with; the server writes it into the page. Empty in development. */
export function styleNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="style-nonce"]')?.content ?? "";
}
