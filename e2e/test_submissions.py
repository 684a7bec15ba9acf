# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Submitted scripts, from the command line and from Python to the end of the run."""

from __future__ import annotations

import json
import shutil
import signal
import venv
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from harness.articles import logger_snippet
from harness.events import Events
from harness.ledger import entries
from harness.processes import is_alive, wait_until
from harness.product import ROOT, Sandbox
from harness.rest import Rest, same
from harness.submissions import DRIVER_LOG, Project, TrackedRun, path_with_python, submit


@pytest.fixture
def project(shared: Sandbox, request: pytest.FixtureRequest) -> Iterator[Project]:
    """A folder of its own for each test."""
    name: str = request.node.name
    yield Project(shared, name.partition("[")[0].removeprefix("test_")[:40])


def test_w10_an_argument_of_the_command_line_reaches_the_script(project: Project, rest: Rest) -> None:
    pytest.importorskip("sklearn")
    shutil.copy(ROOT / "examples" / "iris" / "iris_sklearn.py", project.folder)
    assert project.cli("init", "-e", "w10").ok().err == ""
    chosen = project.submit("-c", "local", "iris_sklearn.py", "0.078125")
    usual = project.submit("-c", "local", "iris_sklearn.py")
    for run, arguments, rate in ((chosen, ["0.078125"], 0.078125), (usual, [], 0.01)):
        facts = run.end()
        assert same(rest.series(run.id, "Regularization Rate"), [rate])
        assert (facts["script"], facts["arguments"], facts["target"]) == ("iris_sklearn.py", arguments, "local")
        assert (facts["experiment"]["name"], facts["warnings"]) == ("w10", [])
        wait_until("its log is kept as a file", partial(run.has_file, DRIVER_LOG))
        kept = [DRIVER_LOG, "outputs/cm.png", "outputs/model.pkl", "outputs/roc.png"]
        assert sorted(rest.artifacts(run.id)) == kept
    assert rest.series(chosen.id, "Accuracy") == [36 / 53]
    assert chosen.log().decode() == f"Regularization rate 0.078125: accuracy {36 / 53:.6f}\n"
    assert project.cli("history", "last", "--query", "run_id", "-o", "tsv").ok().out.strip() == usual.id


def test_w13_runs_that_were_submitted_one_after_the_other_overlap(project: Project, rest: Rest) -> None:
    ledger = project.sandbox.folder / "w13.ledger"
    ledger.touch()
    # each waits until all four are there: that ends only when four run at once
    project.write(
        "meet.py",
        """
        import pathlib, sys, time
        with open(sys.argv[1], "a") as ledger: ledger.write(sys.argv[2] + "\\n")
        while len(pathlib.Path(sys.argv[1]).read_text().splitlines()) < 4: time.sleep(0.05)
        """,
    )
    runs = [project.submit("meet.py", str(ledger), str(number)) for number in range(4)]
    spans = [(facts["started"], facts["ended"]) for facts in (run.end() for run in runs)]
    assert max(start for start, _ in spans) < min(end for _, end in spans)
    assert sorted(ledger.read_text().split()) == ["0", "1", "2", "3"]


def test_w14_every_status_is_told_while_it_is_so(sandbox: Sandbox) -> None:
    server = sandbox.serve("--parallel-jobs", "1")
    gates = {name: sandbox.folder / name for name in ("first", "second")}
    code = "import os, sys, time\nprint('here')\nwhile not os.path.exists(sys.argv[1]): time.sleep(0.05)\n"
    events = Events(server.rest)
    first, second, third = (submit(sandbox, code, str(gates[name])) for name in ("first", "second", "second"))
    first.prints("here")
    # its status may be told a moment after what it prints
    wait_until("the first runs", lambda: first.status == "Running")
    assert [run.status for run in (first, second, third)] == ["Running", "Queued", "Queued"]
    assert [run.job.get("position") for run in (first, second, third)] == [None, 1, 2]
    assert [run.job["state"] for run in (first, second, third)] == ["Running", "Queued", "Queued"]
    gates["first"].touch()
    first.end()
    second.prints("here")
    wait_until("the second runs", lambda: second.status == "Running")
    assert (second.status, third.status, third.job["position"]) == ("Running", "Queued", 1)
    gates["second"].touch()
    third.end()
    for run in (first, second, third):
        wait_until("the end is told", partial(events.tell, run.id, "Completed"))
        wait_until("the job ends with its run", partial(run.has_job, "Ended"))
    # the third one ended at once: a hint says what is, and what lasts no moment may not be told
    for run, told in ((first, ["Queued", "Running", "Completed"]), (third, ["Queued", "Completed"])):
        assert [name for name in events.statuses(run.id) if name in told] == told


def test_w17_the_runs_of_two_scripts_do_not_mix(project: Project) -> None:
    project.write("one.py", "import runlore\nrunlore.current_run().log('loss', 1)\n")
    project.write("deep/two.py", "import runlore\nrunlore.current_run().log('loss', 2)\n")
    project.cli("init", "-e", "w17").ok()
    runs = {name: [project.submit(name) for _ in range(2)] for name in ("one.py", "deep/two.py")}
    for run in runs["one.py"] + runs["deep/two.py"]:
        run.end()
    for name, loss in (("one.py", 1), ("deep/two.py", 2)):
        rows = project.cli("history", "list", "--filter", f"script = '{name}'").ok().out
        assert {(row["run_id"], row["script_name"], row["loss"]) for row in json.loads(rows)} == {
            (run.id, name, loss) for run in runs[name]
        }


def test_l11_l12_l16_the_folder_comes_along_and_outputs_stay(project: Project, rest: Rest) -> None:
    project.write("mylib.py", "def alphas(): return [0.5, 0.25]\n")
    project.write("data/träin.csv", b"a,b\n1,2\n")
    project.write(".env", "KEY=1\n")
    project.write(
        "train.py",
        """
        import mylib, pathlib
        for alpha in mylib.alphas():
            pathlib.Path(f"outputs/ridge_{alpha}.txt").write_text(str(alpha))
        pathlib.Path("logs/epochs.log").write_text("one\\n")
        pathlib.Path("left.txt").write_text("no")
        print(pathlib.Path("data/träin.csv").read_text(), end="")
        """,
    )
    run = project.submit("train.py")
    facts = run.end()
    assert run.log() == b"a,b\n1,2\n"
    assert run.file("outputs/ridge_0.5.txt") == b"0.5" and run.file("logs/epochs.log") == b"one\n"
    wait_until("its log is kept as a file", lambda: run.has_file(DRIVER_LOG))
    kept = ["outputs/ridge_0.25.txt", "outputs/ridge_0.5.txt", "logs/epochs.log", DRIVER_LOG]
    assert sorted(rest.artifacts(run.id)) == sorted(kept)
    items = rest.get(f"/snapshots/{facts['snapshot']}")["items"]
    assert [item["path"] for item in items] == ["data/träin.csv", "mylib.py", "train.py"]
    body = rest.send("GET", f"/api/v1/snapshots/{facts['snapshot']}/files", {"path": "mylib.py"}).body
    assert body == (project.folder / "mylib.py").read_bytes()
    assert [".env" in warning["text"] for warning in facts["warnings"]] == [True]
    assert sorted(path.name for path in project.folder.iterdir()) == [".env", "data", "mylib.py", "train.py"]


def test_l24_a_submitted_script_uploads_what_it_makes(project: Project, rest: Rest) -> None:
    project.write(
        "train.py",
        """
        import os, runlore
        run = runlore.current_run()
        os.mkdir("models")
        for step in range(20):
            with open(f"models/{step}.pkl", "wb") as file: file.write(b"model %d" % step)
            run.upload(f"models/{step}.pkl", f"ridge_{step * 0.05:.2f}.pkl")
        """,
    )
    run = project.submit("train.py")
    run.end()
    names = {f"ridge_{step * 0.05:.2f}.pkl" for step in range(20)}
    assert {name for name in rest.artifacts(run.id) if name != DRIVER_LOG} == names
    assert run.file("ridge_0.95.pkl") == b"model 19"


def test_l27_the_run_goes_on_after_whoever_submitted_it(shared: Sandbox, project: Project, rest: Rest) -> None:
    gate = project.sandbox.folder / "l27"
    project.write(
        "train.py", "import os, sys, time\nprint('here')\nwhile not os.path.exists(sys.argv[1]): time.sleep(0.05)\n"
    )
    client = shared.script(
        f"""
        import runlore
        run = runlore.submit("train.py", [{str(gate)!r}], folder={str(project.folder)!r}, experiment="l27")
        print(run.id, run.status)
        """,
        name="client.py",
    ).ok()
    name, status = client.out.split()
    assert status in ("Queued", "Starting", "Preparing", "Running")
    run = TrackedRun(rest, name)
    run.prints("here")
    assert run.status == "Running"
    gate.touch()
    assert run.end()["experiment"]["name"] == "l27"


def test_l32_what_is_printed_is_shown_while_the_script_runs(shared: Sandbox, project: Project, rest: Rest) -> None:
    gate = project.sandbox.folder / "l32"
    project.write(
        "train.py",
        """
        import os, sys, time
        print("é 1")
        print("half", end="")
        while not os.path.exists(sys.argv[1]): time.sleep(0.05)
        print(" 2", file=sys.stderr)
        sys.exit(int(sys.argv[2]))
        """,
    )
    client = shared.start_script(
        f"""
        import runlore
        run = runlore.submit("train.py", [{str(gate)!r}, 0], folder={str(project.folder)!r})
        print(run.id, flush=True)
        print(run.wait(show_output=True))
        """,
        name="showing.py",
    )
    watcher = project.start("submit", "train.py", str(gate), "3")
    for process in (client, watcher):
        wait_until("the lines are shown", partial(process.shows, "é 1\nhalf"))
    assert TrackedRun(rest, client.out.split()[0]).status == "Running"
    assert client.process.poll() is None and watcher.process.poll() is None
    gate.touch()
    assert client.wait().ok().out.splitlines()[-3:] == ["é 1", "half 2", "Completed"]
    ended = watcher.wait()
    assert ended.code == 3
    assert "\né 1\nhalf 2\n" in ended.out and "Status: Failed" in ended.out
    assert "script 'train.py' ended with exit code 3" in ended.err


def test_whoever_stops_watching_does_not_stop_the_run(project: Project, rest: Rest) -> None:
    gate = project.sandbox.folder / "watched"
    project.write(
        "train.py", "import os, sys, time\nprint('here')\nwhile not os.path.exists(sys.argv[1]): time.sleep(0.05)\n"
    )
    watcher = project.start("submit", "train.py", str(gate))
    wait_until("it runs", partial(watcher.shows, "here\n"))
    run = TrackedRun(rest, watcher.out.split()[1])
    watcher.signal(signal.SIGINT)
    assert watcher.wait().code == 130
    assert f"run {run.id} goes on" in watcher.err
    again = project.start("run", "logs", "-f", run.id)
    wait_until("it is watched again", partial(again.shows, "here\n"))
    gate.touch()
    assert again.wait().ok().out == "here\n"
    run.end()


def test_the_printed_snippet_runs_as_a_submitted_script(project: Project, rest: Rest) -> None:
    project.write("train.py", logger_snippet())
    run = project.submit("train.py")
    run.end()
    values = {name: rest.series(run.id, name) for name in rest.names(run.id)}
    assert same(values, {"simple value": [7], "all values": [5, 6, 7]})


def test_a_logger_needs_nothing_installed_and_means_this_run(shared: Sandbox, project: Project, rest: Rest) -> None:
    project.write(
        "train.py",
        """
        import subprocess, sys, threading
        import azureml.logging, runlore
        assert ".pyz" in runlore.__file__ and ".pyz" in azureml.logging.__file__
        logger = azureml.logging.get_azureml_logger()
        logger.log("loss", 0.5)
        thread = threading.Thread(target=lambda: runlore.current_run().log("loss", 0.25))
        thread.start()
        thread.join()
        with runlore.start_run("another") as run:
            run.log_list("recall", [1, 2])
        assert run.id == runlore.current_run().id
        child = "import runlore; runlore.current_run().log('child', 3)"
        subprocess.run([sys.executable, "-c", child], check=True)
        print(sys.flags.isolated, runlore.current_run().id)
        """,
    )
    bare = project.folder.parent / "bare"
    venv.create(bare, with_pip=False, symlinks=True)
    run = project.submit("train.py", PATH=f"{bare / 'bin'}:{path_with_python()}")
    facts = run.end()
    assert run.log().decode() == f"0 {run.id}\n"
    values = {name: rest.series(run.id, name) for name in rest.names(run.id)}
    assert same(values, {"loss": [0.5, 0.25], "recall": [1, 2], "child": [3]})
    assert [facts["params"], facts["tags"], facts["warnings"]] == [{}, {}, []]
    assert next(row for row in shared.cli_json("history", "list") if row["run_id"] == run.id)["child"] == 3


ARGUMENTS = [
    [],
    ["0.5"],
    ["two words", "", " ", "a'b\"c", "$HOME `id` ; rm -rf *", "new\nline\ttab\r", "%PATH%\\"],
    ["-x", "--async", "--", "-", "--e", "=", "--lr=0.1", "-h"],
    ["正則化", "été", "🙂", "e\u0301", "\u202eabc"],
    ["--password", "hunter2", "--api-key=hunter2", "--user", "ada", "--db-token", "hunter2"],
]
SHOWN = {5: ["--password", "***", "--api-key=***", "--user", "ada", "--db-token", "***"]}


def test_arguments_arrive_as_they_were_given(project: Project, shared: Sandbox) -> None:
    project.write("train.py", "import json, sys\nprint(json.dumps(sys.argv))\n")
    started = [project.start("submit", "--async", "train.py", *arguments) for arguments in ARGUMENTS]
    runs = [
        TrackedRun(shared.server.rest, process.wait().ok().out.strip().rpartition("RunId: ")[2]) for process in started
    ]
    for number, (run, arguments) in enumerate(zip(runs, ARGUMENTS, strict=True)):
        run.end()
        assert json.loads(run.log()) == ["train.py", *arguments]
        assert shared.cli_json("run", "show", run.id)["arguments"] == SHOWN.get(number, arguments)


def test_a_secret_of_the_submitter_reaches_nobody(project: Project) -> None:
    project.write("train.py", "import os\nprint(sorted(os.environ.items()))\n")
    run = project.submit("train.py", AWS_SECRET_ACCESS_KEY="correct horse", PYTHONSTARTUP="correct horse")
    run.end()
    assert b"correct horse" not in run.log() and b"AZUREML_RUN_ID" in run.log()
    data = project.sandbox.data
    wait_until(
        "the runner has ended", lambda: "all is delivered" in (data / "jobs" / run.id / "runner.log").read_text()
    )
    kept = [path for name in ("jobs", "spool", "blobs") for path in (data / name).rglob("*") if path.is_file()]
    assert [path for path in [*kept, *data.glob("*.db*")] if b"correct horse" in path.read_bytes()] == []
    assert (data / "jobs" / run.id).stat().st_mode & 0o777 == 0o700


def test_a_submission_starts_a_server_when_there_is_none(sandbox: Sandbox) -> None:
    project = Project(sandbox)
    project.write("train.py", "print('alone')\n")
    outcome = project.cli("submit", "train.py", RUNLORE_PORT="0").ok()
    assert "\nalone\n" in outcome.out and "Status: Completed" in outcome.out
    server = json.loads((sandbox.data / "server.json").read_text())
    assert is_alive(server["pid"])
    assert f"started a local server at {server['url']}" in outcome.err


def test_a_run_elsewhere_is_run_by_whoever_submits_it(sandbox: Sandbox, tmp_path: Path) -> None:
    server = sandbox.serve()
    project = Project(sandbox)
    ledger = tmp_path / "ledger"
    project.write(
        "train.py",
        f"""
        import json, os, runlore
        runlore.current_run().log("loss", 0.5)
        os.makedirs("outputs", exist_ok=True)
        open("outputs/model", "w").write("m")
        with open({str(ledger)!r}, "a") as file: file.write(json.dumps({{"home": os.environ["RUNLORE_HOME"]}}) + "\\n")
        print("far")
        """,
    )
    mine = tmp_path / "mine"
    elsewhere: dict[str, Any] = {
        "RUNLORE_HOME": str(mine),
        "RUNLORE_URL": server.url,
        "RUNLORE_TOKEN": str(server.rest.token),
    }
    run = project.submit("train.py", **elsewhere)
    run.end()
    assert same(server.rest.series(run.id, "loss"), [0.5])
    assert (run.log(), run.file("outputs/model")) == (b"far\n", b"m")
    assert entries(ledger) == [{"home": str(mine)}]
    assert (mine / "jobs" / run.id).is_dir() and not (server.data / "jobs" / run.id).exists()
    client = sandbox.script(
        f"""
        import runlore
        run = runlore.submit("train.py", folder={str(project.folder)!r})
        print(run.wait())
        """,
        **elsewhere,
    ).ok()
    assert client.out == "Completed\n"
    assert entries(ledger) == [{"home": str(mine)}] * 2


def test_what_is_refused_is_refused_before_anything_runs(project: Project, rest: Rest) -> None:
    project.write("train.py", "print(1)\n")
    before = [job["id"] for page in rest.pages("/jobs", limit=1000) for job in page["items"]]
    missing = project.cli("submit", "other.py")
    assert missing.code != 0 and "other.py" in missing.err and "Traceback" not in missing.err
    unknown = project.cli("submit", "-c", "gpu-cluster", "train.py")
    assert unknown.code != 0 and "gpu-cluster" in unknown.err
    client = project.sandbox.script(
        f"""
        import runlore
        try:
            runlore.submit("../train.py", folder={str(project.folder)!r})
        except runlore.InvalidArgument as error:
            print("refused:", error)
        """
    ).ok()
    assert client.out.startswith("refused: ")
    assert [job["id"] for page in rest.pages("/jobs", limit=1000) for job in page["items"]] == before
