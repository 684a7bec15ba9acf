// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { Autocomplete } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { projectFolder } from "../../api/queries";
import { texts } from "../../messages";
import { folderOf, scriptChoices } from "./paths";

interface ScriptFieldProps {
  readonly project: string;
  /** Undefined while it is not known what to propose: nobody types into what is about to be filled in. */
  readonly script: string | undefined;
  readonly onChange: (path: string) => void;
  /** A file was chosen of those proposed. */
  readonly onChosen?: (path: string) => void;
  readonly onLeave?: () => void;
  readonly label?: boolean;
}

const CHOICES = 200;

/** A path within the project, completed folder by folder; Python files come first. */
export function ScriptField({
  project,
  script,
  onChange,
  onChosen,
  onLeave,
  label = true,
}: ScriptFieldProps) {
  const [opened, setOpened] = useState(false);
  const isFolderChosen = useRef(false);
  // What is typed may name no folder; then nothing is proposed.
  const listed = useQuery({ ...projectFolder(project, folderOf(script ?? "")), retry: false });
  return (
    <Autocomplete
      {...(label
        ? { label: texts.launch.script, description: texts.launch.scriptHint }
        : { "aria-label": texts.launch.script, placeholder: texts.launch.script })}
      classNames={{ input: "mono", option: "mono" }}
      value={script ?? ""}
      disabled={script === undefined}
      onChange={onChange}
      dropdownOpened={opened}
      {...(onLeave && { onBlur: onLeave })}
      onDropdownOpen={() => setOpened(true)}
      onOptionSubmit={(path) => {
        isFolderChosen.current = path.endsWith("/");
        if (!isFolderChosen.current) {
          onChosen?.(path);
        }
      }}
      // A folder that was chosen is looked into.
      onDropdownClose={() => {
        setOpened(isFolderChosen.current);
        isFolderChosen.current = false;
      }}
      data={[...scriptChoices(listed.data ?? [])]}
      limit={CHOICES}
      maxDropdownHeight={320}
      comboboxProps={{ transitionProps: { duration: 0 } }}
      spellCheck={false}
    />
  );
}
