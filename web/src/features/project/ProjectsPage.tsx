// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { isSignedOut } from "../../api/problem";
import { projects } from "../../api/queries";
import type { Project } from "../../api/schema";
import { texts } from "../../messages";
import { Card } from "../../ui/Card";
import { Failure } from "../../ui/Failure";
import { Moment } from "../../ui/Moment";
import { PageHead } from "../../ui/PageHead";
import { SignedOut } from "../../ui/SignedOut";
import { Table } from "../../ui/Table";
import { NoProject } from "./NoProject";
import { lastName } from "./paths";

/** Folders of the server's machine that are registered as projects. */
export function ProjectsPage() {
  const asked = useQuery(projects());
  return (
    <>
      <PageHead title={texts.projects.title} />
      {!asked.isPending && (
        <Card title={texts.projects.title}>
          {asked.isSuccess ? (
            <ProjectList projects={asked.data.items} />
          ) : isSignedOut(asked.error) ? (
            <SignedOut />
          ) : (
            <Failure error={asked.error} onRetry={() => void asked.refetch()} />
          )}
        </Card>
      )}
    </>
  );
}

function ProjectList({ projects }: { projects: readonly Project[] }) {
  if (projects.length === 0) {
    return <NoProject />;
  }
  return (
    <Table label={texts.projects.title}>
      <thead>
        <tr>
          <th>{texts.launch.project}</th>
          <th>{texts.projects.experiment}</th>
          <th>{texts.projects.root}</th>
          <th>{texts.projects.registered}</th>
        </tr>
      </thead>
      <tbody>
        {projects.map(({ id, root, experiment, registered }) => (
          <tr key={id}>
            <td className="wide">
              <Link to="/projects/$project" params={{ project: id }} dir="auto">
                {lastName(root)}
              </Link>
            </td>
            <td className="wide" dir="auto">
              {experiment}
            </td>
            <td className="wide" title={root}>
              <code>{root}</code>
            </td>
            <td>
              <Moment time={registered} />
            </td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
