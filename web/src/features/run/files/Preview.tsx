// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { Button } from "@mantine/core";
import { API } from "../../../api/client";
import { artifactLink } from "../../../api/links";
import { byteSize } from "../../../format/number";
import { texts } from "../../../messages";
import { Empty } from "../../../ui/Empty";
import { TextView } from "../../../ui/text/TextView";
import { ImageView } from "../images/ImageView";
import panes from "../Panes.module.css";
import { JsonPreview } from "./JsonPreview";
import { type Kind, kindOf } from "./kinds";
import { rangeRead } from "./reads";
import { SheetPreview } from "./SheetPreview";
import type { FileEntry } from "./tree";
import { useReader } from "./useReader";

const LARGEST_JSON = 8 * 1024 * 1024;
const LARGEST_IMAGE = 64 * 1024 * 1024;

/** A run's file as far as a page can show it; whatever it holds is only looked at. */
export function Preview({ run, file }: { run: string; file: FileEntry }) {
  const link = artifactLink(run, file.path);
  return (
    <>
      <header className={panes.head}>
        <h2 dir="auto">{file.path}</h2>
        {file.size !== undefined && <span className="muted">{byteSize(file.size)}</span>}
        {file.size !== undefined && (
          <Button size="xs" component="a" href={link} download>
            {texts.text.download}
          </Button>
        )}
      </header>
      <Shown link={link} file={file} />
    </>
  );
}

function Shown({ link, file }: { link: string; file: FileEntry }) {
  if (file.size === undefined) {
    return <Empty title={texts.files.noBytes} />;
  }
  const size = file.size;
  const address = link.slice(API.length);
  switch (shownAs(file.path, size)) {
    case "image":
      return <ImageView link={link} name={file.path} />;
    case "csv":
      return <SheetPreview address={address} size={size} tabs={/\.tsv$/i.test(file.path)} />;
    case "json":
      return <JsonPreview address={address} />;
    case "text":
      return <FileText address={address} size={size} path={file.path} />;
    case "download":
      return <Empty title={texts.files.noPreview}>{texts.files.noPreviewText}</Empty>;
  }
}

function shownAs(path: string, size: number): Kind {
  const kind = kindOf(path);
  if (kind === "json" && size > LARGEST_JSON) {
    return "text";
  }
  return kind === "image" && size > LARGEST_IMAGE ? "download" : kind;
}

/** A text by ranges of its bytes; `address` is below the API's. */
export function FileText({ address, size, path }: { address: string; size: number; path: string }) {
  const reader = useReader(rangeRead(address, size), (made) => void made.open());
  return reader && <TextView reader={reader} label={texts.files.lines(path)} />;
}
