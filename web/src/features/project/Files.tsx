// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { texts } from "../../messages";
import { Empty } from "../../ui/Empty";
import classes from "./Files.module.css";
import { FileTree } from "./FileTree";
import { FileView } from "./FileView";

interface FilesProps {
  readonly project: string;
  readonly file: string | undefined;
  readonly onFile: (path: string) => void;
}

/** The files that a snapshot would keep, and the text of one of them. */
export function Files({ project, file, onFile }: FilesProps) {
  return (
    <div className={classes.files}>
      <nav className={classes.tree} aria-label={texts.project.tree}>
        <FileTree project={project} folder="" file={file} onFile={onFile} />
      </nav>
      <div className={classes.view}>
        {file === undefined ? (
          <Empty title={texts.project.choose} />
        ) : (
          <FileView key={file} project={project} path={file} />
        )}
      </div>
    </div>
  );
}
