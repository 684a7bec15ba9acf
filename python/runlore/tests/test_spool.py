# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""The spool on the disk: what is on it, what a crash leaves of it, and what happens when it cannot be written."""

from __future__ import annotations

import itertools
import json
import os
import signal
import sys
import time
from pathlib import Path

import pytest

import runlore
from answering import AnsweringServer, problem
from runlore import _writer
from runlore._backlog import Backlog
from runlore._connection import Connection
from runlore._delivery import Delivery
from runlore._segments import FileSegment, MemorySegment, Segment
from runlore._spool import SpoolFolder, folders
from runlore._sync import _drain
from scripts import run_script, sync
from strict_server import StrictServer

WRITER = "0b0f7f2e-1111-4222-8333-444455556666"

posix = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals and limits")


def writer_folder(home: Path, run: str) -> Path:
    """The only writer's folder of a run."""
    (folder,) = (home / "data" / "spool" / run).iterdir()
    return folder


def dead_spool(home: Path, run: str, *segments: bytes) -> Path:
    """A spool that a dead writer left."""
    folder = home / "data" / "spool" / run / WRITER
    folder.mkdir(parents=True)
    (folder / "spool.json").write_text('{"format": 1}')
    (folder / "lock").touch()
    for index, data in enumerate(segments):
        (folder / f"{index:06}.ndjson").write_bytes(data)
    return folder


def lines(first: int, count: int) -> bytes:
    """Records as a writer writes them."""
    return b"".join(b'{"n":%d,"t":1700000000000,"m":"loss","v":%d}\n' % (n, n) for n in range(first, first + count))


def test_a_line_is_on_the_disk_when_log_returns_exactly_as_the_format_says(home: Path) -> None:
    with runlore.start_run("format", run_id="r1") as run:
        folder = writer_folder(home, "r1")
        assert json.loads((folder / "spool.json").read_text()) == {"format": 1}
        before = (folder / "000000.ndjson").stat().st_size
        run.log("loss", 0.25, step=3, time=1_700_000_000.0015)
        assert (folder / "000000.ndjson").read_bytes()[before:] == (
            b'{"n":1,"t":1700000000002,"m":"loss","v":0.25,"s":3}\n'
        )
        created = json.loads((folder / "000000.ndjson").read_text().splitlines()[0])
        assert created["n"] == 0
        assert created["create"]["writer"]["pid"] == os.getpid()
        assert oct((home / "data" / "spool").stat().st_mode & 0o777) == "0o700"
        assert oct((home / "data").stat().st_mode & 0o777) == "0o700"


def test_segments_are_cut_and_deleted_whole_once_they_are_acknowledged(
    server: StrictServer, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_writer, "SEGMENT_BYTES", 2000)
    server.script = lambda *_: (503, {"detail": "not now"})
    with runlore.start_run("segments") as run:
        for i in range(500):
            run.log("loss", i)
        folder = writer_folder(home, run.id)
        assert len(list(folder.glob("*.ndjson"))) > 10
        server.script = None
        assert run.flush()
        assert len(list(folder.glob("*.ndjson"))) == 1
    assert server.values(run.id, "loss") == list(range(500))


def test_a_torn_last_line_is_dropped_and_the_whole_ones_arrive(server: StrictServer, home: Path) -> None:
    dead_spool(home, "torn", lines(0, 3) + b'{"n":3,"t":17000', lines(3, 2) + b"\x00\x00")
    assert sync().code == 0
    assert server.values("torn", "loss") == [0, 1, 2, 3, 4]


def test_a_line_that_is_no_json_is_rejected_and_the_rest_arrives(server: StrictServer, home: Path) -> None:
    dead_spool(home, "bad", lines(0, 2) + b"garbage\n" + lines(3, 2))
    done = sync()
    assert (done.code, done.out) == (0, "run bad: 5 records delivered, 1 of them rejected (the run's page says why)\n")
    assert server.values("bad", "loss") == [0, 1, 3, 4]


def test_a_segment_that_is_missing_is_a_gap(server: StrictServer, home: Path) -> None:
    folder = dead_spool(home, "hole", lines(0, 2), lines(2, 2), lines(4, 2))
    (folder / "000001.ndjson").unlink()
    assert sync().code == 0
    assert server.values("hole", "loss") == [0, 1, 4, 5]
    assert server.gaps == [("hole", WRITER, 2, 4)]


def test_sync_goes_on_with_shorter_requests_after_one_that_did_not_get_through_in_time(
    server: StrictServer, home: Path
) -> None:
    lengths: list[int] = []

    def slow(_method: str, _path: str, _query: dict[str, str], body: bytes) -> None:
        lengths.append(len(body))
        if len(body) > 60_000:
            time.sleep(1.0)

    server.script = slow
    folder = SpoolFolder.adopt(str(dead_spool(home, "r1", lines(0, 2000))))
    assert folder is not None
    connection = Connection(server.url, timeout=0.3)
    delivery = Delivery("r1", folder.writer, folder.backlog(), folder, lambda: connection)
    _drain(delivery)
    folder.close()
    assert delivery.trouble is None
    assert server.values("r1", "loss") == list(range(2000))
    assert lengths[0] > 60_000
    assert all(length <= 60_000 for length in lengths[1:])


def test_waits_for_a_server_double_up_to_half_a_minute_and_no_two_clients_wait_alike(home: Path) -> None:
    folder = SpoolFolder.adopt(str(dead_spool(home, "r1", lines(0, 5))))
    assert folder is not None
    clients = [Delivery("r1", folder.writer, folder.backlog(), folder, lambda: None) for _ in range(20)]
    for attempt in range(12):
        longest = min(30.0, 0.5 * 2.0**attempt)
        waits = []
        for client in clients:
            client.hurry()
            wait = client.step()
            assert wait is not None
            assert longest / 2 <= wait <= longest
            waits.append(wait)
        assert max(waits) - min(waits) > longest / 10
    folder.close()


@pytest.mark.parametrize("status", [429, 503])
def test_a_server_that_has_too_much_to_do_is_left_alone_as_long_as_it_says(home: Path, status: int) -> None:
    folder = SpoolFolder.adopt(str(dead_spool(home, "r1", lines(0, 5))))
    assert folder is not None
    busy = problem(status, "RATE_LIMITED", "too much at once")
    with AnsweringServer(lambda _: busy._replace(headers={**busy.headers, "Retry-After": "7"})) as server:
        delivery = Delivery("r1", folder.writer, folder.backlog(), folder, lambda: Connection(server.url))
        wait = delivery.step()
    folder.close()
    assert wait is not None and wait >= 7.0
    assert delivery.trouble is not None and not delivery.stopped


def test_what_was_stored_before_is_not_stored_again(server: StrictServer, home: Path) -> None:
    dead_spool(home, "twice", lines(0, 5))
    assert sync().code == 0
    dead_spool(home, "twice", lines(0, 8))
    assert sync().code == 0
    assert server.values("twice", "loss") == list(range(8))


@pytest.mark.parametrize("settings", ['{"format": 2}', "{", "[]", ""])
def test_a_spool_that_this_version_cannot_read_is_left_alone(home: Path, settings: str) -> None:
    folder = dead_spool(home, "later", lines(0, 1))
    (folder / "spool.json").write_text(settings)
    assert SpoolFolder.adopt(str(folder)) is None
    assert (folder / "000000.ndjson").read_bytes() == lines(0, 1)


def test_a_process_does_not_adopt_what_it_holds_itself(home: Path) -> None:
    with runlore.start_run("held", run_id="held"):
        (path,) = folders(str(home / "data" / "spool"))
        assert SpoolFolder.adopt(path) is None


def test_a_file_may_be_overwritten_in_place_right_after_upload(server: StrictServer, home: Path) -> None:
    server.script = lambda *_: (503, {"detail": "not now"})
    checkpoint = home / "model.bin"
    with runlore.start_run("files") as run:
        for epoch in range(3):
            checkpoint.write_bytes(b"epoch %d" % epoch)
            run.upload(checkpoint, f"outputs/{epoch}.bin")
        checkpoint.unlink()
        assert len(list(writer_folder(home, run.id).glob("files/*"))) == 3
        server.script = None
        assert run.flush(10)
        assert list(writer_folder(home, run.id).glob("files/*")) == []
    assert sorted(server.blobs.values()) == [b"epoch 0", b"epoch 1", b"epoch 2"]


def test_blobs_come_before_the_records_that_name_them(server: StrictServer, home: Path) -> None:
    (home / "a").write_bytes(b"a")
    with runlore.start_run("order") as run:
        run.upload("a")
    methods = [method for method, path, _ in server.requests if "blobs" in path or "records" in path]
    assert methods.index("PUT") < len(methods) - 1 - methods[::-1].index("POST")
    assert [record["artifact"]["path"] for record in server.stored(run.id) if "artifact" in record] == ["a"]


@pytest.mark.parametrize("name", ["../x", "/x", "a\\b", "a/../b", "", "x" * 1025])
def test_an_upload_refuses_names_that_no_artifact_may_have(home: Path, name: str) -> None:
    (home / "a").write_bytes(b"a")
    with runlore.start_run("names") as run, pytest.raises(runlore.InvalidArgument, match="artifact path"):
        run.upload("a", name)


def test_an_upload_of_nothing_says_so(home: Path) -> None:
    with runlore.start_run("names") as run, pytest.raises(runlore.InvalidArgument, match="upload needs a file but"):
        run.upload("absent.bin")


def test_a_spool_that_cannot_be_made_keeps_records_in_memory_and_delivers_them(
    server: StrictServer, home: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "file").write_text("in the way")
    monkeypatch.setenv("RUNLORE_SPOOL", str(home / "file" / "spool"))
    (home / "model.bin").write_bytes(b"weights")
    with runlore.start_run("memory") as run:
        for i in range(1000):
            run.log("loss", i)
        run.upload("model.bin")
        assert run.flush()
    assert server.values(run.id, "loss") == list(range(1000))
    assert list(server.blobs.values()) == [b"weights"]
    assert capfd.readouterr().err.count("cannot be written") == 1


def test_when_memory_is_full_the_newest_are_dropped_counted_and_told_once(
    server: StrictServer, home: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "file").write_text("in the way")
    monkeypatch.setenv("RUNLORE_SPOOL", str(home / "file" / "spool"))
    monkeypatch.setattr(_writer, "MEMORY_BYTES", 20_000)
    monkeypatch.setattr(_writer, "MEMORY_SEGMENT_BYTES", 2_000)
    server.script = lambda *_: (503, {"detail": "not now"})
    with runlore.start_run("dropped") as run:
        for i in range(1000):
            run.log("loss", i)
        server.script = None
        assert run.flush(10)
        run.log("loss", 1000)
        assert run.flush()
    stored = server.values(run.id, "loss")
    kept = len(stored) - 1
    assert stored == [*range(kept), 1000]
    assert [record["dropped"] for record in server.stored(run.id) if "dropped" in record] == [1000 - kept]
    assert capfd.readouterr().err.count("the newest records of run") == 1


@posix
def test_a_disk_that_is_full_again_and_again_is_told_of_once(server: StrictServer) -> None:
    ended = run_script(
        """
        import resource, runlore
        run = runlore.start_run("full", outputs=None)
        hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
        for i in range(3):
            resource.setrlimit(resource.RLIMIT_FSIZE, (5000, hard))
            for j in range(1000):
                run.log("loss", 1000 * i + j)
            resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
            run._recording._writer.tend()
            assert not run._recording._writer._full
        run.complete()
        print(run.id)
        """
    )
    assert (ended.code, ended.err.count("\n")) == (0, 1), ended.err
    assert server.values(ended.out.strip(), "loss") == list(range(3000))


@posix
def test_a_disk_that_fills_up_and_empties_again_loses_nothing(server: StrictServer) -> None:
    ended = run_script(
        """
        import resource, time, runlore
        run = runlore.start_run("full")
        hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
        resource.setrlimit(resource.RLIMIT_FSIZE, (5000, hard))
        for i in range(1000):
            run.log("loss", i)
        resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
        time.sleep(2.5)
        for i in range(1000, 1500):
            run.log("loss", i)
        sizes = [type(segment).__name__ for segment in run._recording._writer.backlog.segments]
        run.complete()
        print(run.id, sizes[-1])
        """
    )
    run, last_segment = ended.out.split()
    assert (ended.code, ended.err.count("\n")) == (0, 1)
    assert "cannot be written" in ended.err
    assert last_segment == "FileSegment"
    assert server.values(run, "loss") == list(range(1500))


@posix
def test_records_that_return_to_a_disk_survive_a_kill(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ended = run_script(
        """
        import os, resource, signal, time, runlore
        run = runlore.start_run("full")
        hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
        resource.setrlimit(resource.RLIMIT_FSIZE, (5000, hard))
        for i in range(1000):
            run.log("loss", i)
        resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
        time.sleep(2.5)
        print(run.id, flush=True)
        os.kill(os.getpid(), signal.SIGKILL)
        """
    )
    server = StrictServer()
    monkeypatch.setenv("RUNLORE_URL", server.url)
    assert sync().code == 0
    assert server.values(ended.out.strip(), "loss") == list(range(1000))
    server.stop()


@posix
def test_an_interrupt_at_any_moment_leaves_the_numbers_right(server: StrictServer) -> None:
    class Interrupted(BaseException):
        pass

    inside = False

    def interrupt(*_: object) -> None:
        if inside:
            raise Interrupted

    returned: list[int] = []
    interrupts = 0
    previous = signal.signal(signal.SIGALRM, interrupt)
    with runlore.start_run("interrupts") as run:
        for i in range(3000):
            try:
                signal.setitimer(signal.ITIMER_REAL, (i % 60 + 1) * 1e-6)
                inside = True
                run.log("loss", i)
                returned.append(i)
                inside = False
            except Interrupted:
                inside = False
                interrupts += 1
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, previous)
        run.log("loss", -1)
        assert run.flush()
    assert interrupts > 100
    stored = server.values(run.id, "loss")
    assert stored[-1] == -1
    assert stored[:-1] == sorted(set(stored[:-1]))
    assert set(returned) <= set(stored)
    assert run._recording._sending is None


@posix
def test_an_interrupt_while_the_sender_is_woken_leaves_no_lock_taken(
    server: StrictServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Interrupted(BaseException):
        pass

    inside = False

    def interrupt(*_: object) -> None:
        if inside:
            raise Interrupted

    monkeypatch.setattr(_writer, "_WAKE_BYTES", 1)  # so that each call wakes
    previous = signal.signal(signal.SIGALRM, interrupt)
    with runlore.start_run("interrupts") as run:
        for i in range(20_000):
            try:
                signal.setitimer(signal.ITIMER_REAL, (i % 60 + 1) * 1e-6)
                inside = True
                run.log("loss", i)
                inside = False
            except Interrupted:
                inside = False
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, previous)
        assert run.flush()
    assert run._recording._sending is None


@posix
def test_a_signal_handler_may_log_while_its_thread_logs(server: StrictServer) -> None:
    with runlore.start_run("handler") as run:
        numbers = itertools.count()

        def log_too(*_: object) -> None:
            run.log("handler", next(numbers))

        previous = signal.signal(signal.SIGALRM, log_too)
        signal.setitimer(signal.ITIMER_REAL, 1e-4, 1e-4)
        for i in range(20_000):
            run.log("loss", i)
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, previous)
    assert server.values(run.id, "loss") == list(range(20_000))
    assert sorted(server.values(run.id, "handler")) == list(range(next(numbers)))


def test_a_record_that_no_request_can_hold_is_refused_with_a_warning(
    server: StrictServer, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(_writer, "RECORD_BYTES", 1000)
    monkeypatch.setattr(_writer, "_BRISK_BYTES", 500)
    with runlore.start_run("wide") as run:
        run.log("text", "x" * 2000)
        run.log("loss", 1)
    assert server.values(run.id, "loss") == [1]
    (warning,) = [record["warning"] for record in server.stored(run.id) if "warning" in record]
    assert warning == "record 1 must be at most 1000 bytes but has 2044; it was not kept: log it in parts"
    assert warning in capfd.readouterr().err


def segments_of(tmp_path: Path) -> list[Segment]:
    """A file of 10 records, 5 in memory, a file of 5 more."""
    first, third = FileSegment.create(str(tmp_path / "a"), 0, 0), FileSegment.create(str(tmp_path / "b"), 2, 15)
    second = MemorySegment(1, 10)
    for segment, count in ((first, 10), (second, 5), (third, 5)):
        segment.append(lines(segment.first, count), count)
    return [first, second, third]


@pytest.mark.parametrize("limit", [1, 60, 100, 10_000])
def test_a_backlog_is_read_in_whole_lines_across_files_and_memory(tmp_path: Path, limit: int) -> None:
    backlog = Backlog(segments_of(tmp_path))
    read = b""
    while (batch := backlog.read(limit)) is not None:
        assert batch.first == backlog.next
        assert len(batch.data) <= limit or batch.count == 1
        read += batch.data
        backlog.acknowledge(batch.end)
    assert read == lines(0, 20)
    assert (backlog.pending, len(backlog.segments)) == (0, 1)


def test_a_backlog_goes_back_to_any_record_that_is_still_there(tmp_path: Path) -> None:
    backlog = Backlog(segments_of(tmp_path))
    backlog.acknowledge(17)
    for number in (15, 16, 17, 19):
        assert backlog.seek(number) == number
        batch = backlog.read(10_000)
        assert batch is not None
        assert (batch.first, batch.data) == (number, lines(number, 20 - number))
    assert backlog.seek(3) == 15


def test_half_a_line_that_a_full_disk_took_is_taken_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    segment = FileSegment.create(str(tmp_path / "a"), 0, 0)
    segment.append(lines(0, 1))
    real = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, data: real(descriptor, data[:7]))
    with pytest.raises(OSError, match="No space left"):
        segment.append(lines(1, 1))
    monkeypatch.undo()
    segment.append(lines(1, 1))
    assert (tmp_path / "a").read_bytes() == lines(0, 2)
    assert (segment.size, segment.count) == (len(lines(0, 2)), 2)


def test_a_spool_is_synced_to_the_disk_about_once_a_second(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[float] = []
    real = os.fsync

    def fsync(descriptor: int) -> None:
        synced.append(time.monotonic())
        real(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    with runlore.start_run("sync") as run:
        end = time.monotonic() + 2.6
        while time.monotonic() < end:
            run.log("loss", 1)
            time.sleep(0.01)
    assert 2 <= len(synced) <= 6
