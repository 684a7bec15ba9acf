// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { texts } from "../../messages";
import { Card } from "../../ui/Card";
import { Copy } from "../../ui/Copy";
import classes from "./HomePage.module.css";

/** How the history gets its first run. */
export function FirstSteps() {
  return (
    <Card title={texts.firstSteps.title}>
      <WaysToLog experiment="first" />
    </Card>
  );
}

/** Three ways to log a run of an experiment, with this server's own address in them. */
export function WaysToLog({ experiment }: { experiment: string }) {
  const url = window.location.origin;
  const ways = [
    { name: texts.firstSteps.python, code: pythonWay(url, experiment) },
    { name: texts.firstSteps.mlflow, code: mlflowWay(url, experiment) },
    { name: texts.firstSteps.cli, code: commandLineWay(url, experiment) },
  ];
  return (
    <>
      {ways.map(({ name, code }) => (
        <div key={name} className={classes.way}>
          <h3 className={classes.head}>
            {name} <Copy text={code} what={name} />
          </h3>
          <pre className={classes.code}>{code}</pre>
        </div>
      ))}
    </>
  );
}

function pythonWay(url: string, experiment: string): string {
  return [
    `# export RUNLORE_URL=${url}`,
    "import runlore",
    "",
    `with runlore.start_run(experiment=${JSON.stringify(experiment)}) as run:`,
    "    for step in range(100):",
    '        run.log("loss", 1 / (step + 1), step=step)',
  ].join("\n");
}

function mlflowWay(url: string, experiment: string): string {
  return [
    `# export MLFLOW_TRACKING_URI=${url}`,
    "import mlflow",
    "",
    `mlflow.set_experiment(${JSON.stringify(experiment)})`,
    "with mlflow.start_run():",
    '    mlflow.log_metric("loss", 0.25)',
  ].join("\n");
}

function commandLineWay(url: string, experiment: string): string {
  const word = /^[\w.-]+$/.test(experiment) ? experiment : `'${experiment.replaceAll("'", "'\\''")}'`;
  return [`export RUNLORE_URL=${url}`, `runlore init --experiment ${word}`, "runlore submit train.py"].join(
    "\n",
  );
}
