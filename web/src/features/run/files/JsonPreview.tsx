// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { useQuery } from "@tanstack/react-query";
import { bytes } from "../../../api/client";
import { texts } from "../../../messages";
import { Failure } from "../../../ui/Failure";
import { Waiting } from "../../../ui/Waiting";
import panes from "../Panes.module.css";
import { JsonTree } from "./JsonTree";

/** A JSON file as a tree, or its text where it is none. `address` is below the API's. */
export function JsonPreview({ address }: { address: string }) {
  const asked = useQuery({
    queryKey: ["file", address, "json"],
    queryFn: async ({ signal }) => readJson(await (await bytes(address, { signal })).text()),
  });
  if (asked.error) {
    return <Failure error={asked.error} onRetry={() => void asked.refetch()} />;
  }
  if (asked.data === undefined) {
    return <Waiting lines={8} />;
  }
  return (
    <div className={panes.body}>
      {"text" in asked.data ? (
        <>
          <p className={panes.foot}>{texts.files.noJson}</p>
          <pre style={{ margin: 0, padding: 12 }}>{asked.data.text}</pre>
        </>
      ) : (
        <JsonTree value={asked.data.value} />
      )}
    </div>
  );
}

const LONGEST = 100_000;

function readJson(text: string): { value: unknown } | { text: string } {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    // NaN and the like are common in files that call themselves JSON.
    return { text: text.slice(0, LONGEST) };
  }
}
