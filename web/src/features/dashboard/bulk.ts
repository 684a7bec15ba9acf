// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors

export interface Failed<T> {
  readonly item: T;
  readonly error: unknown;
}

/** What became of many requests so far. */
export interface Progress<T> {
  readonly done: number;
  readonly all: number;
  readonly failed: readonly Failed<T>[];
}

const AT_ONCE = 6;

/** Does the task with each item, at most six at a time; what fails is told and holds nothing back. */
export async function withEach<T>(
  items: readonly T[],
  task: (item: T) => Promise<unknown>,
  tell: (progress: Progress<T>) => void,
): Promise<Progress<T>> {
  const waiting = items.values();
  const failed: Failed<T>[] = [];
  let done = 0;
  const work = async (): Promise<void> => {
    for (const item of waiting) {
      try {
        await task(item);
      } catch (error) {
        failed.push({ item, error });
      }
      done++;
      tell({ done, all: items.length, failed: [...failed] });
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, items.length) }, work));
  return { done, all: items.length, failed };
}
