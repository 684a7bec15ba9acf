// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { useQuery } from "@tanstack/react-query";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useRef } from "react";
import { byteSize } from "../../format/number";
import { texts } from "../../messages";
import { Copy } from "../../ui/Copy";
import { Empty } from "../../ui/Empty";
import { Failure } from "../../ui/Failure";
import classes from "./FileView.module.css";
import { readSource } from "./sourceFile";

interface FileViewProps {
  readonly project: string;
  readonly path: string;
}

/** The text of a file of a project, to be read only. */
export function FileView({ project, path }: FileViewProps) {
  const asked = useQuery({
    queryKey: ["projects", project, "file", path],
    queryFn: ({ signal }) => readSource(project, path, signal),
    gcTime: 0,
  });
  const source = asked.data;
  return (
    <>
      <header className={classes.head}>
        <code className={classes.path} dir="auto">
          {path}
        </code>
        <Copy text={path} what={texts.project.filePath} />
        <span className={classes.space} />
        <span className={classes.note}>{texts.project.readOnly}</span>
      </header>
      {asked.error && <Failure error={asked.error} onRetry={() => void asked.refetch()} />}
      {source?.kind === "binary" && <Empty title={texts.project.notText} />}
      {source?.kind === "large" && <Empty title={texts.project.tooLarge(byteSize(source.size))} />}
      {source?.kind === "text" && <Lines lines={source.lines} label={texts.project.lines(path)} />}
    </>
  );
}

const LINE = 18;
/** Longest part of a line that is shown. */
const LONGEST = 5_000;

function Lines({ lines, label }: { lines: readonly string[]; label: string }) {
  const frame = useRef<HTMLElement>(null);
  const rows = useVirtualizer({
    count: lines.length,
    getScrollElement: () => frame.current,
    estimateSize: () => LINE,
    overscan: 30,
  });
  const digits = `${String(lines.length).length}ch`;
  return (
    <section ref={frame} className={classes.lines} aria-label={label} tabIndex={0}>
      <div className={classes.all} style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ index, key, start }) => (
          <div key={key} className={classes.line} style={{ transform: `translateY(${start}px)` }}>
            <span className={classes.number} style={{ minWidth: digits }}>
              {index + 1}
            </span>
            <span className={classes.text}>{lines[index]?.slice(0, LONGEST)}</span>
          </div>
        ))}
      </div>
    </section>
  );
}
