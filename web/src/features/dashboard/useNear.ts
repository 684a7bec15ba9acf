// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { type RefObject, useEffect, useRef, useState } from "react";

const MARGIN = "300px";

/** Whether an element came near the window once; what it holds may be mounted then. */
export function useNear<T extends Element>(): readonly [RefObject<T | null>, boolean] {
  const element = useRef<T>(null);
  const [isNear, setNear] = useState(false);
  useEffect(() => {
    const watched = element.current;
    if (watched === null || isNear) {
      return;
    }
    const watch = new IntersectionObserver(
      (entries) => setNear(entries.some((entry) => entry.isIntersecting)),
      { rootMargin: MARGIN },
    );
    watch.observe(watched);
    return () => watch.disconnect();
  }, [isNear]);
  return [element, isNear];
}
