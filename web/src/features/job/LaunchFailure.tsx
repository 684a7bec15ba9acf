// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { isSignedOut } from "../../api/problem";
import { texts } from "../../messages";
import { Failure } from "../../ui/Failure";
import { SignedOut } from "../../ui/SignedOut";

/** Why nothing was launched. */
export function LaunchFailure({ error }: { error: unknown }) {
  return isSignedOut(error) ? <SignedOut /> : <Failure error={error} title={texts.launch.failed} />;
}
