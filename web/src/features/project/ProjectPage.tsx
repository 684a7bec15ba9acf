// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { Tabs } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { type ReactNode, useCallback } from "react";
import { isSignedOut } from "../../api/problem";
import { projects } from "../../api/queries";
import type { Project } from "../../api/schema";
import { texts } from "../../messages";
import { Empty } from "../../ui/Empty";
import { Failure } from "../../ui/Failure";
import { PageHead } from "../../ui/PageHead";
import { SignedOut } from "../../ui/SignedOut";
import type { ChangeAddress } from "../dashboard/useView";
import { type ProjectAddress, projectAddress } from "./address";
import { Facts } from "./Facts";
import { Files } from "./Files";
import classes from "./ProjectPage.module.css";
import { lastName } from "./paths";
import { RunBar } from "./RunBar";
import { Runs } from "./Runs";
import { useProposedScript } from "./useScript";

/** A folder of the server's machine: its files, a bar that runs its scripts, and their runs. */
export function ProjectPage() {
  const { project: id } = useParams({ from: "/projects/$project" });
  const asked = useQuery(projects());
  const project = asked.data?.items.find((each) => each.id === id);
  if (project !== undefined) {
    return <Shown project={project} key={project.id} />;
  }
  return (
    <>
      <Head title={texts.launch.project} />
      {asked.isSuccess && <Empty title={texts.project.missing} />}
      {asked.error &&
        (isSignedOut(asked.error) ? (
          <SignedOut />
        ) : (
          <Failure error={asked.error} onRetry={() => void asked.refetch()} />
        ))}
    </>
  );
}

function Head({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <PageHead
      title={title}
      heading={<span dir="auto">{title}</span>}
      crumbs={
        <>
          <Link to="/projects">{texts.projects.title}</Link> /
        </>
      }
    >
      {children}
    </PageHead>
  );
}

function Shown({ project }: { project: Project }) {
  const address = useSearch({ from: "/projects/$project" });
  const navigate = useNavigate({ from: "/projects/$project" });
  const proposed = useProposedScript(project);
  const script = address.script ?? proposed;
  const change = (what: ProjectAddress) =>
    void navigate({ search: (before) => ({ ...before, ...what }), replace: true, resetScroll: false });
  const setEvery = (every: boolean) =>
    void navigate({ search: ({ every: _, ...rest }) => (every ? { ...rest, every } : rest), replace: true });
  const onAddress = useCallback<ChangeAddress>(
    (what) =>
      void navigate({ search: (before) => projectAddress({ ...before, ...what }), resetScroll: false }),
    [navigate],
  );
  const go = (tab: string | null) =>
    void navigate({ search: ({ tab: _, ...rest }) => (tab === "runs" ? { ...rest, tab } : rest) });
  return (
    <>
      <Head title={lastName(project.root)}>
        <Facts project={project} />
      </Head>
      <RunBar project={project} script={script} onScript={(path) => change({ script: path })} />
      <Tabs value={address.tab ?? "files"} onChange={go} keepMounted={false} className={classes.tabs ?? ""}>
        <Tabs.List aria-label={texts.project.views}>
          <Tabs.Tab value="files">{texts.project.files}</Tabs.Tab>
          <Tabs.Tab value="runs">{texts.project.runs}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="files">
          <Files project={project.id} file={address.file} onFile={(file) => change({ file })} />
        </Tabs.Panel>
        <Tabs.Panel value="runs" className={classes.runs ?? ""}>
          {script !== undefined && (
            <Runs
              experiment={project.experiment}
              script={script}
              address={address}
              onEvery={setEvery}
              onAddress={onAddress}
            />
          )}
        </Tabs.Panel>
      </Tabs>
    </>
  );
}
