// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { Button } from "@mantine/core";
import { type FormEvent, useState } from "react";
import type { Project } from "../../api/schema";
import { texts } from "../../messages";
import { ArgumentsField } from "../job/ArgumentsField";
import { splitArguments } from "../job/commandLine";
import { LaunchFailure } from "../job/LaunchFailure";
import { useRunProject } from "../job/useLaunch";
import { CommandPrompt } from "./CommandPrompt";
import classes from "./RunBar.module.css";
import { ScriptField } from "./ScriptField";

interface RunBarProps {
  readonly project: Project;
  readonly script: string;
  readonly onScript: (path: string) => void;
}

/** Runs a script of the project with arguments; while one is submitted the next can be. */
export function RunBar({ project, script, onScript }: RunBarProps) {
  const [line, setLine] = useState("");
  const launch = useRunProject(project.id);
  const split = splitArguments(line);
  const words = "arguments" in split ? split.arguments : undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (words !== undefined && script !== "") {
      launch.mutate({ script, arguments: [...words] });
    }
  };
  return (
    <section className={classes.frame} aria-label={texts.launch.title}>
      <form onSubmit={submit} className={classes.bar}>
        <div className={classes.script}>
          <ScriptField project={project.id} script={script} onChange={onScript} label={false} />
        </div>
        <div className={classes.arguments}>
          <ArgumentsField line={line} onChange={setLine} label={false} />
        </div>
        <Button type="submit" variant="filled" disabled={words === undefined || script === ""}>
          {texts.launch.run}
        </Button>
        <CommandPrompt root={project.root} script={script} words={words ?? []} />
      </form>
      {launch.error && <LaunchFailure error={launch.error} />}
    </section>
  );
}
