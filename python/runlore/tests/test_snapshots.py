# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""A run's sources: what arrives, what is said, and what does not stop the script."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import runlore
from job_server import eventually
from runlore import _folder, _snapshots
from runlore._manifest import Entry, manifest_of, snapshot_id
from scripts import run_script, sync
from strict_server import Answer, StrictServer, problem

posix = pytest.mark.skipif(os.name == "nt", reason="Windows has neither such modes nor such names")


@pytest.fixture
def project(home: Path) -> Path:
    folder = home / "project"
    (folder / "src").mkdir(parents=True)
    (folder / "train.py").write_bytes(b"print(1)\n")
    (folder / "src" / "again.py").write_bytes(b"print(1)\n")
    (folder / "src" / "empty.py").write_bytes(b"")
    return folder


FILES = {"src/again.py": b"print(1)\n", "src/empty.py": b"", "train.py": b"print(1)\n"}


def spool_files(home: Path) -> list[str]:
    return sorted(path.name for path in (home / "data" / "spool").glob("*/*/files/*"))


def puts(server: StrictServer) -> list[str]:
    return [path for method, path, _ in server.requests if method == "PUT"]


def warnings_of(server: StrictServer, run: str) -> list[str]:
    return [record["warning"] for record in server.stored(run) if "warning" in record]


def test_a_snapshot_arrives_with_its_files_and_the_spool_keeps_none(
    server: StrictServer, home: Path, project: Path
) -> None:
    with runlore.start_run("sources", outputs=None) as run:
        id = run.take_snapshot(project)
        (project / "train.py").write_bytes(b"print(2)\n")
        assert run.flush()
        eventually(lambda: spool_files(home) == [])
    assert server.sources(run.id) == FILES
    (record,) = [record["snapshot"] for record in server.stored(run.id) if "snapshot" in record]
    assert (id, set(record)) == (record["sha256"][:40], {"sha256", "size"})


def test_the_same_files_have_the_same_id_and_travel_once(server: StrictServer, project: Path) -> None:
    ids = []
    for _ in range(2):
        with runlore.start_run("sources", outputs=None) as run:
            ids.append(run.take_snapshot(str(project)))
        assert server.sources(run.id) == FILES
    assert ids[0] == ids[1]
    files = [path for path in puts(server) if not path.startswith(f"/api/v1/blobs/{ids[0]}")]
    assert files == [f"/api/v1/blobs/{runlore_sha256(body)}" for body in (b"print(1)\n", b"")]


@posix
def test_a_file_that_may_be_executed_is_marked(server: StrictServer, project: Path) -> None:
    (project / "train.py").chmod(0o755)
    with runlore.start_run("sources", outputs=None) as run:
        id = run.take_snapshot(project)
    with_mode = snapshot_id(
        manifest_of(Entry(path, path == "train.py", runlore_sha256(body), len(body)) for path, body in FILES.items())
    )
    assert id == with_mode


def runlore_sha256(body: bytes) -> str:
    import hashlib

    return hashlib.sha256(body).hexdigest()


def test_a_snapshot_is_taken_without_a_server_and_comes_with_sync(
    home: Path, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended = run_script(
        """
        import runlore
        with runlore.start_run("offline", outputs=None) as run:
            print(run.id, run.take_snapshot("project"))
        """
    )
    run, id = ended.out.split()
    server = StrictServer()
    monkeypatch.setenv("RUNLORE_URL", server.url)
    delivered = sync()
    assert (delivered.code, delivered.out) == (0, f"run {run}: 3 records delivered\n")
    assert server.sources(run) == FILES
    assert any(path.startswith(f"/api/v1/blobs/{id}") for path in puts(server))
    assert not any((home / "data" / "spool").iterdir())
    server.stop()


def test_a_server_that_restarts_between_two_files_gets_each_of_them(server: StrictServer, project: Path) -> None:
    refused: list[str] = []

    def away(method: str, path: str, query: dict[str, str], body: bytes) -> Answer | None:
        if method == "PUT" and body == b"print(1)\n" and not refused:
            refused.append(path)
            return problem(503, "UNAVAILABLE", "starting")
        return None

    server.script = away
    with runlore.start_run("sources", outputs=None) as run:
        run.take_snapshot(project)
    assert len(refused) == 1
    assert server.sources(run.id) == FILES


def test_a_file_that_the_spool_lost_makes_a_warning_and_holds_nothing_back(
    home: Path, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended = run_script(
        """
        import runlore
        with runlore.start_run("offline", outputs=None) as run:
            run.take_snapshot("project")
            run.log("loss", 1)
            print(run.id)
        """
    )
    lost = runlore_sha256(b"print(1)\n")
    next((home / "data" / "spool").glob(f"*/*/files/{lost}")).unlink()
    server = StrictServer()
    monkeypatch.setenv("RUNLORE_URL", server.url)
    run = ended.out.strip()
    assert sync().code == 0
    assert (server.sources(run), server.values(run, "loss"), server.statuses(run)) == (None, [1], ["Completed"])
    assert warnings_of(server, run) == [
        f"record 1 names the file {lost}, which could not be sent: its bytes are gone from the spool"
    ]
    server.stop()


def test_a_second_snapshot_is_refused_and_the_first_stays(server: StrictServer, project: Path) -> None:
    with runlore.start_run("sources", outputs=None) as run:
        id = run.take_snapshot(project)
        (project / "train.py").write_bytes(b"print(2)\n")
        with pytest.raises(runlore.WrongState, match=f"run {run.id} has the snapshot {id} already"):
            run.take_snapshot(project)
    assert server.sources(run.id) == FILES


def test_a_snapshot_of_the_start_gives_way_to_the_one_that_is_asked_for(server: StrictServer, project: Path) -> None:
    with runlore.start_run("sources", snapshot=project, outputs=None) as run:
        (project / "train.py").write_bytes(b"print(2)\n")
        run.flush()
        assert server.sources(run.id) == FILES
        run.take_snapshot(project)
    assert server.sources(run.id) == {**FILES, "train.py": b"print(2)\n"}


def test_what_looks_like_a_secret_is_left_out_and_said_so(
    server: StrictServer, project: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (project / ".env").write_text("PASSWORD=1")
    (project / ".ssh").mkdir()
    with runlore.start_run("sources", outputs=None) as run:
        run.take_snapshot(project)
    assert server.sources(run.id) == FILES
    text = "left out of the snapshot, as their names look like secrets: .env, .ssh/"
    assert warnings_of(server, run.id) == [text]
    assert text in capfd.readouterr().err
    assert b"PASSWORD=1" not in server.blobs.values()


def test_a_folder_that_is_too_large_is_refused_before_anything_travels(
    server: StrictServer, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_folder, "MOST_FILES", 2)
    with runlore.start_run("sources", outputs=None) as run:
        with pytest.raises(runlore.InvalidArgument, match=r"at most 2 files .* has 3 files; .*src/ \(2 files\)"):
            run.take_snapshot(project)
        monkeypatch.setattr(_folder, "MOST_FILES", 3)
        run.take_snapshot(project)
    assert server.sources(run.id) == FILES


@pytest.fixture
def late(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(_snapshots, "IMPLICIT_SECONDS", 0)
    yield


def test_a_snapshot_of_the_start_that_is_too_large_is_one_warning(
    server: StrictServer, project: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(_folder, "MOST_BYTES", 10)
    with runlore.start_run("sources", snapshot=project, outputs=None) as run:
        run.log("loss", 1)
    assert (server.sources(run.id), server.values(run.id, "loss")) == (None, [1])
    (warning,) = warnings_of(server, run.id)
    assert warning.startswith("the sources were not kept: a snapshot must have at most 2000 files and")
    assert capfd.readouterr().err.count("\n") == 1


def test_a_snapshot_of_the_start_that_takes_long_is_one_warning(
    server: StrictServer, project: Path, late: None, capfd: pytest.CaptureFixture[str]
) -> None:
    with runlore.start_run("sources", snapshot=project, outputs=None) as run:
        run.log("loss", 1)
    assert (server.sources(run.id), server.values(run.id, "loss")) == (None, [1])
    assert warnings_of(server, run.id) == [
        f"the sources were not kept: {str(project)!r} takes longer than 0 seconds; call take_snapshot() to wait for it"
    ]
    assert capfd.readouterr().err.count("\n") == 1


@pytest.mark.parametrize("path", ["nowhere", "project/train.py"])
def test_what_is_no_folder_is_refused(server: StrictServer, project: Path, path: str) -> None:
    with runlore.start_run("sources", outputs=None) as run:
        with pytest.raises(runlore.InvalidArgument, match=f"needs a folder but '{path}' is none"):
            run.take_snapshot(path)


@pytest.mark.parametrize("path", [None, 3, b"x", "a\0b"])
def test_a_path_that_is_none_is_refused(server: StrictServer, path: Any) -> None:
    with runlore.start_run("sources", outputs=None) as run:
        with pytest.raises(runlore.InvalidArgument, match="the folder of a snapshot must"):
            run.take_snapshot(path)


def test_a_file_that_goes_on_changing_is_named(
    server: StrictServer, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with runlore.start_run("sources", outputs=None) as run:
        keep, reads = run._recording.keep_stream, list[object]()

        def keep_and_write(stream: Any) -> tuple[str, int]:
            kept = keep(stream)
            with (project / "train.py").open("ab") as file:
                file.write(b"#")
            reads.append(kept)
            return kept

        monkeypatch.setattr(run._recording, "keep_stream", keep_and_write)
        with pytest.raises(runlore.WrongState, match=r"train\.py' cannot be kept in a snapshot: it changes while"):
            run.take_snapshot(project)
    assert len(reads) == 4  # two others once, this one twice


def test_a_file_that_changes_once_is_read_again(
    server: StrictServer, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with runlore.start_run("sources", outputs=None) as run:
        keep, reads = run._recording.keep_stream, list[object]()

        def keep_and_write(stream: Any) -> tuple[str, int]:
            kept = keep(stream)
            if len(reads) == 2:
                (project / "train.py").write_bytes(b"print(2)  # later\n")
            reads.append(kept)
            return kept

        monkeypatch.setattr(run._recording, "keep_stream", keep_and_write)
        run.take_snapshot(project)
        monkeypatch.undo()
    assert server.sources(run.id) == {**FILES, "train.py": b"print(2)  # later\n"}


def test_the_spool_is_no_part_of_a_snapshot_of_its_own_folder(
    server: StrictServer, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RUNLORE_SPOOL", str(project / "waiting"))
    with runlore.start_run("sources", outputs=None) as run:
        run.take_snapshot(project)
    assert server.sources(run.id) == FILES
