// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, type ReactNode, useMemo, useRef, useState } from "react";
import { byteSize } from "../../../format/number";
import classes from "./FileTree.module.css";
import { type FileEntry, openAtFirst, type Row, rowsOf, treeOf } from "./tree";

interface FileTreeProps {
  readonly files: readonly FileEntry[];
  readonly label: string;
  readonly selected: string | undefined;
  readonly onSelect: (path: string) => void;
  /** Short, at the end of a file's line in place of its size. */
  readonly note?: (file: FileEntry) => ReactNode;
}

const ROW = 26;

/** Files in folders that open and close, by mouse or by arrow keys; only the lines in sight are on the page. */
export function FileTree({ files, label, selected, onSelect, note }: FileTreeProps) {
  const frame = useRef<HTMLDivElement>(null);
  const tree = useMemo(() => treeOf(files), [files]);
  const [changed, setChanged] = useState<ReadonlySet<string>>(new Set());
  const open = useMemo(() => differing(openAtFirst(tree, selected), changed), [tree, selected, changed]);
  const rows = useMemo(() => rowsOf(tree, open), [tree, open]);
  const [focused, setFocused] = useState(0);
  const seen = useVirtualizer({
    count: rows.length,
    getScrollElement: () => frame.current,
    estimateSize: () => ROW,
    overscan: 20,
  });
  const act = (row: Row): void => {
    if (row.kind === "file") {
      onSelect(row.file.path);
    } else {
      setChanged(differing(changed, new Set([row.folder.path])));
    }
  };
  const onKey = (event: KeyboardEvent): void => {
    const row = rows[focused];
    const to = target(event.key, focused, rows.length);
    if (to !== undefined) {
      event.preventDefault();
      setFocused(to);
      seen.scrollToIndex(to);
    } else if (row !== undefined && acts(event.key, row)) {
      event.preventDefault();
      act(row);
    }
  };
  return (
    <div
      ref={frame}
      role="tree"
      aria-label={label}
      tabIndex={0}
      className={classes.frame}
      onKeyDown={onKey}
      aria-activedescendant={rows.length > 0 ? `file-row-${focused}` : undefined}
    >
      <div className={classes.rows} style={{ height: seen.getTotalSize() }}>
        {seen.getVirtualItems().map(({ index, start }) => {
          const row = rows[index] as Row;
          return (
            <Line
              key={row.kind === "file" ? row.file.path : row.folder.path}
              row={row}
              index={index}
              start={start}
              focused={index === focused}
              selected={row.kind === "file" && row.file.path === selected}
              onAct={() => {
                setFocused(index);
                act(row);
              }}
              note={note}
            />
          );
        })}
      </div>
    </div>
  );
}

function differing(some: ReadonlySet<string>, others: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([
    ...[...some].filter((each) => !others.has(each)),
    ...[...others].filter((each) => !some.has(each)),
  ]);
}

function target(key: string, at: number, count: number): number | undefined {
  const places: Readonly<Record<string, number>> = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    Home: 0,
    End: count - 1,
  };
  const to = places[key];
  return to === undefined ? undefined : Math.max(0, Math.min(count - 1, to));
}

function acts(key: string, row: Row): boolean {
  const folder = row.kind === "folder";
  return (
    key === "Enter" ||
    key === " " ||
    (folder && ((key === "ArrowRight" && !row.open) || (key === "ArrowLeft" && row.open)))
  );
}

interface LineProps {
  readonly row: Row;
  readonly index: number;
  readonly start: number;
  readonly focused: boolean;
  readonly selected: boolean;
  readonly onAct: () => void;
  readonly note: FileTreeProps["note"];
}

function Line({ row, index, start, focused, selected, onAct, note }: LineProps) {
  const folder = row.kind === "folder";
  const name = folder ? row.folder.name : (row.file.path.split("/").at(-1) ?? row.file.path);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree has the keys of its lines
    <div
      id={`file-row-${index}`}
      role="treeitem"
      aria-level={row.depth + 1}
      aria-selected={selected}
      aria-expanded={folder ? row.open : undefined}
      data-focused={focused || undefined}
      className={classes.row}
      style={{ transform: `translateY(${start}px)`, paddingLeft: 8 + row.depth * 14 }}
      onClick={onAct}
      title={folder ? row.folder.path : row.file.path}
    >
      <span className={classes.mark} aria-hidden="true">
        {folder ? (row.open ? "▾" : "▸") : ""}
      </span>
      <span className={classes.name} dir="auto">
        {name}
      </span>
      <span className={classes.size}>
        {folder ? row.folder.count.toLocaleString() : (note?.(row.file) ?? sizeOf(row.file))}
      </span>
    </div>
  );
}

function sizeOf({ size }: FileEntry): string {
  return size === undefined ? "" : byteSize(size);
}
