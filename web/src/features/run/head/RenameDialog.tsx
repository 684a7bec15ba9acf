// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { Button, Modal, TextInput } from "@mantine/core";
import { useState } from "react";
import type { Run } from "../../../api/schema";
import { texts } from "../../../messages";
import { useChange } from "../changes";

interface RenameDialogProps {
  readonly run: Run;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Gives a run another name. */
export function RenameDialog({ run, opened, onClose }: RenameDialogProps) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={texts.run.rename}
      closeButtonProps={{ "aria-label": texts.run.close }}
    >
      <NameForm run={run} onDone={onClose} />
    </Modal>
  );
}

function NameForm({ run, onDone }: { run: Run; onDone: () => void }) {
  const [name, setName] = useState(run.name ?? "");
  const change = useChange(run.id);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        change.mutate({ name: name.trim() }, { onSuccess: onDone });
      }}
    >
      <TextInput
        label={texts.run.name}
        data-autofocus
        maxLength={250}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Button type="submit" variant="filled" mt="md" disabled={name.trim() === ""} loading={change.isPending}>
        {texts.run.keep}
      </Button>
    </form>
  );
}
