# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Copies of a history while it grows, and runs that are deleted for good."""

from __future__ import annotations

import contextlib
import copy
import os
import random
import sqlite3
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from harness.extent import FULL, full
from harness.folders import OCTETS, run_of, sha256
from harness.ledger import entries
from harness.processes import wait_until
from harness.product import Sandbox, Server
from harness.rest import Rest
from harness.session import REQUESTS, Session, chunks
from harness.submissions import Project, TrackedRun, submit
from harness.terminal import answer
from harness.writers import BATCH, content, file_name

NAMES = ["sdk0", "sdk1", "http0", "http1"]
WRITERS = Path(__file__).parent / "harness" / "writers.py"

WORKING = """
import pathlib, runlore, sys, time
run = runlore.current_run()
for i in range(100_000):
    run.log("beat", i)
    if i % 50 == 0:
        print("line", i, flush=True)
        pathlib.Path("outputs/kept.txt").write_text("kept")
    time.sleep(0.002)
    if i > 100 and pathlib.Path(sys.argv[1]).exists():
        break
"""


def last(path: Path, key: str = "upto") -> int:
    lines = entries(path)
    return int(lines[-1][key]) if lines else 0


class Copies(Sandbox):
    """A sandbox of its own for a copy: nothing of the first one is at hand."""

    def open(self, copy: Path) -> Server:
        self.data = copy
        return self.serve()


def test_a_backup_under_four_writers_and_a_submitted_run_is_the_history_of_one_moment(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    rest = sandbox.serve().rest
    ledgers = sandbox.folder / "ledgers"
    ledgers.mkdir()
    run = rest.make_run(experiment="load")
    writers = [
        sandbox.start_command(
            [sys.executable, WRITERS, name[:-1], sandbox.server.url, run, name, ledgers],
            AZUREML_RUN_ID=run,
            RANK=name[-1],
        )
        for name in NAMES
    ]
    stop = ledgers / "stop"
    working = submit(sandbox, WORKING, str(stop))
    ended = submit(sandbox, "open('outputs/a.txt', 'w').write('a')")
    ended.end()
    working.prints("line 50")
    wait_until("all have confirmed some", lambda: all(last(ledgers / f"{name}.confirmed") for name in NAMES))

    session, sessions = Session("packed"), []
    session.go_on(rest, 3 * REQUESTS)
    wait_until("points are packed", lambda: chunks(sandbox.server.data) > 0, timeout=60)
    copies, before, after = [], [], []
    for n in range(2 if FULL else 1):
        session.go_on(rest, 2 * REQUESTS + 1)  # packed while it is copied
        sessions.append(copy.copy(session))
        before.append({name: last(ledgers / f"{name}.confirmed") for name in NAMES})
        target = tmp_path / f"copy{n}"
        assert sandbox.cli("backup", target).ok().err == ""
        copies.append(target)
        after.append({name: last(ledgers / f"{name}.sent") for name in NAMES})
        time.sleep(0.3)
    stop.touch()
    for writer in writers:
        writer.wait(120).ok()
    working.end()
    for path in (f"/runs/{working.id}", f"/runs/{ended.id}"):
        assert rest.get(path)["status"] == "Completed"
    sandbox.server.stop()

    for target, least, most, moment in zip(copies, before, after, sessions, strict=True):
        assert chunks(target) > 0
        check_copy(tmp_path / f"home of {target.name}", target, run, (least, most), (working, ended), moment)


def check_copy(
    place: Path,
    copied: Path,
    run: str,
    bounds: tuple[dict[str, int], dict[str, int]],
    others: tuple[TrackedRun, ...],
    session: Session,
) -> None:
    least, most = bounds
    working, ended = others
    home = Copies(place)
    try:
        doctor = home.cli("doctor", "--data", copied).ok().out
        assert "problems           none" in doctor
        assert not (copied / "token").exists() and not (copied / "server.json").exists()
        rest = home.open(copied).rest
        session.check(rest)
        facts = rest.get(f"/runs/{run}")
        artifacts = rest.artifacts(run)
        for name in NAMES:
            stored = rest.series(run, name)
            assert stored == list(range(len(stored))), "each once, in order, none invented"
            assert least[name] <= len(stored) <= most[name]
            for number in range(least[name] // BATCH):
                assert facts["tags"][f"{name}-{number}"] == str(number)
                assert artifacts[file_name(name, number)] == sha256(content(name, number))
        assert len(artifacts) <= sum(most.values()) // BATCH
        for each in (run, working.id, ended.id):
            for path, digest in rest.artifacts(each).items():
                body = rest.send("GET", f"/api/v1/runs/{each}/artifacts", {"path": path}).body
                assert sha256(body) == digest
            if snapshot := rest.get(f"/runs/{each}").get("snapshot"):
                assert rest.send("GET", f"/api/v1/snapshots/{snapshot}/files", {"path": "train.py"}).status == 200
        assert rest.series(working.id, "beat") == list(range(len(rest.series(working.id, "beat"))))
        assert rest.get(f"/runs/{ended.id}")["status"] == "Completed"
        lost = TrackedRun(rest, working.id)
        # its runner reports to the first server only: here it is lost, and said to be
        assert lost.end("Failed", timeout=90)["error"]["code"] == "RunnerLost"
    finally:
        home.close()


def test_a_backup_is_refused_where_something_is_and_says_what_to_do(shared: Sandbox, tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "mine").write_text("x")
    refused = shared.cli("backup", tmp_path / "there")
    assert refused.code == 5 and "must be a new or empty folder but is not; name another" in refused.err
    nothing = shared.cli("backup", tmp_path / "new", "--data", tmp_path / "none")
    assert nothing.code == 3 and "has no runlore.db; name another with --data" in nothing.err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["there"]


@pytest.fixture
def executing(sandbox: Sandbox) -> Iterator[Rest]:
    yield sandbox.serve().rest


def blobs(sandbox: Sandbox) -> set[str]:
    return {above.name + path.name for above in (sandbox.data / "blobs").iterdir() for path in above.iterdir()}


def test_a_purged_run_takes_its_job_its_work_folder_and_what_only_it_names(sandbox: Sandbox, executing: Rest) -> None:
    rest = executing
    sources = {"train.py": "open('outputs/a.txt', 'w').write('own'); open('outputs/m.txt', 'w').write('model')"}
    run = submit(sandbox, {**sources, "only.txt": "of this snapshot", "both.txt": "of two"})
    run.end()
    other = run_of(rest, {"both.txt": b"of two"}, "other")
    body = {"name": "m", "run": run.id, "artifactPath": "outputs/m.txt"}
    rest.call("POST", "/models:promote", body).ok()
    snapshot, job = run.facts()["snapshot"], run.job["id"]
    work = sandbox.data / "jobs" / run.id
    assert work.is_dir()
    kept = {sha256(text) for text in (b"of two", b"model")}
    gone = {sha256(text.encode()) for text in (sources["train.py"], "of this snapshot")} | {sha256(b"own")}
    assert kept | gone <= blobs(sandbox)

    for blob in (sandbox.data / "blobs").glob("*/*"):
        os.utime(blob, (time.time() - 120, time.time() - 120))  # nobody has asked for them within the last minute
    told = sandbox.cli_json("purge", run.id, "--yes", "-o", "json")
    assert (told["runs"], told["done"]) == (1, True)
    for path in (f"/runs/{run.id}", f"/jobs/{job}", f"/snapshots/{snapshot}"):
        assert rest.send("GET", f"/api/v1{path}").status == 404
    assert not work.exists()
    assert not gone & blobs(sandbox)
    assert kept <= blobs(sandbox)
    assert rest.send("GET", "/api/v1/models:file", {"name": "m", "path": "outputs/m.txt"}).body == b"model"
    assert rest.get(f"/runs/{other}")["snapshot"]
    sandbox.server.stop()
    assert "problems           none" in sandbox.cli("doctor").ok().out


@full
def test_the_space_of_packed_points_goes_back_to_the_disk(sandbox: Sandbox) -> None:
    rest = sandbox.serve().rest
    chance = random.Random(3)
    for run in ("gone", "stays"):
        rest.make_run(id=run, experiment="space")
        for first in range(0, 100_000, 10_000):
            numbers = range(first, first + 10_000)
            rest.append_new(run, *({"m": "x", "v": chance.random(), "s": n} for n in numbers))
        rest.call("POST", f"/runs/{run}/complete").ok()

    def left() -> int:
        # closed, as a server that ends leaves the database's log to whoever still has it open
        with contextlib.closing(sqlite3.connect(sandbox.data / "runlore.db", timeout=30)) as database:
            return int(database.execute("SELECT count(*) FROM metric_log").fetchone()[0])

    wait_until("all points are packed", lambda: left() == 0, timeout=60)
    stays = rest.series("stays", "x")
    before = size_at_rest(sandbox)
    assert before > 2 * 100_000 * 6, "random points take some bytes each"
    sandbox.serve()
    sandbox.cli("purge", "gone", "--yes").ok()
    after = size_at_rest(sandbox)
    assert after < before - 100_000 * 6
    rest = sandbox.serve().rest
    assert rest.series("stays", "x") == stays
    assert len(stays) == 100_000


def size_at_rest(sandbox: Sandbox) -> int:
    """Bytes of the database after its server has stopped."""
    sandbox.server.stop()
    return sum(path.stat().st_size for path in sandbox.data.glob("runlore.db*"))


def test_a_run_whose_job_lives_is_not_purged(sandbox: Sandbox, executing: Rest) -> None:
    run = submit(sandbox, "import time\nprint('here', flush=True)\ntime.sleep(600)")
    run.prints("here")
    refused = sandbox.cli("purge", run.id, "--yes")
    assert refused.code == 5 and f"run '{run.id}' is Running and cannot be purged; cancel it first" in refused.err
    assert (run.status, run.job["state"]) == ("Running", "Running")
    run.cancel()
    run.end("Canceled")
    sandbox.cli("purge", run.id, "--yes").ok()
    assert executing.send("GET", f"/api/v1/runs/{run.id}").status == 404


def test_purge_asks_on_a_terminal_and_takes_archived_runs_of_before(shared: Sandbox, rest: Rest) -> None:
    runs = [rest.make_run(experiment="purged") for _ in range(3)]
    for run in runs:
        rest.send("PUT", f"/api/v1/runs/{run}/artifacts", {"path": "a"}, run.encode(), OCTETS).ok()
        rest.call("POST", f"/runs/{run}/complete").ok()

    def there() -> list[str]:
        return [run for run in runs if rest.send("GET", f"/api/v1/runs/{run}").status == 200]

    declined = answer(shared, shared.work, "n\n", "purge", runs[0])
    assert (declined.code, declined.screen.endswith("nothing was purged\n")) == (1, True)
    unasked = shared.cli("purge", runs[0])
    assert unasked.code == 2 and "add --yes" in unasked.err
    assert there() == runs
    accepted = answer(shared, shared.work, "y\n", "purge", runs[0])
    assert accepted.code == 0 and "1 run purged" in accepted.screen
    assert there() == runs[1:]
    rest.call("POST", f"/runs/{runs[1]}/archive").ok()
    shared.cli("purge", "--archived-before", "2001-01-01", "--yes").ok()
    assert there() == runs[1:]
    shared.cli("purge", "--archived-before", "2100-01-01", "--yes").ok()
    assert there() == runs[2:]
    assert shared.cli("purge", "nobody", "--yes").code == 3
    assert Rest(rest.url).call("POST", f"/runs/{runs[2]}/purge").status == 401


def test_a_project_may_lie_where_its_backups_go_on(sandbox: Sandbox) -> None:
    """A backup is a data folder: a restore refuses to write into one."""
    rest = sandbox.serve().rest
    run = run_of(rest, {"a.py": b"1"}, "p")
    project = Project(sandbox, "p")
    sandbox.cli("backup", project.folder / "copy").ok()
    refused = project.cli("restore", run, "--yes", "--to", "copy")
    assert refused.code == 2 and "is a data folder, which no snapshot is put into" in refused.err
    project.cli("restore", run, "--yes", "--to", ".").ok()
    assert (project.folder / "copy" / "runlore.db").exists()
