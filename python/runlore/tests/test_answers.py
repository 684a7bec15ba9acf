# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Every class of answer, and what the sender makes of it: nothing is lost, nothing is stored twice."""

from __future__ import annotations

import time
from typing import Any, Callable

import pytest

import runlore
from runlore import _delivery, _sender
from strict_server import Answer, StrictServer, problem

Scripted = Callable[[str, str, dict[str, str], bytes], "Answer | None"]


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waits that a test has time for."""
    monkeypatch.setattr(_delivery, "FIRST_WAIT", 0.02)
    monkeypatch.setattr(_sender, "TELL_AFTER", 0.1)


def first_posts(count: int, answer: Callable[[], Answer]) -> Scripted:
    """Answer the first POSTs of records in another way."""
    left = [count]

    def script(method: str, path: str, query: dict[str, str], body: bytes) -> Answer | None:
        if not path.endswith("/records") or left[0] == 0:
            return None
        left[0] -= 1
        return answer()

    return script


def posts(server: StrictServer) -> list[int]:
    """The first record of each request."""
    return [int(query["first"]) for _, path, query in server.requests if path.endswith("/records")]


@pytest.mark.parametrize("status", [401, 403, 404, 408, 429, 500, 502, 503])
def test_these_answers_keep_everything_and_the_records_come_later(server: StrictServer, status: int) -> None:
    server.script = first_posts(3, lambda: problem(status, "SOME_CODE", "not now"))
    with runlore.start_run("kept") as run:
        run.log("loss", 1)
        assert run.flush(10)
        run.log("loss", 2)
    assert server.values(run.id, "loss") == [1, 2]
    assert len(posts(server)) >= 4


def test_a_long_outage_is_told_once_and_again_only_after_recovery(
    server: StrictServer, capfd: pytest.CaptureFixture[str]
) -> None:
    server.script = lambda *_: problem(503, "UNAVAILABLE", "not now")
    with runlore.start_run("outage") as run:
        run.log("loss", 1)
        time.sleep(0.8)
        server.script = None
        assert run.flush(10)
    err = capfd.readouterr().err
    assert err.count("\n") == 1
    assert "503: not now" in err
    assert "`python -m runlore sync` delivers them" in err


def test_retry_after_is_waited_for(server: StrictServer) -> None:
    server.script = first_posts(1, lambda: problem(429, "RATE_LIMITED", "slow down", headers={"Retry-After": "1"}))
    begun = time.monotonic()
    with runlore.start_run("patience") as run:
        while len(posts(server)) < 2:
            time.sleep(0.01)
    assert time.monotonic() - begun >= 1.0
    assert server.statuses(run.id) == ["Completed"]


def test_a_413_halves_the_request_until_it_fits(server: StrictServer) -> None:
    with runlore.start_run("large") as run:
        assert run.flush()
        server.longest_body = 600
        for i in range(100):
            run.log("loss", i)
        assert run.flush()
    assert server.values(run.id, "loss") == list(range(100))


def test_a_record_that_alone_is_too_large_becomes_a_warning_of_the_run(server: StrictServer) -> None:
    with runlore.start_run("huge") as run:
        assert run.flush()
        server.longest_body = 400
        run.log("before", 1)
        run.log("text", "x" * 1000)
        run.log("after", 2)
        assert run.flush()
    assert (server.values(run.id, "before"), server.values(run.id, "after")) == ([1], [2])
    assert server.values(run.id, "text") == []
    warnings = [record["warning"] for record in server.stored(run.id) if "warning" in record]
    assert len(warnings) == 1
    assert "more than the server takes" in warnings[0]


@pytest.mark.parametrize("status", [400, 405, 410, 415, 422])
def test_any_other_4xx_stops_the_sender_and_keeps_the_spool(
    server: StrictServer, status: int, capfd: pytest.CaptureFixture[str], home: Any
) -> None:
    server.script = lambda *_: problem(status, "SOME_CODE", "never")
    with runlore.start_run("stopped") as run:
        run.log("loss", 1)
        assert not run.flush(10)
        sent = len(posts(server))
        run.log("loss", 2)
        time.sleep(0.5)
        assert len(posts(server)) == sent == 1
    assert f"the server answered {status}: never" in capfd.readouterr().err
    lines = next((home / "data" / "spool" / run.id).glob("*/000000.ndjson")).read_text().splitlines()
    assert [line.partition(',"m"')[2] for line in lines if '"m"' in line] == [':"loss","v":1}', ':"loss","v":2}']


def test_a_server_that_has_less_than_was_acknowledged_gets_it_again(server: StrictServer) -> None:
    with runlore.start_run("behind") as run:
        run.log("loss", 1)
        assert run.flush()
        key = next(iter(server.next))
        server.next[key] = 1
        del server.records[key][1]
        run.log("loss", 2)
        assert run.flush()
    assert server.values(run.id, "loss") == [1, 2]
    assert server.gaps == []


def test_records_that_are_gone_here_and_there_are_a_gap(server: StrictServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("runlore._writer.SEGMENT_BYTES", 500)
    with runlore.start_run("gap") as run:
        for i in range(50):
            run.log("loss", i)
        assert run.flush()
        run.log("loss", 50)
        assert run.flush()
        key = next(iter(server.next))
        server.records[key].clear()
        server.next[key] = 0
        run.log("loss", 51)
        assert run.flush()
    (gap,) = server.gaps
    assert gap[2] == 0
    stored = server.values(run.id, "loss")
    assert stored == list(range(52 - len(stored), 52))
    assert gap[3] == min(server.records[key])


def test_a_file_that_the_server_has_lost_is_sent_again(server: StrictServer, home: Any) -> None:
    (home / "model.bin").write_bytes(b"weights")
    lost = [True]

    def forget(method: str, path: str, query: dict[str, str], body: bytes) -> Answer | None:
        if method == "POST" and b'"artifact"' in body and lost[0]:
            lost[0] = False
            server.blobs.clear()
        return None

    server.script = forget
    with runlore.start_run("lost") as run:
        run.upload("model.bin")
        assert run.flush(10)
    assert list(server.blobs.values()) == [b"weights"]
    assert [r["artifact"]["path"] for r in server.stored(run.id) if "artifact" in r] == ["model.bin"]


def test_a_file_that_is_gone_for_good_holds_nothing_else_back(
    server: StrictServer, home: Any, capfd: pytest.CaptureFixture[str]
) -> None:
    server.script = lambda *_: problem(503, "UNAVAILABLE", "not yet")
    (home / "model.bin").write_bytes(b"weights")
    with runlore.start_run("gone") as run:
        run.upload("model.bin")
        run.log("after", 1)
        for kept in (home / "data" / "spool").glob("*/*/files/*"):
            kept.unlink()
        server.script = None
        assert run.flush(10)
    assert server.values(run.id, "after") == [1]
    (warning,) = [record["warning"] for record in server.stored(run.id) if "warning" in record]
    assert "its bytes are gone from the spool" in warning
    assert warning in capfd.readouterr().err


def test_a_file_that_was_damaged_on_its_way_is_sent_again(server: StrictServer, home: Any) -> None:
    (home / "model.bin").write_bytes(b"weights")
    puts: list[bytes] = []

    def damage(method: str, path: str, query: dict[str, str], body: bytes) -> Answer | None:
        if method == "PUT":
            puts.append(body)
        return problem(400, "INVALID_ARGUMENT", "other bytes came") if method == "PUT" and len(puts) == 1 else None

    server.script = damage
    with runlore.start_run("damaged") as run:
        run.upload("model.bin")
        assert run.flush(10)
    assert puts == [b"weights", b"weights"]
    assert [r["artifact"]["path"] for r in server.stored(run.id) if "artifact" in r] == ["model.bin"]


def test_a_file_that_never_arrives_as_it_is_holds_nothing_else_back(
    server: StrictServer, home: Any, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("runlore._delivery.FIRST_WAIT", 0.01)
    (home / "model.bin").write_bytes(b"weights")
    server.script = lambda method, *_: problem(400, "INVALID_ARGUMENT", "other bytes") if method == "PUT" else None
    with runlore.start_run("refused") as run:
        run.upload("model.bin")
        run.log("after", 1)
        assert run.flush(10)
    assert server.values(run.id, "after") == [1]
    (warning,) = [record["warning"] for record in server.stored(run.id) if "warning" in record]
    assert "could not be sent: other bytes" in warning
    assert warning in capfd.readouterr().err


def test_requests_become_shorter_until_a_slow_network_brings_them_in_time(
    server: StrictServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("runlore._delivery.FIRST_WAIT", 0.01)
    monkeypatch.setattr("runlore._delivery.PROMPT", 0.1)
    monkeypatch.setattr("runlore._connection.Connection.__init__.__defaults__", (None, 0.5))
    late: list[int] = []

    def slow(method: str, path: str, query: dict[str, str], body: bytes) -> Answer | None:
        if len(body) < 24_000:
            time.sleep(0.15)  # in time, but not promptly
            return None
        late.append(len(body))
        time.sleep(1)
        return problem(503, "UNAVAILABLE", "too late for anybody to hear")

    with runlore.start_run("slow") as run:
        assert run.flush(10)
        server.script = slow
        for i in range(1000):
            run.log("text", f"{i} " + "x" * 100)
        assert run.flush(30)
        assert server.values(run.id, "text") == [f"{i} " + "x" * 100 for i in range(1000)]
    assert late == sorted(late, reverse=True)  # no request was longer again than one that did not get through


def test_a_server_that_stops_in_the_middle_blocks_no_call_and_gets_everything_when_it_is_back(
    server: StrictServer,
) -> None:
    slowest = 0.0
    with runlore.start_run("restart") as run:
        run.log("loss", 0)
        assert run.flush()
        server.stop()
        for i in range(1, 2000):
            begun = time.monotonic()
            run.log("loss", i)
            slowest = max(slowest, time.monotonic() - begun)
        assert not run.flush(0.3)
        again = server.again()
        assert run.flush(20)
        run.log("loss", 2000)
    assert again.values(run.id, "loss") == list(range(2001))
    assert slowest < 1.0
    again.stop()


def test_a_server_that_never_answers_blocks_no_call(server: StrictServer) -> None:
    def hang(*_: Any) -> None:
        time.sleep(1.5)

    with runlore.start_run("silent") as run:
        server.script = hang
        begun = time.monotonic()
        for i in range(1000):
            run.log("loss", i)
        assert time.monotonic() - begun < 1.0
        assert not run.flush(0.2)
        assert time.monotonic() - begun < 1.5
        server.script = None
    assert server.values(run.id, "loss") == list(range(1000))


def test_bodies_to_another_machine_are_compressed(server: StrictServer, monkeypatch: pytest.MonkeyPatch) -> None:
    import re

    monkeypatch.setattr(_delivery, "_LOOPBACK", re.compile("nothing"))
    with runlore.start_run("gzip") as run:
        for i in range(200):
            run.log("loss", i)
    assert "gzip" in server.encodings
    assert server.values(run.id, "loss") == list(range(200))


def test_the_sender_beats_while_the_run_lives_and_not_after(
    server: StrictServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_sender, "HEARTBEAT_EVERY", 0.2)

    def beats() -> int:
        return sum(path == f"/api/v1/runs/{run.id}/heartbeat" for _, path, _ in server.requests)

    with runlore.start_run("beat") as run:
        end = time.monotonic() + 10
        while beats() < 2 and time.monotonic() < end:
            time.sleep(0.05)
    after = beats()
    time.sleep(0.6)
    assert beats() == after >= 2
    assert next(record["create"]["heartbeat"] for record in server.stored(run.id) if "create" in record) is True
