// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { Button, Modal } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { lazy, Suspense } from "react";
import { texts } from "../../messages";
import classes from "./LaunchButton.module.css";

const LaunchForm = lazy(async () => ({ default: (await import("./LaunchForm")).LaunchForm }));

/** Opens, from any page, a dialog that runs a script of a project. */
export function LaunchButton() {
  const [opened, dialog] = useDisclosure(false);
  return (
    <>
      <Button
        className={classes.button ?? ""}
        variant="filled"
        onClick={dialog.open}
        aria-haspopup="dialog"
        aria-label={texts.launch.open}
      >
        <svg
          viewBox="0 0 16 16"
          width="12"
          height="12"
          className={classes.sign}
          fill="currentColor"
          aria-hidden="true"
        >
          <path d="M4 2.5v11l9-5.5z" />
        </svg>
        <span className={classes.word}>{texts.launch.open}</span>
      </Button>
      <Modal opened={opened} onClose={dialog.close} title={texts.launch.title} size="lg">
        <Suspense>
          <LaunchForm onClose={dialog.close} />
        </Suspense>
      </Modal>
    </>
  );
}
