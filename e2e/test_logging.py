# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""What the article on logging metrics says, through the native SDK's calls of the same meaning."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest

from harness.product import Sandbox
from harness.rest import Rest, same


def metrics_of(sandbox: Sandbox, calls: str) -> Any:
    """What `metrics()` gives after these calls on `run`, without what is measured unasked."""
    code = "import runlore\nwith runlore.start_run('logging') as run:\n"
    code += "".join(f"    {call}\n" for call in calls.strip().splitlines())
    code += "    found = run.metrics()\n"
    return sandbox.result(code + "print({k: v for k, v in found.items() if not k.startswith('system/')})\n")


@pytest.mark.parametrize(
    ("calls", "metrics"),
    [
        pytest.param("run.log('accuracy', 0.95)", {"accuracy": 0.95}, id="L1 number"),
        pytest.param("run.log('reason', 'patience')", {"reason": "patience"}, id="L1 text"),
        pytest.param("for i in (3, 1, 2): run.log('loss', i / 2)", {"loss": [1.5, 0.5, 1.0]}, id="L2 vector"),
        pytest.param("run.log_list('accuracies', [0.6, 0.7, 0.87])", {"accuracies": [0.6, 0.7, 0.87]}, id="L3 list"),
        pytest.param("run.log_list('l', (x for x in [1, 2]))", {"l": [1, 2]}, id="L3 generator"),
        pytest.param("run.log_list('l', [1])\nrun.log_list('l', [2, 3])", {"l": [1, 2, 3]}, id="lists join"),
        pytest.param("run.log_list('l', [5])", {"l": 5}, id="list of one"),
        pytest.param("run.log_list('l', [])", {}, id="list of none"),
        pytest.param("run.log_row('Y over X', x=1, y=0.4)", {"Y over X": {"x": 1, "y": 0.4}}, id="L4 row"),
        pytest.param(
            "for i in range(3): run.log_row('Y over X', x=i, y=i / 4)",
            {"Y over X": {"x": [0, 1, 2], "y": [0.0, 0.25, 0.5]}},
            id="L5 rows",
        ),
        pytest.param(
            "run.log_table('Y over X', {'x': [1, 2, 3], 'y': [0.6, 0.7, 0.89]})",
            {"Y over X": {"x": [1, 2, 3], "y": [0.6, 0.7, 0.89]}},
            id="L6 table",
        ),
        pytest.param(
            "run.log_row('r', x=1)\nrun.log_row('r', y=2)", {"r": {"x": [1, None], "y": [None, 2]}}, id="missing cells"
        ),
    ],
)
def test_metrics_come_back_in_their_shape(shared: Sandbox, calls: str, metrics: Any) -> None:
    found = metrics_of(shared, calls)
    assert same(found, metrics), found


def test_l14_floats_integers_and_texts_in_all_four_kinds(shared: Sandbox) -> None:
    found = metrics_of(
        shared,
        """
for name, value in {'float': 0.5, 'int': 7, 'text': 'so'}.items():
    run.log('scalar ' + name, value)
    run.log_list('list ' + name, [value, value])
    run.log_row('row ' + name, column=value)
    run.log_table('table ' + name, {'column': [value, value]})
""",
    )
    for name, value in {"float": 0.5, "int": 7, "text": "so"}.items():
        assert same(found[f"scalar {name}"], value)
        assert same(found[f"list {name}"], [value, value])
        assert same(found[f"row {name}"], {"column": value})
        assert same(found[f"table {name}"], {"column": [value, value]})
    assert len(found) == 12


def test_the_first_kind_of_a_name_wins(shared: Sandbox, rest: Rest) -> None:
    run = shared.result(
        """
        import runlore
        with runlore.start_run("kinds") as run:
            run.log("a", 1)
            run.log_row("a", x=2)
            run.log("a", 3)
        print(repr(run.id))
        """
    )
    assert rest.rows(run, "a") == {"": [1, 3]}
    [warning] = rest.get(f"/runs/{run}")["warnings"]
    assert "a" in warning["text"] and "scalar" in warning["text"]


def test_l7_a_plot_given_as_path_is_an_image(shared: Sandbox, rest: Rest) -> None:
    run, named = shared.result(
        """
        import matplotlib
        matplotlib.use("Agg")
        import matplotlib.pyplot as plt
        import runlore
        plt.plot([0, 1], [0, 1])
        with runlore.start_run("images") as run:
            run.log_image("ROC", plt)
            run.log_image("plot", plot=plt)
            plt.savefig("curve.png")
            run.log_image("file", path="curve.png")
            print(repr((run.id, run.metrics())))
        """
    )
    paths = {
        name: named[name].removeprefix(f"aml://artifactId/ExperimentRun/dcid.{run}/")
        for name in named
        if "/" not in name
    }
    assert paths.keys() == {"ROC", "plot", "file"}
    files = {path: rest.send("GET", f"/api/v1/runs/{run}/artifacts", {"path": path}).body for path in paths.values()}
    assert len(files) == 3
    assert {body[:8] for body in files.values()} == {b"\x89PNG\r\n\x1a\n"}
    assert paths["file"] == "curve.png"
    assert files["curve.png"] == (shared.work / "curve.png").read_bytes()
    kinds = {
        item["name"]: item["kind"] for item in rest.get(f"/runs/{run}/metrics")["items"] if "/" not in item["name"]
    }
    assert kinds == {"ROC": "image", "plot": "image", "file": "image"}


def test_l9_tags_with_and_without_a_value_can_be_searched(shared: Sandbox, rest: Rest) -> None:
    yes, none, found = shared.result(
        """
        import runlore
        with runlore.start_run("tags") as yes:
            yes.tag("selected", "yes")
        with runlore.start_run("tags") as none:
            none.tag("selected")
        found = [run.id for run in runlore.search_runs('tags.selected = "yes"', experiment="tags")]
        print(repr((yes.id, none.id, found)))
        """
    )
    assert found == [yes]
    assert rest.get(f"/runs/{yes}")["tags"] == {"selected": "yes"}
    assert rest.get(f"/runs/{none}")["tags"] == {"selected": None}
    listed = shared.cli_json("history", "list", "--filter", 'experiment = "tags" and tags.selected is null')
    assert [run["run_id"] for run in listed] == [none]


def test_l10_l13_uploads_are_listed_and_come_back(shared: Sandbox, rest: Rest, tmp_path: Path) -> None:
    run, files, place = shared.result(
        """
        import os, sys, runlore
        os.makedirs("l10/outputs")
        os.chdir("l10")
        with runlore.start_run("uploads") as run:
            with open("model.pkl", "wb") as file: file.write(b"\\x80model" * 9999)
            run.upload("./model.pkl", "best_model.pkl")
            run.upload("model.pkl")
            with open("outputs/kept.txt", "w") as file: file.write("kept")
            os.chdir("..")
        print(repr((run.id, run.files(), run.download("best_model.pkl", to=sys.argv[1]))))
        """,
        str(tmp_path),
    )
    body = b"\x80model" * 9999
    assert sorted(files) == ["best_model.pkl", "model.pkl", "outputs/kept.txt"]
    assert Path(place).read_bytes() == body
    digest = hashlib.sha256(body).hexdigest()
    assert rest.artifacts(run) == {
        "best_model.pkl": digest,
        "model.pkl": digest,
        "outputs/kept.txt": hashlib.sha256(b"kept").hexdigest(),
    }


def test_the_life_of_a_run_is_kept(shared: Sandbox, rest: Rest) -> None:
    done, failed, unended, canceled, child = shared.result(
        """
        import runlore
        with runlore.start_run("lives", name="un été") as done:
            child = done.child("deeper")
            child.log("x", 1)
            child.complete()
        try:
            with runlore.start_run("lives") as failed:
                raise ValueError("no data left")
        except ValueError:
            pass
        canceled = runlore.start_run("lives")
        canceled.cancel()
        unended = runlore.start_run("lives")
        print(repr([run.id for run in (done, failed, unended, canceled, child)]))
        """
    )
    runs = {run: rest.get(f"/runs/{run}") for run in (done, failed, unended, canceled, child)}
    assert [run["status"] for run in runs.values()] == ["Completed", "Failed", "Completed", "Canceled", "Completed"]
    error = runs[failed]["error"]
    assert (error["type"], error["message"]) == ("ValueError", "ValueError: no data left")
    assert 'raise ValueError("no data left")' in error["stack"]
    assert runs[child]["parent"] == done and runs[done]["children"] == 1
    assert runs[done]["name"] == "un été"
    assert runs[done]["script"] == "script.py"
    assert all(0 <= run["duration"] < 60 for run in runs.values())


def test_an_uncaught_exception_fails_the_run(shared: Sandbox, rest: Rest) -> None:
    outcome = shared.script(
        "import runlore\nrun = runlore.start_run('crash')\nprint(repr(run.id), flush=True)\nrun.log('a', 1)\n1 / 0\n"
    )
    assert outcome.code == 1
    assert outcome.err.endswith("ZeroDivisionError: division by zero\n")
    run = rest.get(f"/runs/{outcome.out.strip()[1:-1]}")
    assert (run["status"], run["error"]["type"]) == ("Failed", "ZeroDivisionError")


def test_parameters_and_properties_are_kept(shared: Sandbox, rest: Rest) -> None:
    run = shared.result(
        """
        import runlore
        with runlore.start_run("params") as run:
            run.param("learning rate", 0.1)
            run.param("layers", 3)
            run.param("adam", True)
            run.set_property("dataset", "v7")
            run.set_property("dataset", "v8")
        print(repr(run.id))
        """
    )
    kept = rest.get(f"/runs/{run}")
    assert same(kept["params"], {"learning rate": 0.1, "layers": 3, "adam": True})
    assert kept["properties"]["dataset"] == "v7"
    [warning] = kept["warnings"]
    assert "dataset" in warning["text"]


def test_charts_from_their_numbers_are_artifacts(shared: Sandbox, rest: Rest) -> None:
    run = shared.result(
        """
        import runlore
        matrix = {"schema_type": "confusion_matrix", "schema_version": "v1",
                  "data": {"class_labels": ["cat", "dog"], "matrix": [[8, 2], [1, 9]]}}
        with runlore.start_run("charts") as run:
            run.log_confusion_matrix("confusion", matrix)
            run.log_residuals("odd", {"data": 1})
        print(repr(run.id))
        """
    )
    stored = rest.send("GET", f"/api/v1/runs/{run}/artifacts", {"path": "confusion"})
    assert stored.json()["data"] == {"class_labels": ["cat", "dog"], "matrix": [[8, 2], [1, 9]]}
    assert stored.headers["Content-Disposition"].startswith("attachment")
    kinds = {
        item["name"]: item["kind"] for item in rest.get(f"/runs/{run}/metrics")["items"] if "/" not in item["name"]
    }
    assert kinds == {"confusion": "confusion_matrix", "odd": "residuals"}
