// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { Modal } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { texts } from "../messages";
import classes from "./Shortcuts.module.css";

const KEYS: readonly (readonly [string, string])[] = [
  ["Ctrl K", texts.shortcuts.palette],
  ["?", texts.shortcuts.sheet],
  ["g h", texts.shortcuts.goHome],
  ["g p", texts.shortcuts.goProjects],
  ["g e", texts.shortcuts.goExperiments],
  ["g r", texts.shortcuts.goRuns],
  ["g j", texts.shortcuts.goJobs],
  ["/", texts.shortcuts.filter],
  ["j / k", `${texts.shortcuts.next} / ${texts.shortcuts.previous}`],
  ["x", texts.shortcuts.select],
  ["c", texts.shortcuts.compare],
  ["Enter", texts.shortcuts.open],
  ["[ / ]", texts.shortcuts.neighbours],
  ["f", texts.shortcuts.follow],
];

const GO = { h: "/", p: "/projects", e: "/experiments", r: "/runs", j: "/jobs" } as const;
const SECOND_KEY_MS = 1_500;

/** The `?` sheet, and the keys that go to a page: `g` and then a letter. Keys typed into a field are the field's. */
export function Shortcuts() {
  const [open, sheet] = useDisclosure(false);
  usePageKeys(sheet.toggle);
  return (
    <Modal
      opened={open}
      onClose={sheet.close}
      title={texts.shortcuts.title}
      closeButtonProps={{ "aria-label": texts.shortcuts.close }}
    >
      <dl className={classes.keys}>
        {KEYS.map(([key, label]) => (
          <div key={key} className={classes.row}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{label}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}

function usePageKeys(onSheet: () => void): void {
  const navigate = useNavigate();
  const pressed = useRef(Number.NEGATIVE_INFINITY);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) {
        return;
      }
      // Which keys make a question mark, a keyboard's language decides.
      if (event.key === "?") {
        onSheet();
      }
      const isSecond = event.timeStamp - pressed.current < SECOND_KEY_MS;
      pressed.current = event.key === "g" ? event.timeStamp : Number.NEGATIVE_INFINITY;
      if (isSecond && Object.hasOwn(GO, event.key)) {
        event.preventDefault();
        void navigate({ to: GO[event.key as keyof typeof GO] });
      }
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [navigate, onSheet]);
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}
