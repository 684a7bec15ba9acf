// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { ago, wholeStamp } from "../format/time";
import { useNow } from "./now";

/** A time as it is from now within a day, else its date; whole when hovered. */
export function Moment({ time }: { time: string }) {
  const now = useNow();
  return (
    <time dateTime={time} title={wholeStamp(time)} className="muted">
      {ago(time, now)}
    </time>
  );
}
