// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { projectFolder } from "../../api/queries";
import { byteSize } from "../../format/number";
import { texts } from "../../messages";
import { Failure } from "../../ui/Failure";
import classes from "./FileTree.module.css";
import { type Entry, foldersAbove, lastName } from "./paths";

interface FileTreeProps {
  readonly project: string;
  readonly folder: string;
  readonly file: string | undefined;
  readonly onFile: (path: string) => void;
}

const SHOWN = 300;

/** A folder's entries; the folders in it are asked for when they are opened. */
export function FileTree(props: FileTreeProps) {
  const { project, folder } = props;
  const [shown, setShown] = useState(SHOWN);
  const listed = useQuery(projectFolder(project, folder));
  if (listed.error) {
    return <Failure error={listed.error} onRetry={() => void listed.refetch()} />;
  }
  const entries = listed.data ?? [];
  if (listed.isSuccess && entries.length === 0) {
    return <p className={classes.empty}>{texts.project.empty}</p>;
  }
  return (
    <ul className={classes.entries}>
      {entries.slice(0, shown).map((entry) => (
        <li key={entry.path}>
          {entry.folder ? <Folder {...props} folder={entry.path} /> : <File {...props} entry={entry} />}
        </li>
      ))}
      {entries.length > shown && (
        <li>
          <Button size="xs" onClick={() => setShown(shown + SHOWN)}>
            {texts.project.more(Math.min(SHOWN, entries.length - shown))}
          </Button>
        </li>
      )}
    </ul>
  );
}

function Folder(props: FileTreeProps) {
  const { folder, file } = props;
  const [open, setOpen] = useState(() => file !== undefined && foldersAbove(file).includes(folder));
  return (
    <>
      <button type="button" className={classes.entry} aria-expanded={open} onClick={() => setOpen(!open)}>
        <svg viewBox="0 0 16 16" width="12" height="12" className={classes.sign} aria-hidden="true">
          <path d="M6 4l4 4-4 4" />
        </svg>
        <span className={classes.name} dir="auto">
          {lastName(folder)}
        </span>
      </button>
      {open && <FileTree {...props} />}
    </>
  );
}

function File({ entry, file, onFile }: FileTreeProps & { entry: Entry }) {
  return (
    <button
      type="button"
      className={classes.entry}
      aria-current={entry.path === file ? "true" : undefined}
      onClick={() => onFile(entry.path)}
    >
      <span className={classes.leaf} />
      <span className={classes.name} dir="auto" title={entry.path}>
        {lastName(entry.path)}
      </span>
      <span className={classes.size}>{entry.size !== undefined && byteSize(entry.size)}</span>
    </button>
  );
}
