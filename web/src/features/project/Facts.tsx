// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { experiments } from "../../api/queries";
import type { Project } from "../../api/schema";
import { texts } from "../../messages";
import { Copy } from "../../ui/Copy";
import classes from "./ProjectPage.module.css";

/** Where the project lies, and the experiment that its runs belong to. */
export function Facts({ project }: { project: Project }) {
  const asked = useQuery(experiments({ name: project.experiment }));
  const experiment = asked.data?.items.at(0);
  return (
    <span className={classes.facts}>
      <code className={classes.root}>{project.root}</code>
      <Copy text={project.root} what={texts.project.path} />
      <span className="muted">{texts.project.experiment}</span>
      {experiment ? (
        <Link to="/experiments/$experiment" params={{ experiment: experiment.id }} dir="auto">
          {project.experiment}
        </Link>
      ) : (
        <span dir="auto">{project.experiment}</span>
      )}
    </span>
  );
}
