# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
from __future__ import annotations

import gzip
import hashlib
import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from answering import Answer, AnsweringServer, Request, as_json

ROOT = Path(__file__).parents[2]
BOTH = os.pathsep.join([str(ROOT / "azureml" / "src"), str(ROOT / "runlore" / "src")])
TRACKED = {"AZUREML_RUN_ID": "iris_1504832281_0a1b2c3d"}


class Keeping:
    """A server that keeps the records and files of every run."""

    def __init__(self) -> None:
        self.records: list[dict[str, Any]] = []
        self.blobs: dict[str, bytes] = {}
        self.runs: set[str] = set()
        self.lock = threading.Lock()

    def answer(self, request: Request) -> Answer:
        with self.lock:
            parts = request.path.split("/")
            if request.path.startswith("/api/v1/blobs/"):
                return self.blob(request, parts[-1])
            if parts[-1] == "records":
                return self.append(parts[-2], request)
        return as_json({"id": parts[-1], "status": "Running", "revision": 1})

    def blob(self, request: Request, name: str) -> Answer:
        if request.method != "PUT":
            return Answer(200 if name in self.blobs else 404)
        assert hashlib.sha256(request.body).hexdigest() == name
        self.blobs[name] = request.body
        return Answer(201)

    def append(self, run: str, request: Request) -> Answer:
        body = gzip.decompress(request.body) if request.headers.get("content-encoding") == "gzip" else request.body
        lines = [json.loads(line) for line in body.splitlines()]
        self.records += lines
        self.runs.add(run)
        return as_json({"nextRecord": lines[-1]["n"] + 1, "revision": 1, "rejected": []})

    def values(self) -> list[dict[str, Any]]:
        """What was logged, without number and time."""
        return [{key: record[key] for key in record if key not in "nt"} for record in self.records if "m" in record]

    def files(self) -> dict[str, bytes]:
        kept = [record["artifact"] for record in self.records if "artifact" in record]
        return {artifact["path"]: self.blobs[artifact["sha256"]] for artifact in kept}


def run_script(folder: Path, text: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a script in a folder of its own and fail when it does."""
    (folder / "script.py").write_text(text, encoding="utf-8")
    clean = {
        name: value for name, value in os.environ.items() if not name.startswith(("RUNLORE_", "AZUREML_", "MLFLOW_"))
    }
    environment = {**clean, "PYTHONPATH": BOTH, "HOME": str(folder), "RUNLORE_HOME": str(folder / "data"), **variables}
    done = subprocess.run(
        [sys.executable, "script.py"], cwd=folder, env=environment, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return done


def logged(folder: Path, text: str) -> tuple[Keeping, subprocess.CompletedProcess[str]]:
    keeping = Keeping()
    with AnsweringServer(keeping.answer) as server:
        done = run_script(folder, text, RUNLORE_URL=server.url, **TRACKED)
    return keeping, done


def test_a_scalar_and_a_list_go_to_the_submitted_run(tmp_path: Path) -> None:
    keeping, done = logged(
        tmp_path,
        """
from azureml.logging import get_azureml_logger
logger = get_azureml_logger()
reg = 0.01
logger.log("Regularization Rate", reg)
logger.log("Accuracy", 0.6792452830188679)
logger.log("my list", [5, 6, 7])
""",
    )
    assert keeping.runs == {TRACKED["AZUREML_RUN_ID"]}
    assert keeping.values() == [
        {"m": "Regularization Rate", "v": 0.01},
        {"m": "Accuracy", "v": 0.6792452830188679},
        {"m": "my list", "l": [5, 6, 7]},
    ]
    assert not any("status" in record for record in keeping.records)  # the submitter ends the run
    assert (done.stdout, done.stderr) == ("", "")


def test_values_keep_their_types_and_what_is_no_value_is_its_text(tmp_path: Path) -> None:
    keeping, _ = logged(
        tmp_path,
        """
from azureml.logging import get_azureml_logger
log = get_azureml_logger().log
log("正則化", 3)
log("text", "good")
log("true", True)
log("none", None)
log("nan", float("nan"))
log("dict", {"a": 1})
log("mixed", [1, 0.5, float("inf")])
log("tuple", ("a", "b"))
log("nested", [[1], [2]])
""",
    )
    assert keeping.values() == [
        {"m": "正則化", "v": 3},
        {"m": "text", "v": "good"},
        {"m": "true", "v": True},
        {"m": "none", "v": None},
        {"m": "nan", "v": "NaN"},
        {"m": "dict", "v": "{'a': 1}"},
        {"m": "mixed", "l": [1.0, 0.5, "Infinity"]},
        {"m": "tuple", "l": ["a", "b"]},
        {"m": "nested", "v": "[[1], [2]]"},
    ]


def test_numpy_arrays_are_lists_and_numpy_scalars_values(tmp_path: Path) -> None:
    pytest.importorskip("numpy")
    keeping, _ = logged(
        tmp_path,
        """
import numpy as np
from azureml.logging import get_azureml_logger
log = get_azureml_logger().log
log("Precision", np.array([0.25, 0.5, 1.0]))
log("Recall", np.array([1, 2], dtype=np.int32))
log("Accuracy", np.float64(0.68))
log("zero dimensions", np.array(7))
log("matrix", np.array([[1, 2], [3, 4]]))
""",
    )
    assert keeping.values() == [
        {"m": "Precision", "l": [0.25, 0.5, 1.0]},
        {"m": "Recall", "l": [1, 2]},
        {"m": "Accuracy", "v": 0.68},
        {"m": "zero dimensions", "v": 7},
        {"m": "matrix", "v": "array([[1, 2],\n       [3, 4]])"},
    ]


def test_waiting_returns_when_the_value_is_stored(tmp_path: Path) -> None:
    keeping, _ = logged(
        tmp_path,
        """
import os
from azureml.logging import get_azureml_logger
get_azureml_logger().log("first", 1).wait()
os._exit(0)  # nothing of the process's end can deliver it
""",
    )
    assert keeping.values() == [{"m": "first", "v": 1}]


def test_an_upload_stores_the_text_as_a_file(tmp_path: Path) -> None:
    keeping, _ = logged(
        tmp_path,
        """
from azureml.logging import get_azureml_logger
get_azureml_logger().upload("./notes/été.txt", "line 1\\nzwei: größer\\r\\n")
""",
    )
    assert keeping.files() == {"notes/été.txt": "line 1\nzwei: größer\r\n".encode()}


def test_a_logger_works_from_functions_threads_and_modules(tmp_path: Path) -> None:
    (tmp_path / "steps.py").write_text(
        "from azureml.logging import get_azureml_logger\nget_azureml_logger().log('module', 1)\n"
    )
    keeping, _ = logged(
        tmp_path,
        """
import threading
from azureml.logging import get_azureml_logger
logger = get_azureml_logger()
assert logger is get_azureml_logger()
import steps
def function():
    get_azureml_logger().log("function", 2)
function()
thread = threading.Thread(target=logger.log, args=("thread", 3))
thread.start()
thread.join()
""",
    )
    assert [(value["m"], value["v"]) for value in keeping.values()] == [("module", 1), ("function", 2), ("thread", 3)]


def test_a_run_that_the_script_starts_itself_is_its_run(tmp_path: Path) -> None:
    keeping = Keeping()
    with AnsweringServer(keeping.answer) as server:
        run_script(
            tmp_path,
            """
import runlore
from azureml.logging import get_azureml_logger
logger = get_azureml_logger()
logger.log("before", 0)
with runlore.start_run("iris", run_id="mine"):
    logger.log("during", 1)
logger.log("after", 2)
""",
            RUNLORE_URL=server.url,
        )
    assert [value for value in keeping.values() if not value["m"].startswith("system/")] == [{"m": "during", "v": 1}]
    assert keeping.runs == {"mine"}


def test_outside_a_run_nothing_is_stored_and_one_debug_line_is_written(tmp_path: Path) -> None:
    done = run_script(
        tmp_path,
        """
import logging
logging.basicConfig(level=logging.DEBUG)
from azureml.logging import get_azureml_logger
logger = get_azureml_logger()
assert logger.log("a", 1).wait() is None
get_azureml_logger().log("b", [1, object()])
logger.upload("../../etc/passwd", "x")
""",
    )
    assert done.stdout == ""
    lines = done.stderr.splitlines()
    assert lines == ["DEBUG:azureml.logging:no run is being tracked: what is logged is not stored"]
    assert sorted(path.name for path in tmp_path.iterdir() if path.name != "__pycache__") == ["script.py"]


def test_without_a_server_a_tracked_script_ends_well_and_its_values_wait(tmp_path: Path) -> None:
    run_script(
        tmp_path, "from azureml.logging import get_azureml_logger\nget_azureml_logger().log('a', 1)\n", **TRACKED
    )
    (records,) = (tmp_path / "data" / "spool" / TRACKED["AZUREML_RUN_ID"]).rglob("*.ndjson")
    kept = [json.loads(line) for line in records.read_text(encoding="utf-8").splitlines()]
    assert [(record["m"], record["v"]) for record in kept if "m" in record] == [("a", 1)]


def test_beside_the_vendors_package_the_import_is_refused_in_one_sentence(tmp_path: Path) -> None:
    vendor = tmp_path / "azureml_core-1.59.0.dist-info"
    vendor.mkdir()
    (vendor / "METADATA").write_text("Metadata-Version: 2.1\nName: azureml-core\nVersion: 1.59.0\n")
    for module in ("azureml", "azureml.logging"):
        done = subprocess.run(
            [sys.executable, "-c", f"import {module}"],
            env={**os.environ, "PYTHONPATH": os.pathsep.join([BOTH, str(tmp_path)])},
            capture_output=True,
            text=True,
        )
        assert done.returncode == 1
        assert done.stderr.splitlines()[-1] == (
            "ImportError: runlore-azureml cannot be imported beside azureml-core 1.59.0, which owns the same package "
            "'azureml'; uninstall one of the two"
        )


def test_nothing_else_of_azureml_is_there() -> None:
    import azureml.logging

    assert azureml.logging.__all__ == ["Logger", "StoredValue", "get_azureml_logger"]
    assert sorted(
        path.name for path in (ROOT / "azureml" / "src" / "azureml").iterdir() if path.name != "__pycache__"
    ) == [
        "__init__.py",
        "logging",
        "py.typed",
    ]
