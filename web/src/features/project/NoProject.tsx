// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { texts } from "../../messages";
import { CommandLine } from "../../ui/CommandLine";
import { Empty } from "../../ui/Empty";
import classes from "./NoProject.module.css";

/** How a folder becomes a project. */
export function NoProject() {
  return (
    <Empty title={texts.projects.none}>
      <p>{texts.projects.noneText}</p>
      <div className={classes.command}>
        <CommandLine line="runlore init" what={texts.projects.command} />
      </div>
    </Empty>
  );
}
