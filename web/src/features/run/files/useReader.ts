// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { useEffect, useState } from "react";
import { type ReadBytes, TextReader } from "../../../ui/text/reader";

/** A reader for as long as it is shown; `begin` opens it. The component is keyed by what is read. */
export function useReader(read: ReadBytes, begin: (reader: TextReader) => void): TextReader | undefined {
  const [reader, setReader] = useState<TextReader>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: a reader is of one text for its life
  useEffect(() => {
    const made = new TextReader(read);
    setReader(made);
    begin(made);
    return () => made.close();
  }, []);
  return reader;
}
