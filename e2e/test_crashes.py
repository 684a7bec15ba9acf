# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""The server killed with -9 under eight writers: what it confirmed is there, once, by value; nothing is invented."""

from __future__ import annotations

import hashlib
import random
import sys
import threading
from pathlib import Path
from typing import Any

from harness.extent import FULL
from harness.ledger import entries
from harness.processes import wait_until
from harness.product import Sandbox, Server
from harness.rest import Rest
from harness.session import REQUESTS, Session, chunks
from harness.writers import BATCH, content, file_name

KILLS = 50 if FULL else 6
NAMES = [f"{kind}{k}" for kind in ("sdk", "http") for k in range(4)]
WRITERS = Path(__file__).parent / "harness" / "writers.py"


def test_what_was_confirmed_survives_every_kill(sandbox: Sandbox) -> None:
    server = sandbox.serve()
    port = str(server.port)
    run = server.rest.make_run(experiment="crashes")
    folder = sandbox.folder / "ledgers"
    folder.mkdir()
    writers = {
        name: sandbox.start_command(
            [sys.executable, WRITERS, name[:-1], server.url, run, name, folder], AZUREML_RUN_ID=run, RANK=name[-1]
        )
        for name in NAMES
    }
    chance = random.Random(7)
    progress = 0
    ended = Session("ended")  # its runs end one after another, so that points are packed when the kill comes
    for _ in range(KILLS):
        death = threading.Timer(chance.uniform(0.3, 1.0), server.kill)
        death.start()
        ended.go_on(server.rest, 3 * REQUESTS)
        death.join()
        confirmed = {name: last(folder / f"{name}.confirmed") for name in NAMES}
        server = sandbox.serve("--port", port)
        check(server.rest, run, confirmed, folder)
        ended.check(server.rest, latest=4)
        progress = max(progress, sum(confirmed.values()))
        assert all(writer.process.poll() is None for writer in writers.values()), [w.err for w in writers.values()]
    (folder / "stop").touch()
    for writer in writers.values():
        writer.wait(120).ok()
    check_whole(server, run, folder)
    ended.check(server.rest)
    wait_until("points are packed", lambda: chunks(server.data) > 0, timeout=60)
    ended.check(server.rest)
    assert progress > 8 * BATCH
    server.stop()
    assert "none" in sandbox.cli("doctor").ok().out.splitlines()[-1]


def last(path: Path, key: str = "upto") -> int:
    """How far a ledger got."""
    lines = entries(path)
    return int(lines[-1][key]) if lines else 0


def check(rest: Rest, run: str, confirmed: dict[str, int], folder: Path) -> None:
    """At least what was confirmed, at most what was sent, each once and in order."""
    facts = rest.get(f"/runs/{run}")
    stored = {name: rest.series(run, name) for name in NAMES}
    artifacts = rest.artifacts(run)
    later = rest.get(f"/runs/{run}")
    for name in NAMES:
        if name.startswith("http"):
            assert len(stored[name]) % BATCH == 0, f"{name}: a request by half"
            assert tags_of(name, facts) <= len(stored[name]) // BATCH <= tags_of(name, later)
        sent = last(folder / f"{name}.sent")
        assert stored[name] == list(range(len(stored[name]))), f"{name}: not 0, 1, 2 ... once each"
        assert confirmed[name] <= len(stored[name]) <= sent
        for number in range(confirmed[name] // BATCH):
            assert facts["tags"][f"{name}-{number}"] == str(number)
            assert facts["params"][f"{name}-{number}"] == number
            assert artifacts[file_name(name, number)] == sha256(content(name, number))
        assert tags_of(name, facts) <= sent // BATCH
    number = min(confirmed.values()) // BATCH - 1
    if number >= 0:
        path = file_name(NAMES[-1], number)
        assert rest.send("GET", f"/api/v1/runs/{run}/artifacts", {"path": path}).body == content(NAMES[-1], number)


def tags_of(name: str, facts: dict[str, Any]) -> int:
    """How many tags a writer has set."""
    return sum(tag.startswith(f"{name}-") for tag in facts["tags"])


def check_whole(server: Server, run: str, folder: Path) -> None:
    """Everything that every writer sent is there, by value, and nothing else."""
    facts = server.rest.get(f"/runs/{run}")
    artifacts = {}
    for name in NAMES:
        upto, files = last(folder / f"{name}.confirmed"), last(folder / f"{name}.confirmed", "files")
        assert upto == last(folder / f"{name}.sent")
        assert server.rest.series(run, name) == list(range(upto))
        artifacts.update({file_name(name, number): content(name, number) for number in range(files)})
    assert set(server.rest.names(run)) == set(NAMES)
    expected = {f"{name}-{number}" for name in NAMES for number in range(last(folder / f"{name}.sent") // BATCH)}
    assert {tag: int(value) for tag, value in facts["tags"].items()} == {
        key: int(key.split("-")[1]) for key in expected
    }
    assert facts["params"] == {key: int(key.split("-")[1]) for key in expected}
    assert server.rest.artifacts(run) == {path: sha256(body) for path, body in artifacts.items()}
    assert facts["warnings"] == []
    assert [writer["gaps"] for writer in facts["writers"]] == [[]] * 8
    for path, body in list(artifacts.items())[::7]:
        assert server.rest.send("GET", f"/api/v1/runs/{run}/artifacts", {"path": path}).body == body
    assert list((server.data / "tmp").iterdir()) == []


def sha256(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()
