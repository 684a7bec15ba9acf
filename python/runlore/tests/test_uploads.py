# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""What `upload` takes, and what is kept of it."""

from __future__ import annotations

import hashlib
import io
import os
import threading
from pathlib import Path
from typing import Any

import pytest

import runlore
from strict_server import StrictServer


class OnlyRead:
    """A stream that can do nothing but be read, as that of a network answer."""

    def __init__(self, body: bytes) -> None:
        self._stream = io.BytesIO(body)

    def read(self, size: int = -1) -> bytes:
        return self._stream.read(size)


def kept(server: StrictServer, run: runlore.Run) -> dict[str, tuple[bytes, int]]:
    """The bytes and the recorded size of each artifact by its path."""
    found = [record["artifact"] for record in server.stored(run.id) if "artifact" in record]
    return {artifact["path"]: (server.blobs[artifact["sha256"]], artifact["size"]) for artifact in found}


@pytest.mark.parametrize("body", [b"", b"\x00\xff\n", os.urandom(3 << 20)], ids=["empty", "short", "3 MiB"])
@pytest.mark.parametrize("stream", [io.BytesIO, OnlyRead])
def test_a_stream_is_kept_byte_by_byte(server: StrictServer, stream: Any, body: bytes) -> None:
    with runlore.start_run("streams", outputs=None) as run:
        run.upload(stream(body), "outputs/model.bin")
    assert kept(server, run) == {"outputs/model.bin": (body, len(body))}


def test_an_open_file_is_read_from_where_it_stands_and_left_open_at_its_end(server: StrictServer, home: Path) -> None:
    (home / "a.bin").write_bytes(b"0123456789")
    with runlore.start_run("streams", outputs=None) as run, open(home / "a.bin", "rb") as file:
        file.seek(4)
        run.upload(file, "rest.bin")
        assert file.tell() == 10
        run.upload(file, "end.bin")
        file.seek(0)
        run.upload(file, name="all.bin")
    assert kept(server, run) == {"rest.bin": (b"456789", 6), "end.bin": (b"", 0), "all.bin": (b"0123456789", 10)}


def test_a_pipe_is_read_to_its_end(server: StrictServer) -> None:
    reading, writing = os.pipe()

    def write() -> None:
        with open(writing, "wb") as pipe:
            pipe.write(bytes(200_000))

    thread = threading.Thread(target=write)
    thread.start()
    with runlore.start_run("streams", outputs=None) as run, open(reading, "rb") as pipe:
        run.upload(pipe, "piped.bin")
    thread.join()
    assert kept(server, run) == {"piped.bin": (bytes(200_000), 200_000)}


def test_a_stream_goes_elsewhere_when_the_spool_cannot_be_made(server: StrictServer, home: Path) -> None:
    (home / "data").write_text("no folder")
    with runlore.start_run("streams", outputs=None) as run:
        run.upload(OnlyRead(b"abc"), "a.bin")  # type: ignore[arg-type]
    assert kept(server, run) == {"a.bin": (b"abc", 3)}


def test_a_stream_is_read_again_when_the_spool_takes_only_a_part(
    server: StrictServer, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    from runlore._spool import SpoolFolder

    def full(folder: SpoolFolder, source: Any) -> Any:
        source.read(2)
        raise OSError("no space left")

    monkeypatch.setattr(SpoolFolder, "keep_file", full)
    with runlore.start_run("streams", outputs=None) as run:
        stream = io.BytesIO(b"0123456789")
        stream.seek(3)
        run.upload(stream, "again.bin")
        run.upload(OnlyRead(b"0123456789"), "lost.bin")  # type: ignore[arg-type]
    assert kept(server, run) == {"again.bin": (b"3456789", 7)}
    assert f"a stream was not kept as 'lost.bin' of run {run.id}: no space left" in capfd.readouterr().err


def closed() -> io.BytesIO:
    stream = io.BytesIO(b"abc")
    stream.close()
    return stream


@pytest.mark.parametrize(
    ("source", "name", "said"),
    [
        (io.BytesIO(b"a"), None, "upload of a stream needs a name but got none; give one, such as"),
        (io.StringIO("a"), "a.txt", "needs a binary stream but this one gives str; open it with 'rb'"),
        (closed(), "a.bin", "needs a stream to read but this one fails .*; open it with 'rb'"),
        (io.BytesIO(b"a"), "../a", "artifact path must not have"),
        (io.BytesIO(b"a"), 5, "the name of an upload must be a text but is int"),
        (b"a", "a.bin", "got bytes; wrap it in io.BytesIO"),
        (None, None, "the file of an upload must be a path but is None"),
        ("a\0b", None, "must not hold a NUL"),
        (".", None, r"'\.' is a folder; upload its files one by one, or put them in outputs/"),
        (".", "a.bin", r"'\.' is a folder"),
        (Path("folder"), None, "'folder' is a folder"),
        ("absent", None, "upload needs a file but 'absent' is none"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_the_next_step(home: Path, source: Any, name: Any, said: str) -> None:
    (home / "folder").mkdir()
    with runlore.start_run("refused", outputs=None) as run, pytest.raises(runlore.InvalidArgument, match=said):
        run.upload(source, name)


def test_the_same_bytes_are_one_blob_whichever_way_they_came(server: StrictServer, home: Path) -> None:
    (home / "a.bin").write_bytes(b"same")
    with runlore.start_run("streams", outputs=None) as run:
        run.upload("a.bin")
        run.upload(io.BytesIO(b"same"), "b.bin")
    assert kept(server, run) == {"a.bin": (b"same", 4), "b.bin": (b"same", 4)}
    assert list(server.blobs) == [hashlib.sha256(b"same").hexdigest()]


def test_an_upload_takes_no_lock_that_ctrl_c_could_leave_taken(server: StrictServer) -> None:
    with runlore.start_run("locks", outputs=None) as run:
        lock, run._recording._lock = run._recording._lock, _Untouchable()  # type: ignore[assignment]
        run.upload(io.BytesIO(b"abc"), "a.bin")
        run._recording._lock = lock
    assert kept(server, run) == {"a.bin": (b"abc", 3)}


class _Untouchable:
    def __enter__(self) -> None:
        raise AssertionError("taken")

    def __exit__(self, *_: object) -> None:
        raise AssertionError("released")
