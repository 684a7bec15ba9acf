# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""A snapshot on its way into the work folder: whole and as it was, or not at all, whatever the server says."""

from __future__ import annotations

import hashlib
import os
from typing import Callable

import pytest

from job_server import JobServer, Runner
from runlore._errors import UnsafeAnswer
from runlore._runner._checkout import read_manifest

Launch = Callable[..., Runner]
ZERO = hashlib.sha256(b"").hexdigest()


def test_files_come_with_their_bytes_names_and_modes(jobs: JobServer, launch: Launch) -> None:
    files: dict[str, str | bytes] = {
        "train.py": "",
        "run.sh": "#!/bin/sh\n",
        "data/a b/ü%2F.bin": bytes(range(256)),
        "data/copy.bin": bytes(range(256)),
        "-x": "dash",
        "Case": "1",
        "case": "2",
    }
    jobs.submit("r1", jobs.keep_snapshot(files, executable=["run.sh"]))
    runner = launch("r1")
    assert runner.wait() == 0, runner.text()
    assert jobs.end("r1")["to"] == "Completed"
    for path, text in files.items():
        assert (runner.project / path).read_bytes() == (text.encode() if isinstance(text, str) else text)
    assert os.access(runner.project / "run.sh", os.X_OK) and not os.access(runner.project / "train.py", os.X_OK)
    asked = [path for method, path, _ in jobs.requests if method == "GET" and "/blobs/" in path]
    assert len(asked) == len(set(asked)) == 6


@pytest.mark.parametrize(
    "line",
    [
        f"f {ZERO} 0 ../../.bashrc",
        f"f {ZERO} 0 /etc/cron.d/x",
        f"f {ZERO} 0 a/../../x",
        f"f {ZERO} 0 a//x",
        f"f {ZERO} 0 a\\..\\x",
        f"f {ZERO} 0 C:x",
        f"f {ZERO} 0 .git/hooks/post-checkout",
        f"f {ZERO} 0 sub/.GIT/config",
        f"f {ZERO} 0 a\rb",
        f"l {ZERO} 0 link",
        f"f {ZERO} -1 x",
        f"f {ZERO} 0",
        f"f {ZERO} 99999999999999 x",
        f"f {ZERO[:-1]}g 0 x",
    ],
)
def test_a_hostile_line_is_refused(line: str) -> None:
    text = (line + "\n").encode()
    with pytest.raises(UnsafeAnswer, match="nothing was written"):
        read_manifest(hashlib.sha256(text).hexdigest()[:40], text)


@pytest.mark.parametrize("names", [("a", "a"), ("a", "a/b"), ("a/b/c", "a/b")])
def test_files_that_meet_are_refused(names: tuple[str, str]) -> None:
    text = "".join(f"f {ZERO} 0 {name}\n" for name in names).encode()
    with pytest.raises(UnsafeAnswer, match=r"twice|as file and as folder"):
        read_manifest(hashlib.sha256(text).hexdigest()[:40], text)


def test_another_manifest_than_the_one_asked_for_is_refused() -> None:
    with pytest.raises(UnsafeAnswer, match="is not the one of snapshot"):
        read_manifest("0" * 40, b"")


def test_bytes_that_were_not_promised_never_stay(jobs: JobServer, launch: Launch) -> None:
    snapshot = jobs.keep_snapshot({"train.py": "print('good')", "other": "o"})
    sha256 = hashlib.sha256(b"print('good')").hexdigest()
    for run, body in (("longer", b"print('good')" * 9), ("other", b"print('evil')"), ("shorter", b"")):
        jobs.blobs[sha256] = body
        jobs.submit(run, snapshot)
        runner = launch(run)
        assert runner.wait() == 0
        error = jobs.end(run)["error"]
        assert error["code"] == "PreparationFailed"
        assert "'train.py' must have 13 bytes with SHA-256" in error["message"]
        assert not (runner.project / "train.py").exists()
        assert not (runner.work / "process.json").exists()


def test_a_snapshot_that_the_server_lacks_fails_the_run(jobs: JobServer, launch: Launch) -> None:
    jobs.submit("r1", "0" * 40)
    assert launch("r1").wait() == 0
    assert jobs.end("r1")["error"]["message"].startswith("script 'train.py' was not started: no snapshot 0000")
