// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { Link } from "@tanstack/react-router";
import type { Experiment } from "../../api/schema";
import { texts } from "../../messages";
import { Moment } from "../../ui/Moment";
import { Table } from "../../ui/Table";

/** Experiments by name with what is known of each without asking for its runs. */
export function ExperimentList({ experiments }: { experiments: readonly Experiment[] }) {
  return (
    <Table label={texts.experiments.title}>
      <thead>
        <tr>
          <th>{texts.experiments.name}</th>
          <th className="number">{texts.experiments.runs}</th>
          <th>{texts.experiments.primaryMetric}</th>
          <th>{texts.experiments.created}</th>
          <th>{texts.experiments.description}</th>
        </tr>
      </thead>
      <tbody>
        {experiments.map(({ id, name, runs, primaryMetric, created, description }) => (
          <tr key={id}>
            <td className="wide">
              <Link to="/experiments/$experiment" params={{ experiment: id }} dir="auto">
                {name}
              </Link>
            </td>
            <td className="number">{runs.toLocaleString()}</td>
            <td>{primaryMetric && texts.experiments.goal(primaryMetric.name, primaryMetric.goal)}</td>
            <td>
              <Moment time={created} />
            </td>
            <td className="wide muted" dir="auto">
              {description}
            </td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
