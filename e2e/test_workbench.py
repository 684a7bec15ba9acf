# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""What the Workbench article of 2017 says a logger does."""

from __future__ import annotations

import hashlib
import uuid
from pathlib import Path

from harness.articles import logger_snippet
from harness.product import Sandbox
from harness.rest import Rest, same

LOGGER = """
    from azureml.logging import get_azureml_logger
    logger = get_azureml_logger()
"""


def test_w2_any_point_of_a_script_may_log(shared: Sandbox, rest: Rest) -> None:
    (shared.work / "deeper.py").write_text(
        "import runlore\ndef note(value):\n    runlore.current_run().log('module', value)\n"
    )
    run = shared.result(
        """
        import threading, runlore, deeper
        def function(run): run.log("function", 2)
        with runlore.start_run("w2") as run:
            run.log("top", 1)
            function(run)
            thread = threading.Thread(target=lambda: run.log("thread", 3))
            thread.start()
            thread.join()
            deeper.note(4)
        print(repr(run.id))
        """
    )
    assert {name: rest.series(run, name) for name in rest.names(run)} == {
        "top": [1], "function": [2], "thread": [3], "module": [4],
    }  # fmt: skip


def tracked_run(rest: Rest) -> str:
    """A run as whoever submits a script makes it."""
    return rest.make_run(experiment="tracked", id=str(uuid.uuid4()))


def test_w4_w5_w7_a_logger_of_2017_keeps_scalars_and_lists(shared: Sandbox, rest: Rest) -> None:
    run = tracked_run(rest)
    code = LOGGER + "    logger.log('one number', 7)\n    logger.log('several', [5, 6, 7])\n"
    assert shared.script(code, AZUREML_RUN_ID=run).ok().err == ""
    assert same(rest.series(run, "one number"), [7])
    assert same(rest.series(run, "several"), [5, 6, 7])
    assert rest.get(f"/runs/{run}/metrics", name="several")["items"][0]["kind"] == "list"
    assert shared.cli_json("history", "info", "-r", run)["one number"] == 7
    assert rest.get(f"/runs/{run}")["status"] == "Running"


def test_w4_the_printed_snippet_runs_unmodified(shared: Sandbox, rest: Rest) -> None:
    snippet = logger_snippet()
    run = tracked_run(rest)
    shared.script(snippet, AZUREML_RUN_ID=run).ok()
    assert same(
        {name: rest.series(run, name) for name in rest.names(run)}, {"simple value": [7], "all values": [5, 6, 7]}
    )


def test_w6_any_number_is_kept(shared: Sandbox, rest: Rest) -> None:
    run = tracked_run(rest)
    values = [7, -1, 3.14, 1e308, float("nan"), float("inf")]
    code = LOGGER + f"    from math import nan, inf\n    for value in {values!r}: logger.log('v', value)\n"
    shared.script(code, AZUREML_RUN_ID=run).ok()
    assert same(rest.series(run, "v"), values)


def test_w9_names_are_any_text(shared: Sandbox, rest: Rest) -> None:
    run = tracked_run(rest)
    code = LOGGER + "    logger.log('Regularization Rate', 0.5)\n    logger.log('正則化', 0.25)\n"
    shared.script(code, AZUREML_RUN_ID=run).ok()
    assert rest.names(run) == ["Regularization Rate", "正則化"]
    info = shared.cli_json("history", "info", "-r", run)
    assert (info["Regularization Rate"], info["正則化"]) == (0.5, 0.25)


def test_w11_both_values_are_keys_of_the_last_run(sandbox: Sandbox) -> None:
    sandbox.serve()
    run = sandbox.result(
        """
        import runlore
        with runlore.start_run("iris") as run:
            run.log("Regularization Rate", 0.078125)
            run.log("Accuracy", 0.6792452830188679)
        print(repr(run.id))
        """
    )
    last = sandbox.cli_json("history", "last")
    assert (last["run_id"], last["run_number"], last["status"]) == (run, 1, "Completed")
    assert (last["Regularization Rate"], last["Accuracy"]) == (0.078125, 0.6792452830188679)


def test_w15_a_value_is_there_as_soon_as_it_was_waited_for(shared: Sandbox, rest: Rest) -> None:
    run = tracked_run(rest)
    seen = shared.result(
        LOGGER
        + f"""
    import json, urllib.request
    logger.log("progress", 0.5).wait()
    print(repr(json.load(urllib.request.urlopen("{rest.url}/api/v1/runs/{run}/points?name=progress"))["columns"]))
    """,
        AZUREML_RUN_ID=run,
    )
    assert seen == {"": [0.5]}


def test_a_logger_uploads_text(shared: Sandbox, rest: Rest) -> None:
    run = tracked_run(rest)
    shared.script(LOGGER + "    logger.upload('notes/été.txt', 'voilà')\n", AZUREML_RUN_ID=run).ok()
    assert rest.artifacts(run) == {"notes/été.txt": hashlib.sha256("voilà".encode()).hexdigest()}


def test_a_logger_outside_a_run_says_and_does_nothing(shared: Sandbox) -> None:
    outcome = shared.script(LOGGER + "    logger.log('a', 1).wait()\n    logger.upload('b', 'c')\n").ok()
    assert (outcome.out, outcome.err) == ("", "")


def test_w27_every_output_file_comes_back_as_it_was(shared: Sandbox, rest: Rest, tmp_path: Path) -> None:
    run = shared.result(
        """
        import os, random, runlore
        with runlore.start_run("files", outputs="made") as run:
            os.makedirs("made/deep er")
            for name, size in {"empty": 0, "model.pkl": 3_000_000, "deep er/圖.bin": 70_001}.items():
                with open("made/" + name, "wb") as file:
                    file.write(random.Random(name).randbytes(size))
        print(repr(run.id))
        """
    )
    made = shared.work / "made"
    files = {f"made/{path.relative_to(made)}": path for path in made.rglob("*") if path.is_file()}
    assert rest.artifacts(run) == {name: sha256(path) for name, path in files.items()}
    shared.cli("history", "download", "-r", run, "-d", tmp_path / "got").ok()
    got = {
        str(path.relative_to(tmp_path / "got")): sha256(path)
        for path in (tmp_path / "got").rglob("*")
        if path.is_file()
    }
    assert got == {name: sha256(path) for name, path in files.items()}


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
