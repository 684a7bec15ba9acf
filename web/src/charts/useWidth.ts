// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { type RefObject, useLayoutEffect, useState } from "react";

/** The width of an element in pixels, as it is resized. */
export function useWidth(element: RefObject<Element | null>, initial: number): number {
  const [width, setWidth] = useState(initial);
  useLayoutEffect(() => {
    const target = element.current;
    if (target === null) {
      return;
    }
    const measure = () => setWidth(target.clientWidth || initial);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(target);
    return () => observer.disconnect();
  }, [element, initial]);
  return width;
}
