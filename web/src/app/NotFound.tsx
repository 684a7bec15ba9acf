// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { Link } from "@tanstack/react-router";
import { texts } from "../messages";
import { Empty } from "../ui/Empty";
import { PageHead } from "../ui/PageHead";

/** Of an address that no page has. */
export function NotFound() {
  return (
    <>
      <PageHead title={texts.shell.notFound} />
      <Empty title={texts.shell.notFoundText}>
        <Link to="/">{texts.shell.goHome}</Link>
      </Empty>
    </>
  );
}
