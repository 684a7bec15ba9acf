// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { Button, Modal } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { texts } from "../../messages";
import { CommandLine } from "../../ui/CommandLine";
import classes from "./CommandPrompt.module.css";
import { promptLines } from "./paths";

interface CommandPromptProps {
  readonly root: string;
  readonly script: string;
  readonly words: readonly string[];
}

/** What to type in a terminal for the same as the page does; nothing is executed from here. */
export function CommandPrompt({ root, script, words }: CommandPromptProps) {
  const [opened, dialog] = useDisclosure(false);
  const lines = promptLines(root, script, words);
  const steps = [
    { what: texts.project.promptGo, line: lines.go },
    { what: texts.project.promptSubmit, line: lines.submit },
    { what: texts.project.promptList, line: lines.list },
  ];
  return (
    <>
      <Button onClick={dialog.open} aria-haspopup="dialog">
        {texts.project.prompt}
      </Button>
      <Modal opened={opened} onClose={dialog.close} title={texts.project.prompt} size="lg">
        <p className={classes.text}>{texts.project.promptText}</p>
        {steps.map(({ what, line }) => (
          <div key={what} className={classes.step}>
            <h3 className={classes.what}>{what}</h3>
            <CommandLine line={line} what={what} />
          </div>
        ))}
      </Modal>
    </>
  );
}
