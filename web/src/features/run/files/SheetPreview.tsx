// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { useQuery } from "@tanstack/react-query";
import { bytes } from "../../../api/client";
import { texts } from "../../../messages";
import { Failure } from "../../../ui/Failure";
import { Waiting } from "../../../ui/Waiting";
import { CellGrid } from "../CellGrid";
import { readSheet } from "./csv";

const ROWS = 1_000;
const COLUMNS = 200;
const READ = 4 * 1024 * 1024;

interface SheetPreviewProps {
  readonly address: string;
  readonly size: number;
  readonly tabs: boolean;
}

/** The first rows of a table of values. */
export function SheetPreview({ address, size, tabs }: SheetPreviewProps) {
  const asked = useQuery({
    queryKey: ["file", address],
    queryFn: async ({ signal }) => {
      const answer = await bytes(address, {
        signal,
        headers: size > 0 ? { Range: `bytes=0-${READ - 1}` } : {},
      });
      const text = new TextDecoder().decode(await answer.arrayBuffer());
      return readSheet(text, { divider: tabs ? "\t" : ",", rows: ROWS, columns: COLUMNS }, size > READ);
    },
  });
  if (asked.error) {
    return <Failure error={asked.error} onRetry={() => void asked.refetch()} />;
  }
  if (asked.data === undefined) {
    return <Waiting lines={8} />;
  }
  const { head, rows, more } = asked.data;
  return (
    <CellGrid
      label={texts.files.sheet}
      head={head}
      count={rows.length}
      cell={(row, column) => rows[row]?.[column] ?? ""}
      note={more ? texts.files.firstRows(rows.length) : texts.files.allRows(rows.length)}
    />
  );
}
