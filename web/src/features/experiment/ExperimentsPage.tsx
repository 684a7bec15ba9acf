// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { experiments } from "../../api/queries";
import { texts } from "../../messages";
import { Card } from "../../ui/Card";
import { Empty } from "../../ui/Empty";
import { Failure } from "../../ui/Failure";
import { PageHead } from "../../ui/PageHead";
import { ExperimentList } from "./ExperimentList";

const LIMIT = 1_000;

/** All experiments, newest first, with a field that keeps those of a name. */
export function ExperimentsPage() {
  const [wanted, setWanted] = useState("");
  const asked = useQuery(experiments({ limit: LIMIT }));
  const named = (asked.data?.items ?? []).filter(({ name }) =>
    name.toLowerCase().includes(wanted.toLowerCase()),
  );
  return (
    <>
      <PageHead title={texts.experiments.title} />
      <Card
        title={asked.isPending ? texts.experiments.title : texts.experiments.count(named.length)}
        actions={
          <TextInput
            size="xs"
            placeholder={texts.experiments.find}
            aria-label={texts.experiments.find}
            value={wanted}
            onChange={(event) => setWanted(event.currentTarget.value)}
          />
        }
      >
        {asked.error ? (
          <Failure error={asked.error} onRetry={() => void asked.refetch()} />
        ) : named.length === 0 && !asked.isPending ? (
          <Empty title={wanted === "" ? texts.experiments.none : texts.experiments.noneOfName} />
        ) : (
          <ExperimentList experiments={named} />
        )}
      </Card>
    </>
  );
}
