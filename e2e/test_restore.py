# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Bringing a project's folder back to the state of a run."""

from __future__ import annotations

import os
import random
import shutil
import stat
import subprocess
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any, ClassVar

import pytest

from harness.folders import Entry, run_of, tree
from harness.lying_server import Lie, LyingServer
from harness.processes import wait_until
from harness.product import Sandbox
from harness.rest import Rest
from harness.submissions import Project
from harness.terminal import END, Talk, answer

THEN = {"train.py": b"print(1)\n", "src/model.py": b"layers = 2\n", "data/a b é.csv": b"1,2\n"}
STAGING = ".runlore-backup-restore"


class Edited:
    """A project that was edited since a run kept its files, with what no snapshot keeps beside them."""

    def __init__(self, sandbox: Sandbox, name: str) -> None:
        self.project = Project(sandbox, name)
        self.folder = self.project.folder
        self.rest = sandbox.server.rest
        marker = {"aml_config/project.json": b'{"experiment": "%s"}\n' % name.encode()}
        self.then = {**THEN, **marker, ".gitignore": b"*.tmp\nscratch/\n", "run.sh": b"#!/bin/sh\n"}
        self.run = run_of(self.rest, self.then, name, frozenset({"run.sh"}))
        for path, body in self.then.items():
            self.project.write(path, body)
        (self.folder / "run.sh").chmod(0o755)
        self.snapshot = tree(self.folder)
        self.project.write("train.py", b"print(2)\n")
        (self.folder / "run.sh").chmod(0o644)
        shutil.rmtree(self.folder / "data")
        self.project.write("new/extra.py", b"3\n")
        (self.folder / "new" / "extra.py").chmod(0o755)
        self._keep_apart()
        self.edited = tree(self.folder)

    def _keep_apart(self) -> None:
        for path in ("x.tmp", "scratch/note.txt", ".git/config", ".env", "deep/id_rsa", "outputs/model.pkl"):
            self.project.write(path, path.encode())
        self.project.write("env/pyvenv.cfg", b"")
        self.project.write("env/bin/python", b"\x7fELF")
        (self.folder / "link").symlink_to("/etc/passwd")
        (self.folder / "linked").symlink_to("/etc")

    KEPT = frozenset(
        {"x.tmp", "scratch/note.txt", ".git/config", ".env", "deep/id_rsa", "outputs/model.pkl", "env/pyvenv.cfg"}
        | {"env/bin/python", "link", "linked"}
    )
    PLAN: ClassVar = [
        "  add        data/a b é.csv",
        "  overwrite  run.sh",
        "  overwrite  train.py",
        "  delete     new/extra.py",
    ]
    ANSWER: ClassVar[dict[str, Any]] = {
        "added": ["data/a b é.csv"],
        "overwritten": ["run.sh", "train.py"],
        "deleted": ["new/extra.py"],
        "kept": [],
    }

    @property
    def restored(self) -> dict[str, Entry]:
        """What the folder must be: the snapshot, and what none keeps."""
        return {**self.snapshot, **{path: self.edited[path] for path in self.KEPT}}

    def restore(self, *arguments: str | Path, **variables: Any) -> Any:
        return self.project.cli("restore", self.run, *arguments, **variables)

    def talk(self, typed: str) -> Talk:
        return answer(self.project.sandbox, self.folder, typed, "restore", self.run)

    @property
    def id(self) -> str:
        body = {"root": str(self.folder), "experiment": self.folder.name}
        return str(self.rest.call("PUT", "/projects", body).ok()["id"])


@pytest.fixture
def edited(shared: Sandbox, request: pytest.FixtureRequest) -> Iterator[Edited]:
    name: str = request.node.name
    yield Edited(shared, name.partition("[")[0].removeprefix("test_").replace("_", "-")[:40])


def backups(sandbox: Sandbox, folder: Path) -> list[Path]:
    return sorted((sandbox.data / "backups").glob(f"{folder.name}-*"))


def holds_what_was_lost(backup: Path) -> bool:
    """Whether a backup has the edited files, with who may execute them, for its owner only."""
    with zipfile.ZipFile(backup) as zipped:
        files = {entry.filename: (entry.external_attr >> 16, zipped.read(entry)) for entry in zipped.infolist()}
    return stat.S_IMODE(backup.stat().st_mode) == 0o600 and files == {
        "run.sh": (0o100644, b"#!/bin/sh\n"),
        "train.py": (0o100644, b"print(2)\n"),
        "new/extra.py": (0o100755, b"3\n"),
    }


def test_w29_edited_added_and_deleted_files_come_back(shared: Sandbox, rest: Rest) -> None:
    project = Project(shared, "w29")
    project.cli("init").ok()
    project.write("train.py", "print(1)")
    project.write("src/model.py", "layers = 2")
    project.write("run.sh", "#!/bin/sh").chmod(0o755)
    run = project.submit("train.py")
    run.end()
    then = tree(project.folder)
    project.write("train.py", "print(2)")
    project.write("new.py", "3")
    (project.folder / "src/model.py").unlink()
    (project.folder / "run.sh").chmod(0o644)
    assert tree(project.folder) != then
    told = project.cli("restore", run.id, "--yes").ok().out.splitlines()
    assert told[:4] == [
        "  add        src/model.py",
        "  overwrite  run.sh",
        "  overwrite  train.py",
        "  delete     new.py",
    ]
    assert tree(project.folder) == then
    again = project.submit("train.py")
    assert again.facts()["snapshot"] == run.facts()["snapshot"], "the folder's snapshot is the run's"
    assert project.cli("restore", run.id).ok().out == f"{project.folder} is as run {run.id} found it already\n"
    again.end()


def test_w30_no_leaves_everything_as_it_is(shared: Sandbox, edited: Edited) -> None:
    question = f"overwrite 2 files and delete 1 file in {edited.folder}, after a backup? [y/N] "
    for typed in ("n\n", "\n", "no way\n", END):
        talk = edited.talk(typed)
        assert talk.code == 1
        assert question in talk.screen and talk.screen.endswith("nothing was changed\n")
        assert tree(edited.folder) == edited.edited
    unasked = edited.restore()
    assert (unasked.code, unasked.out) == (2, "")
    assert unasked.err.splitlines()[:4] == edited.PLAN and "add --yes" in unasked.err
    planned = edited.restore("--dry-run").ok()
    assert planned.out.splitlines() == edited.PLAN
    assert tree(edited.folder) == edited.edited
    assert backups(shared, edited.folder) == []


def test_w31_yes_restores_and_keeps_ignored_files_git_links_secrets_and_a_backup(
    shared: Sandbox, edited: Edited
) -> None:
    talk = edited.talk("y\n")
    assert talk.code == 0, talk.screen
    [backup] = backups(shared, edited.folder)
    lines = talk.screen.splitlines()
    assert lines[:4] == edited.PLAN
    assert lines[5:] == [
        f"{edited.folder} is as run {edited.run} found it",
        f"what was overwritten or deleted is in {backup}",
    ]
    assert tree(edited.folder) == edited.restored
    assert holds_what_was_lost(backup)


def test_a_restore_over_the_api_does_the_same(shared: Sandbox, edited: Edited) -> None:
    place, body = f"/projects/{edited.id}/restore", {"run": edited.run}
    assert Rest(edited.rest.url).call("POST", place, body).status == 401
    assert edited.rest.call("POST", place, {**body, "dryRun": True}).ok() == edited.ANSWER
    assert tree(edited.folder) == edited.edited
    done = edited.rest.call("POST", place, body).ok()
    [backup] = backups(shared, edited.folder)
    assert done == {**edited.ANSWER, "backup": str(backup)}
    assert tree(edited.folder) == edited.restored
    assert holds_what_was_lost(backup)


def test_a_restore_into_another_folder_leaves_the_project_alone(shared: Sandbox, edited: Edited) -> None:
    edited.restore("--to", "../before").ok()
    assert tree(shared.work / "before") == edited.snapshot
    assert tree(edited.folder) == edited.edited
    outside = shared.cli("restore", edited.run, "--yes")
    assert outside.code == 2 and "--to FOLDER" in outside.err


def test_a_link_in_the_way_is_refused_and_nothing_touched(shared: Sandbox, edited: Edited) -> None:
    elsewhere = shared.folder / "elsewhere"
    elsewhere.mkdir(exist_ok=True)
    (edited.folder / "data").symlink_to(elsewhere)
    before = tree(edited.folder)
    for refused in (edited.restore("--yes"), edited.restore("--dry-run")):
        assert refused.code == 5
        assert f"'data' in {edited.folder} is a link or a device" in refused.err and "move it away" in refused.err
    assert edited.rest.call("POST", f"/projects/{edited.id}/restore", {"run": edited.run}).status == 409
    assert tree(edited.folder) == before and list(elsewhere.iterdir()) == []
    assert backups(shared, edited.folder) == []


def test_a_run_without_a_snapshot_and_one_of_another_project(shared: Sandbox, rest: Rest, edited: Edited) -> None:
    bare = rest.make_run(experiment="bare")
    refused = edited.project.cli("restore", bare, "--yes")
    assert refused.code == 3 and f"run '{bare}' has no snapshot of its folder" in refused.err
    assert rest.call("POST", f"/projects/{edited.id}/restore", {"run": bare}).status == 404
    assert edited.project.cli("restore", "nobody", "--yes").code == 3

    foreign = run_of(rest, {"theirs.py": b"1"}, "foreign")
    told = edited.project.cli("restore", foreign)
    assert told.code == 2 and tree(edited.folder) == edited.edited
    assert f"run '{foreign}' belongs to experiment 'foreign' and {edited.folder} to" in told.err
    assert tree(edited.folder) == edited.edited


def test_two_restores_at_once_leave_one_of_the_two_states(shared: Sandbox, edited: Edited) -> None:
    others = {f"f{n:03}.py": str(n).encode() * 50 for n in range(200)}
    other = run_of(edited.rest, {**others, ".gitignore": edited.then[".gitignore"]}, edited.folder.name)
    states = [
        edited.restored,
        {
            **{path: edited.edited[path] for path in edited.KEPT},
            **{path: (False, body) for path, body in others.items()},
            ".gitignore": edited.snapshot[".gitignore"],
        },
    ]
    for _ in range(3):
        commands = [edited.project.start("restore", run, "--yes", "--to", edited.folder) for run in (edited.run, other)]
        answers = [
            edited.rest.call("POST", f"/projects/{edited.id}/restore", {"run": run}).status
            for run in (other, edited.run, other)
        ]
        ends = [command.wait() for command in commands]
        assert all(status in (200, 409) for status in answers), answers
        for end in ends:
            assert end.code in (0, 5), end.err
            said = ("is under way", "changed", "changes while it is read")
            assert end.code == 0 or any(words in end.err for words in said), end.err
        assert tree(edited.folder) in states
    assert not (edited.folder / STAGING).exists()


def test_what_a_killed_restore_left_is_told_of_and_removed_by_the_next(shared: Sandbox, edited: Edited) -> None:
    files = {"a.py": b"1", "train.py": b"later", "z.py": b"26"}
    lying = LyingServer()
    lying.serve_files(files)

    def never(handler: BaseHTTPRequestHandler) -> None:
        wait_until("the client is gone", lambda: killed, timeout=60)

    killed = False
    [last] = [place for place, lie in lying.lies.items() if lie.body == b"26"]
    lying.lies[last] = Lie(never)
    restoring = edited.project.start("restore", "r", "--yes", "--url", lying.url)
    wait_until("it has come to the last file", lambda: any(last in path for path in lying.asked))
    busy = edited.restore("--yes")
    assert busy.code == 5 and f"another restore of {edited.folder} is under way" in busy.err
    restoring.kill()
    killed = True
    lying.close()
    [backup] = backups(shared, edited.folder)
    left = tree(edited.folder)
    assert {path for path in left if path not in edited.edited} == {
        f"{STAGING}/{name}" for name in ("0", "1", "backup", "lock")
    } | ({f"{STAGING}/2"} & left.keys())
    assert {path: left[path] for path in edited.edited} == edited.edited

    sentence = (
        f"runlore: an earlier restore of {edited.folder} was stopped before its end;"
        f" what it overwrote or deleted is in {backup}\n"
    )
    assert edited.restore("--dry-run").ok().err == sentence
    assert edited.rest.call("POST", f"/projects/{edited.id}/restore", {"run": edited.run, "dryRun": True}).ok() == {
        **edited.ANSWER,
        "notice": sentence.removeprefix("runlore: ").rstrip(),
    }
    assert edited.restore("--yes").ok().err == sentence
    assert tree(edited.folder) == edited.restored
    with zipfile.ZipFile(backup) as zipped:
        assert zipped.read("train.py") == b"print(2)\n" and zipped.testzip() is None


BIG = random.Random(5).randbytes(3_000_000)


def test_a_full_disk_in_the_middle_leaves_the_folder_and_the_backup(shared: Sandbox, edited: Edited) -> None:
    """A limit on the size of files stands for the disk: it needs no rights, and is met in the middle of one."""
    big = run_of(edited.rest, {**edited.then, "big.bin": BIG}, edited.folder.name, frozenset({"run.sh"}))
    command = f'ulimit -f 1000; exec "$0" restore {big} --yes'
    full = shared.start_command(["bash", "-c", command, shared.root / "runlore"], edited.folder).wait()
    [backup] = backups(shared, edited.folder)
    assert full.code == 1 and "Exception" not in full.err
    assert "'big.bin' was not written: File too large" in full.err
    assert f"what was there is in {backup}; nothing in {edited.folder} was changed" in full.err
    assert tree(edited.folder) == edited.edited
    assert holds_what_was_lost(backup)
    edited.project.cli("restore", big, "--yes").ok()
    assert tree(edited.folder) == {**edited.restored, "big.bin": (False, BIG)}


def test_a_backup_that_cannot_be_written_stops_a_restore_before_it_begins(shared: Sandbox, edited: Edited) -> None:
    edited.project.write("big.bin", BIG)
    before = tree(edited.folder)
    command = f'ulimit -f 1000; exec "$0" restore {edited.run} --yes'
    full = shared.start_command(["bash", "-c", command, shared.root / "runlore"], edited.folder).wait()
    assert full.code == 1 and "Exception" not in full.err
    assert f"the backup in {shared.data / 'backups'} was not written: File too large" in full.err
    assert f"nothing in {edited.folder} was changed" in full.err
    assert tree(edited.folder) == before
    assert backups(shared, edited.folder) == []


@pytest.fixture
def small_disk(sandbox: Sandbox) -> Iterator[Path]:
    disk = sandbox.folder / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(disk)]
    mounted = subprocess.run(mount, check=False, capture_output=True, text=True)
    if os.geteuid() != 0 or mounted.returncode != 0:
        pytest.skip(f"no disk of two megabytes can be mounted here: {mounted.stderr.strip()}")
    yield disk
    subprocess.run(["umount", disk], check=True)


def test_a_disk_that_is_really_full_leaves_the_folder_and_the_backup(sandbox: Sandbox, small_disk: Path) -> None:
    rest = sandbox.serve().rest
    run = run_of(rest, {"a.py": b"then", "big.bin": BIG}, "disk")
    (small_disk / "a.py").write_bytes(b"now")
    full = sandbox.cli("restore", run, "--yes", "--to", small_disk)
    [backup] = backups(sandbox, small_disk)
    assert full.code == 1 and "Exception" not in full.err
    assert "'big.bin' was not written: No space left on device" in full.err and str(backup) in full.err
    assert tree(small_disk) == {"a.py": (False, b"now")}
    with zipfile.ZipFile(backup) as zipped:
        assert zipped.read("a.py") == b"now"
    project = rest.call("PUT", "/projects", {"root": str(small_disk), "experiment": "disk"}).ok()["id"]
    answered = rest.call("POST", f"/projects/{project}/restore", {"run": run})
    assert answered.status == 500 and "No space left on device" in answered.json()["detail"]
    assert tree(small_disk) == {"a.py": (False, b"now")}
    (small_disk / "a.py").write_bytes(b"x" * 1_900_000)
    smaller = run_of(rest, {"a.py": b"then"}, "disk")
    sandbox.cli("restore", smaller, "--yes", "--to", small_disk).ok()
    assert tree(small_disk) == {"a.py": (False, b"then")}
