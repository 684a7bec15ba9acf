// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { ActionIcon, Alert, Button, Drawer, SegmentedControl, useMantineColorScheme } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link, Outlet } from "@tanstack/react-router";
import { answer, client } from "../api/client";
import { session } from "../api/queries";
import { JobsButton } from "../features/job/JobsButton";
import { LaunchButton } from "../features/project/LaunchButton";
import { texts } from "../messages";
import { Card } from "../ui/Card";
import { Guard } from "../ui/Failure";
import { PageHead } from "../ui/PageHead";
import { SignedOut } from "../ui/SignedOut";
import { useConnection } from "./Live";
import { Palette, PaletteButton } from "./Palette";
import classes from "./Shell.module.css";
import { Shortcuts } from "./Shortcuts";

const PAGES = [
  { to: "/", label: texts.shell.home },
  { to: "/projects", label: texts.shell.projects },
  { to: "/experiments", label: texts.shell.experiments },
  { to: "/runs", label: texts.shell.allRuns },
  { to: "/jobs", label: texts.shell.jobs },
] as const;

/** What is around every page: the bar on top, the pages at the left, and what is said when the server is gone. */
export function Shell() {
  const [open, drawer] = useDisclosure(false);
  const needsSignIn = useNeedsSignIn();
  return (
    <div className={classes.shell}>
      <a className={classes.skip} href="#content">
        {texts.shell.skip}
      </a>
      <header className={classes.top}>
        <ActionIcon
          className={classes.menu ?? ""}
          size="lg"
          onClick={drawer.open}
          aria-label={texts.shell.openNavigation}
        >
          <svg
            viewBox="0 0 16 16"
            width="16"
            height="16"
            stroke="currentColor"
            strokeWidth="1.5"
            aria-hidden="true"
          >
            <path d="M2 4h12M2 8h12M2 12h12" />
          </svg>
        </ActionIcon>
        <Link to="/" className={classes.brand} aria-label={texts.shell.product}>
          <img src="/runlore.svg" width="20" height="20" alt="" />
          <span>{texts.shell.product}</span>
        </Link>
        <PaletteButton />
        <span className={classes.space} />
        <JobsButton />
        <LaunchButton />
      </header>
      <aside className={classes.side}>
        <Pages />
      </aside>
      <Drawer
        opened={open}
        onClose={drawer.close}
        size={260}
        title={texts.shell.product}
        closeButtonProps={{ "aria-label": texts.shell.closeNavigation }}
      >
        <Pages onGo={drawer.close} />
      </Drawer>
      <main className={classes.content} id="content" tabIndex={-1}>
        <Lost />
        <Guard>{needsSignIn ? <SignInNeeded /> : <Outlet />}</Guard>
      </main>
      <Palette />
      <Shortcuts />
    </div>
  );
}

function Pages({ onGo }: { onGo?: () => void }) {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <>
      <nav aria-label={texts.shell.navigation} className={classes.pages}>
        {PAGES.map(({ to, label }) => (
          <Link key={to} to={to} activeOptions={{ exact: to === "/" }} {...(onGo ? { onClick: onGo } : {})}>
            {label}
          </Link>
        ))}
      </nav>
      <div className={classes.own}>
        <SignOut />
        <SegmentedControl
          size="xs"
          fullWidth
          aria-label={texts.shell.theme.choose}
          value={colorScheme}
          onChange={(value) => setColorScheme(value as "light" | "dark" | "auto")}
          data={[
            { value: "light", label: texts.shell.theme.light },
            { value: "dark", label: texts.shell.theme.dark },
            { value: "auto", label: texts.shell.theme.auto },
          ]}
        />
      </div>
    </>
  );
}

/** Whether nothing may be read here; another tab may have a stream of hints from before it was signed out. */
function useNeedsSignIn(): boolean {
  const connection = useConnection();
  const { data } = useQuery(session());
  return connection === "signedOut" || (data?.required === true && !data.signedIn);
}

/** In the place of every page where nothing may be read without being signed in. */
function SignInNeeded() {
  return (
    <>
      <PageHead title={texts.signedOut.page} />
      <Card title={texts.signedOut.page}>
        <SignedOut text={texts.signedOut.all} />
      </Card>
    </>
  );
}

/** For who is signed in; the page begins anew afterwards, without what only they could see. */
function SignOut() {
  const { data } = useQuery(session());
  const out = useMutation({
    mutationFn: () => answer(client.DELETE("/studio/session")),
    onSuccess: () => window.location.reload(),
  });
  return (
    data?.signedIn && (
      <Button size="xs" variant="subtle" color="gray" loading={out.isPending} onClick={() => out.mutate()}>
        {texts.signedOut.signOut}
      </Button>
    )
  );
}

function Lost() {
  const connection = useConnection();
  return (
    <div role="status">
      {connection === "lost" && (
        <Alert variant="outline" color="yellow" className={classes.lost ?? ""}>
          {texts.shell.lost}
        </Alert>
      )}
    </div>
  );
}
