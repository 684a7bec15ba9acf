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
  /** Undefined while it is not known what to propose. */
  readonly script: string | undefined;
  /** Tells of another script once it is typed to its end; `script` may follow later. */
  readonly onScript: (path: string) => void;
}

/** Runs a script of the project with arguments; while one is submitted the next can be. */
export function RunBar({ project, script: told, onScript }: RunBarProps) {
  const [typed, setTyped] = useState<string>();
  const [line, setLine] = useState("");
  if (typed !== undefined && typed === told) {
    setTyped(undefined);
  }
  const script = typed ?? told;
  const tell = (path: string | undefined) => path !== undefined && onScript(path);
  const launch = useRunProject(project.id);
  const split = splitArguments(line);
  const words = "arguments" in split ? split.arguments : undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    tell(typed);
    if (words !== undefined && script) {
      launch.mutate({ script, arguments: [...words] });
    }
  };
  return (
    <section className={classes.frame} aria-label={texts.launch.title}>
      <form onSubmit={submit} className={classes.bar}>
        <div className={classes.script}>
          <ScriptField
            project={project.id}
            script={script}
            onChange={setTyped}
            onChosen={onScript}
            onLeave={() => tell(typed)}
            label={false}
          />
        </div>
        <div className={classes.arguments}>
          <ArgumentsField line={line} onChange={setLine} label={false} />
        </div>
        <Button type="submit" variant="filled" disabled={words === undefined || !script}>
          {texts.launch.run}
        </Button>
        <CommandPrompt root={project.root} script={script ?? ""} words={words ?? []} />
      </form>
      {launch.error && <LaunchFailure error={launch.error} />}
    </section>
  );
}
