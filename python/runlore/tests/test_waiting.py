# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
from __future__ import annotations

import pytest

from answering import Answer, AnsweringServer, Request, as_json, problem
from runlore import _waiting
from runlore._connection import Connection
from runlore._errors import ConnectionFailed, NotFound
from runlore._reading import wait


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_waiting, "_PAUSE", 0.01)


class Living:
    """A run that ends after some looks, with a log that grows by a piece a look."""

    def __init__(self, statuses: list[str], log: list[bytes], names: tuple[str, ...] = ()) -> None:
        self.statuses = statuses
        self.log = log
        self.names = names
        self.looks = 0

    def answer(self, request: Request) -> Answer:
        if request.path == "/api/v1/runs/r1":
            status = self.statuses[min(self.looks, len(self.statuses) - 1)]
            self.looks += 1
            return problem(503, "UNAVAILABLE", "busy") if status == "busy" else as_json({"id": "r1", "status": status})
        if "path" not in request.query:
            return as_json({"items": [{"path": name, "size": 1} for name in self.names]})
        written = b"".join(self.log[: self.looks])
        return Answer(
            200, written[int(request.query["from"]) :] if request.query["path"] == self.names[-1] else b"wrong log"
        )


@pytest.mark.parametrize("end", ["Completed", "Failed", "Canceled"])
def test_waiting_ends_with_the_run(end: str) -> None:
    living = Living(["NotStarted", "Queued", "Running", "Finalizing", end], [])
    with AnsweringServer(living.answer) as server:
        assert wait(Connection(server.url), "r1") == end
    assert living.looks == 5


def test_the_scripts_output_is_printed_as_it_grows(capsys: pytest.CaptureFixture[str]) -> None:
    names = ("azureml-logs/20_image_build_log.txt", "logs/99.txt", "azureml-logs/70_driver_log.txt")
    living = Living(["Running", "Running", "Completed"], [b"one\n\xc3", b"\xa9t", b"\xc3\xa9\nend\n"], names)
    with AnsweringServer(living.answer) as server:
        assert wait(Connection(server.url), "r1", show_output=True) == "Completed"
    assert capsys.readouterr().out == "one\nété\nend\n"


def test_a_run_without_a_log_prints_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with AnsweringServer(Living(["Running", "Completed"], []).answer) as server:
        assert wait(Connection(server.url), "r1", show_output=True) == "Completed"
    assert capsys.readouterr().out == ""


def test_waiting_gives_up_after_its_time() -> None:
    with AnsweringServer(Living(["Running"], []).answer) as server:
        with pytest.raises(TimeoutError, match=r"r1 has not ended within 0\.1 seconds"):
            wait(Connection(server.url), "r1", timeout=0.1)


def test_a_server_that_is_busy_for_a_while_is_waited_for() -> None:
    with AnsweringServer(Living(["Running", "busy", "busy", "Completed"], []).answer) as server:
        assert wait(Connection(server.url), "r1") == "Completed"


def test_a_server_that_stays_away_ends_the_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_waiting, "_PATIENCE", 0.1)
    with AnsweringServer(Living(["Running"], []).answer) as server:
        url = server.url
    with pytest.raises(ConnectionFailed):
        wait(Connection(url), "r1")


def test_an_unknown_run_is_not_waited_for() -> None:
    with AnsweringServer(lambda request: problem(404, "NOT_FOUND", "no such run")) as server:
        with pytest.raises(NotFound):
            wait(Connection(server.url), "r1")
