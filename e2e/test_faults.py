# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Disks that fail, fill up, or are left in the middle of a write: what was confirmed is there, and nothing by half."""

from __future__ import annotations

import hashlib
import http.client
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from harness.everything import content
from harness.extent import FULL
from harness.mlflow import OCTETS, PROXY, Mlflow, refused
from harness.processes import wait_until
from harness.product import Sandbox, Server
from harness.session import REQUESTS, Session, chunks, until_refused

DISK_FAILED = 74
DATABASE = ("runlore.db", "runlore.db-wal", "runlore.db-journal")
EVERYWHERE = ()


def injecting(sandbox: Sandbox, fault: str, names: tuple[str, ...]) -> list[str | Path]:
    """What starts a server whose system calls on some of its files meet a fault, in strace's words.

    Each thread counts its own calls.
    """
    calls, _, what = fault.partition(":")
    # without --seccomp-bpf, which counts no further than the first call
    paths = [part for name in names for part in ("-P", sandbox.data / name)]
    trace: list[str | Path] = ["strace", "-D", "-f", "-o", sandbox.folder / "trace"]
    return [*trace, *paths, "-e", f"trace={calls}", "-e", f"inject={calls}:{what}"]


@pytest.fixture
def traced(sandbox: Sandbox) -> Sandbox:
    """A sandbox whose data folder is there already, on a machine where strace may change what system calls do."""
    command = ["strace", "-f", "-e", "inject=fsync:error=EIO", "true"]
    if shutil.which("strace") is None or subprocess.run(command, capture_output=True).returncode != 0:
        pytest.skip("strace is not installed, or may not trace here")
    sandbox.serve().stop()
    return sandbox


def serve_with(sandbox: Sandbox, fault: str, names: tuple[str, ...] = DATABASE) -> Server | None:
    """A server that meets a fault at these files; None when it met it at its start already."""
    sandbox.under = injecting(sandbox, fault, names)
    try:
        return sandbox.serve()
    except AssertionError as error:
        assert "the server ended" in str(error)
        return None
    finally:
        sandbox.under = []


def assert_goes_on(session: Session, server: Server, requests: int) -> None:
    answer = session.go_on(server.rest, requests)
    assert answer is not None and answer.status == 200, answer
    session.check(server.rest)


def assert_sound(sandbox: Sandbox, session: Session) -> None:
    """After it all, a server without faults: all is there, more can be stored, points were packed, nothing is amiss."""
    server = sandbox.serve()
    session.check(server.rest)
    assert_goes_on(session, server, REQUESTS - session.confirmed % REQUESTS)
    wait_until("points are packed", lambda: chunks(server.data) > 0, timeout=60)
    session.check(server.rest)
    server.stop()
    assert "none" in sandbox.cli("doctor").ok().out.splitlines()[-1]


def test_a_server_killed_at_its_nth_write_has_what_it_confirmed(traced: Sandbox) -> None:
    session, ends = Session(), []
    writes = [f"pwrite64:signal=SIGKILL:when={n}" for n in (range(1, 201, 3) if FULL else (2, 90, 250))]
    flushes = [f"fsync,fdatasync:signal=SIGKILL:when={n}" for n in (range(1, 31, 3) if FULL else (7,))]
    for fault in [*writes, *flushes]:
        server = serve_with(traced, fault)
        if server is None:
            continue
        session.check(server.rest)
        assert session.go_on(server.rest, 100) is None, f"it outlived {fault}"
        ends.append(server.process.wait(30).code)
    assert set(ends) == {-9}
    assert len(ends) > len([*writes, *flushes]) * 2 // 3, "most must come when the server has started"
    assert session.confirmed > REQUESTS
    assert_sound(traced, session)


def test_a_disk_that_does_not_keep_what_it_took_ends_the_server_and_nothing_is_confirmed(traced: Sandbox) -> None:
    session, ends = Session(), []
    for n in range(1, 31, 4) if FULL else (1, 6, 14):
        server = serve_with(traced, f"fsync,fdatasync:error=EIO:when={n}")
        if server is None:
            continue
        session.check(server.rest)
        refused = session.go_on(server.rest, 100)
        assert refused is None or refused.status == 503, refused
        ends.append(server.process.wait(30).code)
        assert "the disk failed under a commit" in server.process.err
    assert ends != [] and set(ends) == {DISK_FAILED}
    assert_sound(traced, session)


def test_an_upload_that_the_disk_does_not_keep_is_not_confirmed(traced: Sandbox) -> None:
    confirmed: dict[str, bytes] = {}
    refusals = 0
    for n in range(1, 13) if FULL else (4, 7):
        server = serve_with(traced, f"fsync,fdatasync:error=EIO:when={n}", EVERYWHERE)
        if server is None:
            continue
        for k in range(12):
            body = content(f"file {n}", k)
            sha256 = hashlib.sha256(body).hexdigest()
            try:
                answer = server.rest.send("PUT", f"/api/v1/blobs/{sha256}", None, body, OCTETS)
            except (OSError, http.client.HTTPException):
                break  # the fault struck the database, and the server has ended
            assert answer.status in (200, 201, 500, 503), answer
            if answer.status < 300:
                confirmed[sha256] = body
            refusals += answer.status >= 500
        server.kill()
    assert refusals > 0
    assert len(confirmed) > refusals
    server = traced.serve()
    for sha256, body in confirmed.items():
        assert server.rest.send("GET", f"/api/v1/blobs/{sha256}").body == body


def test_a_write_that_finds_no_room_is_refused_and_the_next_one_is_stored(traced: Sandbox) -> None:
    session, refusals = Session(), 0
    for n in range(5, 125, 15) if FULL else (20, 77):
        server = serve_with(traced, f"pwrite64:error=ENOSPC:when={n}")
        if server is None:
            continue
        answer = session.go_on(server.rest, 12)
        assert answer is not None and answer.status in (200, 503)
        refusals += answer.status == 503  # what the packing of points writes is nobody's request
        session.check(server.rest)
        assert_goes_on(session, server, REQUESTS)
        server.kill()
    assert refusals > 0
    assert_sound(traced, session)


@pytest.fixture
def small_disk(sandbox: Sandbox) -> Iterator[Sandbox]:
    """A sandbox whose data folder is a disk of 24 MiB that only its server sees, which takes no administrator."""
    sandbox.data.mkdir()
    if subprocess.run(["unshare", "-Urm", "true"], capture_output=True).returncode != 0:
        pytest.skip("a process may not have disks of its own here")
    mount = 'mount -t tmpfs -o size=24m,mode=700 tmpfs "$RUNLORE_HOME" && exec "$0" "$@"'
    sandbox.under = ["unshare", "-Urm", "sh", "-c", mount]
    sandbox.has_own_disk = True
    yield sandbox


def fill(data: Path, but: int) -> Path:
    """Fill a disk until so many bytes are left."""
    room = os.statvfs(data)
    path = data / "filler"
    with path.open("wb") as file:
        file.write(bytes(room.f_bavail * room.f_frsize - but))
    return path


def test_a_full_disk_is_told_reads_go_on_and_room_is_all_it_takes(small_disk: Sandbox) -> None:
    server, session = small_disk.serve(), Session()
    body = content("large", 7) * 80
    upload = f"/api/v1/blobs/{hashlib.sha256(body).hexdigest()}"
    mlflow = Mlflow(server.rest)
    run = mlflow.run()
    for number in range(2):
        session.go_on(server.rest, 2 * REQUESTS + 1)
        filler = fill(server.data, 300_000)
        refused = until_refused(session, server.rest)
        assert (refused.status, refused.json()["code"]) == (503, "UNAVAILABLE")
        assert "full" in refused.json()["detail"] and "Retry-After" in refused.headers
        answer = server.rest.send("PUT", upload, None, body, OCTETS)
        assert (answer.status, answer.json()["code"]) == (503, "UNAVAILABLE"), answer
        assert "Retry-After" in answer.headers
        assert list((server.data / "tmp").iterdir()) == []
        mlflow_is_told(mlflow, run, number)
        session.check(server.rest)
        filler.unlink()
        mlflow.post("/runs/log-batch", run_id=run, **large_batch(number))
        assert (len(mlflow.history(run, "m")), len(mlflow.params(run))) == (900 * (number + 1), 100 * (number + 1))
        assert server.rest.send("PUT", upload, None, body, OCTETS).status == 201
        body += b"next"
        upload = f"/api/v1/blobs/{hashlib.sha256(body).hexdigest()}"
        assert_goes_on(session, server, 2 * REQUESTS)
    wait_until("points are packed", lambda: chunks(copy_of(server.data, small_disk.work)) > 0, timeout=60)
    session.check(server.rest)


def large_batch(number: int) -> dict[str, Any]:
    """More than what is left of the disk."""
    steps = range(900 * number, 900 * number + 900)
    return {
        "metrics": [{"key": "m", "value": step, "timestamp": step, "step": step} for step in steps],
        "params": [{"key": f"p{number}-{n}", "value": f"{n}".ljust(6000, "x")} for n in range(100)],
    }


def mlflow_is_told(mlflow: Mlflow, run: str, number: int) -> None:
    """That the disk is full, in its own form; nothing of a batch is there, and what was there is read."""
    root = mlflow.info(run)["artifact_uri"].removeprefix("mlflow-artifacts:/")
    before = mlflow.data(run)
    for answer in (
        mlflow.call("POST", "/runs/log-batch", {"run_id": run, **large_batch(number)}),
        mlflow.send("PUT", f"{PROXY}/artifacts/{root}/f", content("large", 8) * 80, None, OCTETS),
    ):
        assert "full" in refused(answer, "TEMPORARILY_UNAVAILABLE")
        assert int(answer.headers["Retry-After"]) > 0
    assert mlflow.data(run) == before and mlflow.listed(root) == []


def copy_of(data: Path, folder: Path) -> Path:
    """The database of a disk that SQLite finds no way to."""
    for name in ("runlore.db", "runlore.db-wal"):
        shutil.copyfile(data / name, folder / name)
    return folder
