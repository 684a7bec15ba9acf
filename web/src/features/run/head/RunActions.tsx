// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { Button, Menu } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useNavigate } from "@tanstack/react-router";
import { exportLink, snapshotZipLink } from "../../../api/links";
import type { Run } from "../../../api/schema";
import { texts } from "../../../messages";
import { LaunchDialog } from "../../job/LaunchDialog";
import { RestoreDialog } from "../../project/RestoreDialog";
import { useAction } from "../changes";
import { isLive } from "../names";
import { RunPicker } from "../RunPicker";
import { RenameDialog } from "./RenameDialog";
import classes from "./RunHead.module.css";

/** What can be done with a run. */
export function RunActions({ run }: { run: Run }) {
  const [picking, picker] = useDisclosure(false);
  const [renaming, rename] = useDisclosure(false);
  const [repeating, repeat] = useDisclosure(false);
  const [restoring, restore] = useDisclosure(false);
  const navigate = useNavigate();
  const action = useAction(run.id);
  const live = isLive(run.status);
  return (
    <>
      <Button variant="light" onClick={picker.open}>
        {texts.run.compare}
      </Button>
      <Downloads run={run} />
      {live && (
        <Button
          className={classes.cancel ?? ""}
          disabled={run.status === "CancelRequested"}
          loading={action.isPending}
          onClick={() => action.mutate("cancel")}
        >
          {texts.run.cancel}
        </Button>
      )}
      <Menu position="bottom-end" transitionProps={{ duration: 0 }}>
        <Menu.Target>
          <Button aria-label={texts.run.more}>…</Button>
        </Menu.Target>
        <Menu.Dropdown>
          {run.script !== undefined && run.snapshot !== undefined && (
            <Menu.Item onClick={repeat.open}>{texts.launch.repeat}</Menu.Item>
          )}
          {run.snapshot !== undefined && <Menu.Item onClick={restore.open}>{texts.restore.open}</Menu.Item>}
          <Menu.Item onClick={rename.open}>{texts.run.rename}</Menu.Item>
          <Menu.Item onClick={() => action.mutate(run.archived ? "unarchive" : "archive")}>
            {run.archived ? texts.run.unarchive : texts.run.archive}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <RunPicker
        title={texts.run.compareWith}
        run={run}
        opened={picking}
        onClose={picker.close}
        onPick={(other) => void navigate({ to: "/compare", search: { runs: `${run.id},${other}` } })}
      />
      <RenameDialog run={run} opened={renaming} onClose={rename.close} />
      <LaunchDialog run={run} opened={repeating} onClose={repeat.close} />
      <RestoreDialog run={run} opened={restoring} onClose={restore.close} />
    </>
  );
}

function Downloads({ run }: { run: Run }) {
  const live = isLive(run.status);
  return (
    <Menu position="bottom-end" transitionProps={{ duration: 0 }}>
      <Menu.Target>
        <Button>{texts.run.download}</Button>
      </Menu.Target>
      <Menu.Dropdown>
        {run.snapshot !== undefined && (
          <Menu.Item component="a" href={snapshotZipLink(run.snapshot)} download>
            {texts.run.downloadSnapshot}
          </Menu.Item>
        )}
        {live ? (
          <Menu.Item disabled>{texts.run.downloadLater}</Menu.Item>
        ) : (
          <Menu.Item component="a" href={exportLink(run.id)} download>
            {texts.run.downloadRun}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
