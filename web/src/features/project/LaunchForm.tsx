// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { Button, Select, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { projects } from "../../api/queries";
import type { Project } from "../../api/schema";
import { texts } from "../../messages";
import { ArgumentsField } from "../job/ArgumentsField";
import { splitArguments } from "../job/commandLine";
import { LaunchFailure } from "../job/LaunchFailure";
import { useRunProject } from "../job/useLaunch";
import classes from "./LaunchForm.module.css";
import { NoProject } from "./NoProject";
import { ScriptField } from "./ScriptField";
import { useProposedScript } from "./useScript";

/** A project, a script of it and arguments; or how a folder becomes a project. */
export function LaunchForm({ onClose }: { onClose: () => void }) {
  const asked = useQuery(projects());
  const [chosen, setChosen] = useState<string>();
  if (asked.error) {
    return <LaunchFailure error={asked.error} />;
  }
  const items = asked.data?.items ?? [];
  const project = items.find(({ id }) => id === chosen) ?? items[0];
  if (project === undefined) {
    return asked.isSuccess ? <NoProject /> : null;
  }
  return (
    <div className={classes.form}>
      <Select
        label={texts.launch.project}
        data={items.map(({ id, root }) => ({ value: id, label: root }))}
        value={project.id}
        onChange={(id) => id !== null && setChosen(id)}
        allowDeselect={false}
        searchable={items.length > 10}
        comboboxProps={{ transitionProps: { duration: 0 } }}
      />
      <ScriptForm key={project.id} project={project} onClose={onClose} />
    </div>
  );
}

function ScriptForm({ project, onClose }: { project: Project; onClose: () => void }) {
  const proposed = useProposedScript(project);
  const [typed, setTyped] = useState<string>();
  const [line, setLine] = useState("");
  const [name, setName] = useState("");
  const launch = useRunProject(project.id);
  const split = splitArguments(line);
  const script = typed ?? proposed;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if ("arguments" in split && script) {
      const named = name.trim() === "" ? {} : { name: name.trim() };
      launch.mutate({ script, arguments: [...split.arguments], ...named }, { onSuccess: onClose });
    }
  };
  return (
    <form onSubmit={submit} className={classes.form}>
      <ScriptField project={project.id} script={script} onChange={setTyped} />
      <ArgumentsField line={line} onChange={setLine} />
      <TextInput
        label={texts.launch.name}
        value={name}
        maxLength={250}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      {launch.error && <LaunchFailure error={launch.error} />}
      <div className={classes.actions}>
        <Button onClick={onClose}>{texts.launch.cancel}</Button>
        <Button
          type="submit"
          variant="filled"
          loading={launch.isPending}
          disabled={"unclosed" in split || !script}
        >
          {texts.launch.launch}
        </Button>
      </div>
    </form>
  );
}
