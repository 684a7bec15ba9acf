// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import type { KeyboardEvent } from "react";

/** What a key asks of a chart. */
export type Command =
  | { readonly kind: "along"; readonly by: number }
  | { readonly kind: "across"; readonly by: number }
  | { readonly kind: "zoom"; readonly factor: number }
  | { readonly kind: "open" }
  | { readonly kind: "reset" };

type Key = Pick<KeyboardEvent, "key" | "shiftKey" | "ctrlKey" | "metaKey" | "altKey">;

const FAR = 10;

export function commandOf({ key, shiftKey, ctrlKey, metaKey, altKey }: Key): Command | undefined {
  if (ctrlKey || metaKey || altKey) {
    return undefined;
  }
  const far = shiftKey ? FAR : 1;
  switch (key) {
    case "ArrowRight":
      return { kind: "along", by: far };
    case "ArrowLeft":
      return { kind: "along", by: -far };
    case "Home":
      return { kind: "along", by: Number.NEGATIVE_INFINITY };
    case "End":
      return { kind: "along", by: Number.POSITIVE_INFINITY };
    case "ArrowDown":
      return { kind: "across", by: 1 };
    case "ArrowUp":
      return { kind: "across", by: -1 };
    case "+":
    case "=":
      return { kind: "zoom", factor: 0.5 };
    case "-":
      return { kind: "zoom", factor: 2 };
    case "Enter":
      return { kind: "open" };
    case "Escape":
      return { kind: "reset" };
    default:
      return undefined;
  }
}

/** Does what the key asks, and keeps it from the page: its shortcuts have some of the same keys. */
export function onCommand(act: (command: Command) => void): (event: KeyboardEvent) => void {
  return (event) => {
    const command = commandOf(event);
    if (command !== undefined) {
      event.preventDefault();
      event.stopPropagation();
      act(command);
    }
  };
}
