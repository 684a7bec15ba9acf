// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors

/** A file by its path, and how long it is where that is known. */
export interface FileEntry {
  readonly path: string;
  readonly size?: number;
}

export interface Folder {
  readonly name: string;
  /** Path with its `/` at the end; empty for the root. */
  readonly path: string;
  readonly folders: readonly Folder[];
  readonly files: readonly FileEntry[];
  /** Of all that is in it. */
  readonly size: number;
  readonly count: number;
}

/** A line of the tree as it is shown. */
export type Row =
  | { readonly kind: "folder"; readonly depth: number; readonly folder: Folder; readonly open: boolean }
  | { readonly kind: "file"; readonly depth: number; readonly file: FileEntry };

interface Growing {
  readonly folders: Map<string, Growing>;
  readonly files: FileEntry[];
}

/** Files in their folders, each in the order of their names. */
export function treeOf(files: readonly FileEntry[]): Folder {
  const root: Growing = { folders: new Map(), files: [] };
  for (const file of files) {
    folderOf(root, file.path).files.push(file);
  }
  return finished(root, "", "");
}

function folderOf(root: Growing, path: string): Growing {
  let at = root;
  for (const name of path.split("/").slice(0, -1)) {
    let next = at.folders.get(name);
    if (next === undefined) {
      next = { folders: new Map(), files: [] };
      at.folders.set(name, next);
    }
    at = next;
  }
  return at;
}

function finished(growing: Growing, name: string, path: string): Folder {
  const folders = [...growing.folders]
    .sort(([a], [b]) => order(a, b))
    .map(([each, inner]) => finished(inner, each, `${path}${each}/`));
  const files = growing.files.toSorted((a, b) => order(a.path, b.path));
  const sum = (key: "size" | "count") => folders.reduce((total, folder) => total + folder[key], 0);
  const size = files.reduce((total, file) => total + (file.size ?? 0), 0) + sum("size");
  return { name, path, folders, files, size, count: files.length + sum("count") };
}

// `epoch-9` before `epoch-10`.
const names = new Intl.Collator("en", { numeric: true });

function order(a: string, b: string): number {
  return names.compare(a, b) || (a < b ? -1 : 1);
}

/** The lines in sight when the folders in `open` are open. */
export function rowsOf(root: Folder, open: ReadonlySet<string>, depth = 0): readonly Row[] {
  const rows: Row[] = [];
  for (const folder of root.folders) {
    const isOpen = open.has(folder.path);
    rows.push({ kind: "folder", depth, folder, open: isOpen });
    if (isOpen) {
      for (const row of rowsOf(folder, open, depth + 1)) {
        rows.push(row);
      }
    }
  }
  for (const file of root.files) {
    rows.push({ kind: "file", depth, file });
  }
  return rows;
}

/** The folders that a file is in. */
export function foldersAbove(path: string): readonly string[] {
  const parts = path.split("/").slice(0, -1);
  return parts.map((_, at) => `${parts.slice(0, at + 1).join("/")}/`);
}

/** Folders that are open at first: of small trees all, else those that lead to a file or have no siblings. */
export function openAtFirst(root: Folder, file: string | undefined): ReadonlySet<string> {
  const open = new Set(file === undefined ? [] : foldersAbove(file));
  const visit = (folder: Folder): void => {
    for (const inner of folder.folders) {
      if (inner.count <= FEW || folder.folders.length + folder.files.length === 1) {
        open.add(inner.path);
        visit(inner);
      }
    }
  };
  visit(root);
  return open;
}

const FEW = 20;
