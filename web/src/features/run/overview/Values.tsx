// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { Button } from "@mantine/core";
import { useState } from "react";
import type { Value } from "../../../api/numbers";
import { texts } from "../../../messages";
import { Empty } from "../../../ui/Empty";
import { valueText, wholeValue } from "../metrics/value";
import classes from "./OverviewTab.module.css";

export interface Named {
  readonly name: string;
  readonly value: Value;
}

const STEP = 100;

/** Names and their values, a hundred at first. */
export function Values({ label, values, empty }: { label: string; values: readonly Named[]; empty: string }) {
  const [shown, setShown] = useState(STEP);
  if (values.length === 0) {
    return <Empty title={empty} />;
  }
  return (
    <>
      <section aria-label={texts.overview.valuesOf(label)} tabIndex={0} className={classes.values}>
        <dl style={{ margin: 0 }}>
          {values.slice(0, shown).map(({ name, value }) => (
            <div key={name} className={classes.value}>
              <dt dir="auto">{name}</dt>
              <dd dir="auto" title={typeof value === "number" ? wholeValue(value) : undefined}>
                {valueText(value)}
              </dd>
            </div>
          ))}
        </dl>
      </section>
      {values.length > shown && (
        <div className={classes.more}>
          <Button size="xs" onClick={() => setShown(shown + STEP)}>
            {texts.overview.moreValues(values.length - shown)}
          </Button>
        </div>
      )}
    </>
  );
}
