# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Which files of a folder a snapshot holds: the cases that every implementation replays, and the limits."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path
from typing import Any

import pytest

from runlore import InvalidArgument, _folder
from runlore._folder import Folder, OutOfTime
from runlore._manifest import Entry, blobs_of, manifest_of, snapshot_id

EXAMPLES = Path(__file__).resolve().parents[3] / "spec" / "examples" / "snapshot"
posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")


def cases(name: str) -> list[Any]:
    found = json.loads((EXAMPLES / name).read_text(encoding="utf-8"))["cases"]
    return [pytest.param(case, id=case["case"]) for case in found]


def write(root: Path, path: str, text: str = "x") -> None:
    place = root / (path + "inside" if path.endswith("/") else path)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(text.encode())


def make(root: Path, case: dict[str, Any]) -> None:
    for path in (path for kind in ("kept", "left", "secrets", "unnameable") for path in case.get(kind, ())):
        write(root, path)
    for name in ("amlignore", "gitignore"):
        if name in case:
            write(root, f".{name}", case[name])
    for path, text in case.get("texts", {}).items():
        write(root, path, text)
    for path, target in case.get("links", {}).items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).symlink_to(target)


@posix
@pytest.mark.parametrize("case", [*cases("ignore.json"), *cases("left-out.json")])
def test_a_walk_finds_what_the_examples_say(tmp_path: Path, case: dict[str, Any]) -> None:
    make(tmp_path, case)
    folder = Folder(str(tmp_path))
    found = [file.path for file in folder.files], folder.secrets, folder.unnameable
    assert found == (case["kept"], case.get("secrets", []), case.get("unnameable", []))


@posix
@pytest.mark.parametrize("case", cases("manifests.json"))
def test_a_manifest_and_its_id_are_those_of_the_examples(case: dict[str, Any]) -> None:
    import hashlib

    texts = {file["path"]: file["text"].encode() for file in case["files"]}
    manifest = manifest_of(
        Entry(file["path"], file.get("executable", False), hashlib.sha256(text).hexdigest(), len(text))
        for file, text in zip(case["files"], texts.values())
    )
    assert (manifest.decode(), snapshot_id(manifest)) == (case["manifest"], case["id"])
    assert sorted(blobs_of(manifest)) == sorted(hashlib.sha256(text).hexdigest() for text in texts.values())


@posix
def test_a_name_that_is_not_utf_8_is_listed_with_a_replacement(tmp_path: Path) -> None:
    with open(os.path.join(os.fsencode(tmp_path), b"caf\xe9.txt"), "wb"):
        pass
    folder = Folder(str(tmp_path))
    assert (folder.files, folder.unnameable) == ([], ["caf\N{REPLACEMENT CHARACTER}.txt"])


@posix
def test_pipes_and_sockets_are_left_out(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    write(tmp_path, "a.py")
    assert [file.path for file in Folder(str(tmp_path)).files] == ["a.py"]


def test_folders_of_our_own_are_left_out(tmp_path: Path) -> None:
    write(tmp_path, "my-spool/r1/x")
    write(tmp_path, "a.py")
    assert [file.path for file in Folder(str(tmp_path), (str(tmp_path / "my-spool"),)).files] == ["a.py"]


def test_too_many_files_are_refused_and_the_largest_folders_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_folder, "MOST_FILES", 4)
    for path in ("data/1", "data/2", "data/3", "src/a", "b"):
        write(tmp_path, path)
    with pytest.raises(InvalidArgument) as refused:
        Folder(str(tmp_path)).check_size()
    text = str(refused.value)
    assert text.startswith(f"a snapshot must have at most 4 files and 300 MiB but {str(tmp_path)!r} has 5 files;")
    assert text.endswith(
        "name in .amlignore what the script does without, most is in: data/ (3 files), b (1 files), src/ (1 files)"
    )


def test_too_many_bytes_are_refused_and_the_largest_files_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_folder, "MOST_BYTES", 1 << 20)
    write(tmp_path, "big.csv", "x" * (1 << 20))
    Folder(str(tmp_path)).check_size()
    write(tmp_path, "a.py", "y")
    with pytest.raises(
        InvalidArgument, match=r"at most 2000 files and 1 MiB but .* has 1\.0 MiB; .*big\.csv \(1048576 "
    ):
        Folder(str(tmp_path)).check_size()


def test_a_walk_gives_up_when_its_time_is_over(tmp_path: Path) -> None:
    write(tmp_path, "a.py")
    with pytest.raises(OutOfTime):
        Folder(str(tmp_path), until=time.monotonic())


@pytest.mark.parametrize("paths", [("a.py", "A.py"), ("caf\u00e9", "cafe\u0301"), ("a", "a/b"), ("D/x", "d/y")])
def test_files_that_meet_on_some_machines_are_refused(paths: tuple[str, str]) -> None:
    with pytest.raises(InvalidArgument, match="must not have both"):
        manifest_of(Entry(path, False, "0" * 64, 0) for path in paths)
