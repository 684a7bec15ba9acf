# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Snapshots as attackers make them: refused by the server that gets one, and by the client that is given one."""

from __future__ import annotations

import contextlib
import gzip
import hashlib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from harness.extent import full
from harness.folders import OCTETS, run_of, sha256, tree
from harness.lying_server import Lie, LyingServer
from harness.product import Sandbox
from harness.rest import Rest

X = sha256(b"x")


def lines(*paths: str, mode: str = "f", size: int | str = 1) -> bytes:
    return b"".join(f"{mode} {X} {size} {path}\n".encode() for path in paths)


# Attack rows 22: paths that lead out; 23: links; 25: bombs and duplicates; 21: one name on some disks; 27: hooks.
HOSTILE = {
    "leads out": lines("../canary"),
    "leads out later": lines("a/../../canary"),
    "absolute": lines("/tmp/canary"),
    "of another system": lines("..\\canary"),
    "with a drive": lines("C:/canary"),
    "with a control character": lines("a\x1bb"),
    "a hook": lines(".git/hooks/post-checkout", mode="x"),
    "a hook in capitals": lines("sub/.GIT/config"),
    "a link": lines("link", mode="l"),
    "a device": lines("link", mode="b"),
    "a file below a file": lines("link", "link/x"),
    "twice": lines("a", "a"),
    "twice but for capitals": lines("A", "a"),
    "twice but for an accent": lines("e\u0301", "\u00e9"),
    "folders but for capitals": lines("A/x", "a/y"),
    "out of order": lines("b", "a"),
    "too large": lines("a", size=11 * 2**30),
    "too large together": lines(*(f"{n:02}" for n in range(11)), size=2**30),
    "of a size below nothing": lines("a", size="-1"),
    "no manifest": b"PK\x03\x04",
    "without its end": lines("a").rstrip(b"\n"),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_the_server_refuses_a_manifest(shared: Sandbox, rest: Rest, what: str) -> None:
    text = HOSTILE[what]
    rest.send("PUT", f"/api/v1/blobs/{X}", None, b"x", OCTETS)
    answer = rest.send("PUT", "/api/v1/snapshots", None, text, OCTETS)
    assert answer.status in (400, 413), answer
    problem = answer.json()
    assert problem["code"] in ("INVALID_ARGUMENT", "TOO_LARGE") and str(shared.folder) not in problem["detail"]
    snapshot = hashlib.sha256(text).hexdigest()[:40]
    assert rest.send("GET", f"/api/v1/snapshots/{snapshot}").status == 404


def test_the_server_does_not_inflate_a_bomb(rest: Rest) -> None:
    bomb = gzip.compress(b"\0" * (40 << 20), 9)
    assert len(bomb) < 50_000
    answer = rest.send("PUT", "/api/v1/snapshots", None, bomb, {**OCTETS, "Content-Encoding": "gzip"})
    assert answer.status == 413


@pytest.fixture
def lying() -> Iterator[LyingServer]:
    server = LyingServer()
    yield server
    server.close()


@pytest.fixture
def folder(shared: Sandbox, request: pytest.FixtureRequest) -> Path:
    """A folder with work in it."""
    folder = shared.work / f"hostile {abs(hash(request.node.name))}" / "folder"
    folder.mkdir(parents=True)
    (folder / "mine.py").write_text("mine")
    return folder


@full
@pytest.mark.parametrize("what", HOSTILE)
def test_the_client_refuses_a_manifest(shared: Sandbox, lying: LyingServer, folder: Path, what: str) -> None:
    """Attack rows 22 to 25 from the other side: the server says that this text is the run's snapshot."""
    lying.serve_run(HOSTILE[what])
    lying.lies[f"/api/v1/blobs/{X}"] = Lie(b"x")
    before = tree(folder.parent)
    refused = shared.cli("restore", "r", "--yes", "--to", folder, "--url", lying.url)
    assert refused.code in (1, 2, 6) and refused.out == "" and "Exception" not in refused.err
    assert tree(folder.parent) == before
    assert not any("/blobs/" in path for path in lying.asked), "no byte is asked for"
    assert not Path("/tmp/canary").exists()


def test_the_client_refuses_a_snapshot_under_another_id(shared: Sandbox, lying: LyingServer, folder: Path) -> None:
    snapshot = lying.serve_run(lines("a.py"))
    lying.lies[f"/api/v1/snapshots/{snapshot}"] = Lie(lines("b.py"))
    refused = shared.cli("restore", "r", "--yes", "--to", folder, "--url", lying.url)
    assert refused.code == 1 and snapshot in refused.err
    assert tree(folder) == {"mine.py": (False, b"mine")}


def endless(handler: BaseHTTPRequestHandler) -> None:
    with contextlib.suppress(OSError):
        while True:
            handler.wfile.write(b"x" * 65_536)


@pytest.mark.parametrize(
    "lie",
    [Lie(b"y"), Lie(b""), Lie(b"xx"), Lie(endless), Lie(b"x", status=500)],
    ids=["other", "none", "more", "endless", "error"],
)
def test_the_client_takes_no_other_bytes_than_the_right_ones(
    shared: Sandbox, lying: LyingServer, folder: Path, lie: Lie
) -> None:
    lying.serve_run(lines("a.py", "mine.py"))
    lying.lies[f"/api/v1/blobs/{X}"] = lie
    refused = shared.cli("restore", "r", "--yes", "--to", folder, "--url", lying.url)
    assert refused.code in (1, 7) and "Exception" not in refused.err
    assert tree(folder) == {"mine.py": (False, b"mine")}


NEVER_WRITTEN = [".ssh/authorized_keys", ".env", "sub/.aws/credentials", "a.pyc", "venv/bin/python", "venv/pyvenv.cfg"]


def test_names_that_no_snapshot_has_are_never_written(shared: Sandbox, rest: Rest, folder: Path) -> None:
    """Attack row 27: a snapshot that no client of ours took."""
    run = run_of(rest, {**dict.fromkeys(NEVER_WRITTEN, b"evil"), "a.py": b"1"}, "hostile", frozenset({"a.py"}))
    told = shared.cli("restore", run, "--yes", "--to", folder).ok().out.splitlines()
    leaves = [f"  leave      {path}, a name that is never restored" for path in sorted(NEVER_WRITTEN)]
    assert [line for line in told if line.startswith("  leave")] == leaves
    assert tree(folder) == {"a.py": (True, b"1")}
    assert (folder / "a.py").stat().st_mode & 0o7777 in (0o755, 0o775)


def test_what_the_server_says_does_not_reach_a_terminal_as_commands(
    shared: Sandbox, lying: LyingServer, folder: Path
) -> None:
    lying.serve_files({"\u202eyp.exe": b"1", "mine.py": b"2"})
    told = shared.cli("restore", "r", "--dry-run", "--to", folder, "--url", lying.url).ok()
    assert "\u202e" not in told.out and "\\u202eyp.exe" in told.out
