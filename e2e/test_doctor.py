# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""What `runlore doctor` says of a history that was damaged, and what its repair leaves."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Iterator

from harness.product import Sandbox

OCTETS = {"Content-Type": "application/octet-stream"}


@contextlib.contextmanager
def database(sandbox: Sandbox) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(sandbox.data / "runlore.db")
    try:
        with connection:
            yield connection
    finally:
        connection.close()


def problems(printed: str) -> list[str]:
    return [line for line in printed.splitlines() if line.startswith("problem ")]


def test_a_damaged_row_is_an_error_that_names_its_run_until_it_is_set_aside(sandbox: Sandbox) -> None:
    rest = sandbox.serve().rest
    bad, good = rest.make_run(id="bad", experiment="e"), rest.make_run(id="good", experiment="e")
    for run in (bad, good):
        for part in range(3):
            rest.append_new(run, *({"m": "loss", "v": part * 10 + i, "s": part * 10 + i} for i in range(10)))
    sandbox.server.stop()
    with database(sandbox) as db:
        key, seq, body = db.execute(
            "SELECT run_key, seq, body FROM metric_log JOIN run USING (run_key) WHERE id = 'bad' ORDER BY seq LIMIT 1"
        ).fetchone()
        damaged = body[:9] + bytes([body[9] ^ 4]) + body[10:]
        db.execute("UPDATE metric_log SET body = ? WHERE run_key = ? AND seq = ?", (damaged, key, seq))
        db.execute("UPDATE series SET n = 7 WHERE run_key = (SELECT run_key FROM run WHERE id = 'good')")

    rest = sandbox.serve().rest
    answer = rest.send("GET", "/api/v1/runs/bad/points", {"name": "loss"})
    assert answer.status == 500 and "of run 'bad' is damaged" in answer.json()["detail"]
    assert rest.series("good", "loss") == list(range(30))
    beside = sandbox.cli("doctor", "--repair")
    assert beside.code == 7 and "is served already by" in beside.err
    sandbox.server.stop()

    found = sandbox.cli("doctor")
    assert found.code == 1 and len(problems(found.out)) == 2
    told = json.loads(sandbox.cli("doctor", "-o", "json").out)
    assert [f"problem            {text}" for text in told["problems"]] == problems(found.out) and not told["sound"]
    assert {"what": "server", "text": "not running"} in told["lines"]
    assert f"run 'bad': log row {seq} is damaged: its checksum does not match" in found.out
    assert "run 'good': metric 'loss': its count is 7 but its points make it 30" in found.out

    repaired = sandbox.cli("doctor", "--repair").ok()
    assert repaired.out.splitlines()[-1] == "problems           none"
    assert (sandbox.data / "damaged" / f"bad-log-{seq}.bin").read_bytes() == damaged
    assert sandbox.cli("doctor").ok().out.splitlines()[-1] == "problems           none"
    rest = sandbox.serve().rest
    assert len(rest.series("bad", "loss")) == 20 and set(rest.series("bad", "loss")) < set(range(30))
    assert "was set aside by 'runlore doctor --repair'" in rest.get("/runs/bad")["warnings"][0]["text"]
    assert rest.get("/runs/good/metrics")["items"][0]["columns"][0]["count"] == 30


def test_doctor_shows_what_a_running_server_is_doing(sandbox: Sandbox) -> None:
    rest = sandbox.serve("--auth", "token").rest
    rest.append_new(rest.make_run(experiment="e"), *({"m": "loss", "v": i} for i in range(10)))
    load = next(line for line in sandbox.cli("doctor").ok().out.splitlines() if line.startswith("its load"))
    assert "1 requests under way, 0 refused, 0 B wait to be written, 10 points stored" in load
