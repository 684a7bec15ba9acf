// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { ActionIcon, CopyButton, Tooltip } from "@mantine/core";
import { texts } from "../messages";

/** A small button that copies a text. `what` names it: "run id". */
export function Copy({ text, what }: { text: string; what: string }) {
  return (
    <CopyButton value={text}>
      {({ copied, copy }) => (
        <Tooltip label={copied ? texts.panel.copied : texts.panel.copy(what)}>
          <ActionIcon
            size="sm"
            onClick={copy}
            aria-label={copied ? texts.panel.copied : texts.panel.copy(what)}
          >
            <svg
              viewBox="0 0 16 16"
              width="14"
              height="14"
              fill="none"
              stroke="currentColor"
              aria-hidden="true"
            >
              {copied ? (
                <path d="M3 8.5l3.2 3.2L13 4.8" strokeWidth="1.8" />
              ) : (
                <path d="M5.5 5.5h7v8h-7zM3.5 10.5v-8h7" strokeWidth="1.3" />
              )}
            </svg>
          </ActionIcon>
        </Tooltip>
      )}
    </CopyButton>
  );
}
