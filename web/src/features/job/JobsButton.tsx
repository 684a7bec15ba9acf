// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { Button, Drawer } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { jobs } from "../../api/queries";
import { texts } from "../../messages";
import { JobList } from "./JobList";

/** How many jobs live, on every page; opens the panel that lists them. */
export function JobsButton() {
  const [open, panel] = useDisclosure(false);
  const live = useQuery(jobs("live"));
  const count = live.data?.items.length ?? 0;
  return (
    <>
      <Button style={{ flex: "none" }} onClick={panel.open} aria-haspopup="dialog" title={texts.jobs.open}>
        {texts.jobs.live(count)}
      </Button>
      <Drawer
        opened={open}
        onClose={panel.close}
        position="right"
        size={420}
        title={texts.jobs.title}
        closeButtonProps={{ "aria-label": texts.jobs.close }}
      >
        <JobList onGo={panel.close} />
      </Drawer>
    </>
  );
}
