// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback } from "react";
import { texts } from "../../messages";
import { PageHead } from "../../ui/PageHead";
import type { DashboardAddress } from "./address";
import type { Scope } from "./asks";
import { countLabel, Dashboard, useCount } from "./Dashboard";
import { type ChangeAddress, changed } from "./useView";

const ALL: Scope = {};

/** The dashboard of all runs, whatever experiment they are of. */
export function RunsPage() {
  const address: DashboardAddress = useSearch({ from: "/runs" });
  const navigate = useNavigate({ from: "/runs" });
  const { total } = useCount(ALL, address);
  const onAddress = useCallback<ChangeAddress>(
    (change) => void navigate({ search: (old) => changed(old, change), resetScroll: false }),
    [navigate],
  );
  return (
    <>
      <PageHead title={texts.dashboard.allRuns}>
        <span className="muted">{countLabel(total)}</span>
      </PageHead>
      <Dashboard scope={ALL} address={address} onAddress={onAddress} />
    </>
  );
}
