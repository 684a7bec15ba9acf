// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { expect, test } from "vitest";
import { askedBefore, queries } from "./queries";

test("a question is as old as when it was asked last, not as its answer", async () => {
  const ask = (name: string) => queries.fetchQuery({ queryKey: [name], queryFn: () => name, staleTime: 0 });
  await ask("early");
  await ask("both");
  await new Promise((later) => setTimeout(later, 5));
  const moment = performance.now();
  await new Promise((later) => setTimeout(later, 5));
  await ask("both");
  await ask("late");
  queries.setQueryData(["early"], "told since");
  queries.setQueryData(["never asked"], "told");

  const old = queries.getQueryCache().findAll({ predicate: askedBefore(moment) });
  expect(old.map(({ queryKey }) => queryKey[0])).toEqual(["early"]);
  queries.clear();
});
