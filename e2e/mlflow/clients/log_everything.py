# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Everything that a script logs through the fluent interface, and what a client reads of it."""

from __future__ import annotations

import hashlib
import io
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

import matplotlib.figure
import numpy as np
import pandas as pd
import yaml
from PIL import Image

import mlflow
from mlflow import MlflowClient

EXPERIMENT = sys.argv[1]
FRAME = pd.DataFrame({"x": [1, 2, 3], "y": [0.1, 0.2, 0.3]})
DICTIONARY = {"a": [1, None, "é 正"], "b": {"c": 0.1, "d": True}}
PICTURE = np.arange(8 * 8 * 3, dtype=np.uint8).reshape(8, 8, 3)
WHITE = np.full((8, 8, 3), 255, dtype=np.uint8)
FIGURE = matplotlib.figure.Figure()
FIGURE.subplots().plot([1, 2, 3])


def shown(run: Any) -> dict[str, Any]:
    """A run's facts as the client has them."""
    return {
        "name": run.info.run_name,
        "status": run.info.status,
        "stage": run.info.lifecycle_stage,
        "user": run.info.user_id,
        "ended": run.info.end_time is not None,
        "params": run.data.params,
        "metrics": run.data.metrics,
        "tags": run.data.tags,
        "datasets": [
            [entry.dataset.name, entry.dataset.digest, {tag.key: tag.value for tag in entry.tags}]
            for entry in run.inputs.dataset_inputs
        ],
    }


def files(client: MlflowClient, run: str, folder: str | None = None) -> list[str]:
    found: list[str] = []
    for entry in client.list_artifacts(run, folder):
        found += files(client, run, entry.path) if entry.is_dir else [entry.path]
    return sorted(found)


def log_values() -> None:
    mlflow.log_param("lr", 0.1)
    mlflow.log_param("lr", 0.1)
    mlflow.log_params({f"p{k}": k for k in range(150)})
    mlflow.log_param("long", "é" * 5000)
    for step in range(5):
        mlflow.log_metric("loss", 1 / (step + 1), step=step)
    mlflow.log_metric("late", 1.0, step=5)
    mlflow.log_metric("late", 2.0, step=4)
    mlflow.log_metric("nan", float("nan"))
    mlflow.log_metric("inf", float("inf"))
    mlflow.log_metric("-inf", float("-inf"))
    mlflow.log_metric("val/acc @ top 5".replace("@ ", ""), np.float32(0.5))
    mlflow.log_metrics({f"m{k}": float(k) for k in range(1500)}, step=3)
    mlflow.set_tag("phase", "first")
    mlflow.set_tag("phase", "second")
    mlflow.set_tags({"a": 1, "b": None, "c": "é 正 \n"})
    mlflow.set_tag("gone", "x")
    mlflow.delete_tag("gone")


def log_files() -> None:
    mlflow.log_text("text é", "notes/read me.txt")
    mlflow.log_dict(DICTIONARY, "data.json")
    mlflow.log_dict(DICTIONARY, "data.yaml")
    mlflow.log_figure(FIGURE, "plots/line.png")
    mlflow.log_image(PICTURE, artifact_file="images/picture.png")
    mlflow.log_image(WHITE, key="white", step=2, timestamp=1_700_000_000_000)
    mlflow.flush_artifact_async_logging()
    mlflow.log_table(FRAME, "table.json")
    mlflow.log_table({"x": [4], "y": [0.4]}, "table.json")
    mlflow.log_input(mlflow.data.from_pandas(FRAME, name="frame"), context="training")


def downloaded(client: MlflowClient, run: str) -> dict[str, Any]:
    """Each file's digest, and whether those that hold values hold the values that were logged."""
    bodies: dict[str, bytes] = {}
    absent: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        for name in files(client, run):
            try:
                bodies[name] = Path(client.download_artifacts(run, name, folder)).read_bytes()
            except Exception:  # of more than one kind in these releases
                absent.append(name)
    drawn = io.BytesIO()
    FIGURE.savefig(drawn, format="png")
    return {
        "digests": {name: hashlib.sha256(body).hexdigest() for name, body in bodies.items()},
        "absent": absent,
        "same": {
            "data.json": json.loads(bodies["data.json"]) == DICTIONARY,
            "data.yaml": yaml.safe_load(bodies["data.yaml"]) == DICTIONARY,
            "plots/line.png": np.array_equal(pixels(bodies["plots/line.png"]), pixels(drawn.getvalue())),
            "images/picture.png": np.array_equal(pixels(bodies["images/picture.png"]), PICTURE),
            "notes/read me.txt": bodies["notes/read me.txt"].decode() == "text é",
        },
        "white": {  # the small twin of an image loses a bit
            name.rpartition(".")[2]: bool(pixels(body).min() > 250)
            for name, body in bodies.items()
            if name.startswith("images/white")
        },
    }


def pixels(body: bytes) -> Any:
    return np.asarray(Image.open(io.BytesIO(body)))


def main() -> None:
    client = MlflowClient()
    experiment = mlflow.set_experiment(EXPERIMENT)
    assert mlflow.set_experiment(EXPERIMENT).experiment_id == experiment.experiment_id
    mlflow.set_experiment_tag("team", "red")
    with mlflow.start_run(run_name="first", tags={"made": "here"}, description="what *it* is") as run:
        log_values()
        log_files()
        with mlflow.start_run(run_name="child", nested=True) as child:
            mlflow.log_metric("of child", 7)
    first = run.info.run_id
    with mlflow.start_run(run_id=first) as resumed:
        running = resumed.info.status
        mlflow.log_metric("resumed", 1)
    try:
        mlflow.log_params({"x": 1}, run_id=first)
        with mlflow.start_run(run_id=first):
            mlflow.log_param("lr", 0.2)
        changed = ""
    except mlflow.MlflowException as error:
        changed = error.error_code
    try:
        with mlflow.start_run(run_name="failed") as failed:
            raise ValueError("as it should")
    except ValueError:
        pass
    print(
        json.dumps(
            {
                "experiment": [experiment.name, mlflow.get_experiment(experiment.experiment_id).tags],
                "id": first,
                "child": [child.info.run_id, shown(client.get_run(child.info.run_id))],
                "first": shown(client.get_run(first)),
                "running": running,
                "changed": changed,
                "failed": shown(client.get_run(failed.info.run_id))["status"],
                "histories": {
                    key: [[point.value, point.step] for point in client.get_metric_history(first, key)]
                    for key in ("loss", "late", "nan", "inf", "-inf", "m1499", "none")
                },
                "files": files(client, first),
                "downloaded": downloaded(client, first),
                "table": mlflow.load_table("table.json", run_ids=[first]).to_dict("list"),
                "text": mlflow.artifacts.load_text(f"runs:/{first}/notes/read me.txt"),
            }
        )
    )


main()
