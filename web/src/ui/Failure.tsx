// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { Button } from "@mantine/core";
import { Component, type ReactNode } from "react";
import { ProblemError } from "../api/problem";
import { texts } from "../messages";
import classes from "./Failure.module.css";
import { SignedOut } from "./SignedOut";

/** What went wrong with a part of a page, in the server's words, and a way to try again. */
export function Failure({
  error,
  onRetry,
  title = texts.panel.failed,
}: {
  error: unknown;
  onRetry?: () => void;
  title?: string;
}) {
  if (error instanceof ProblemError && error.status === 401) {
    return <SignedOut />;
  }
  return (
    <div role="alert" className={classes.failure}>
      <strong>{title}</strong>
      <p>{error instanceof Error ? error.message : String(error)}</p>
      {error instanceof ProblemError && error.requestId !== undefined && (
        <p className="muted mono">{texts.panel.request(error.requestId)}</p>
      )}
      {onRetry && (
        <Button size="xs" onClick={onRetry}>
          {texts.panel.retry}
        </Button>
      )}
    </div>
  );
}

/** Keeps a part that fails from taking the page with it. */
export class Guard extends Component<{ children: ReactNode }, { error: Error | undefined }> {
  override state = { error: undefined as Error | undefined };

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  override render() {
    const { error } = this.state;
    if (error === undefined) {
      return this.props.children;
    }
    return (
      <div role="alert" className={classes.failure}>
        <strong>{texts.panel.broken}</strong>
        <p>{error.message}</p>
        <Button size="xs" onClick={() => this.setState({ error: undefined })}>
          {texts.panel.retry}
        </Button>
      </div>
    );
  }
}
