# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""A network that cuts, delays, repeats, reorders and damages: nothing twice, nothing lost, no script slowed."""

from __future__ import annotations

import hashlib
import itertools
import random
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from harness import everything
from harness.everything import assert_whole, content
from harness.extent import FULL, full
from harness.processes import Running, wait_until
from harness.product import Sandbox
from harness.proxy import Proxy, Request, Treatment
from harness.rest import Rest
from harness.treatments import (
    CutAnswer,
    CutRequest,
    Drip,
    FlipAnswer,
    FlipRequest,
    Pass,
    Refuse,
    Silence,
    chaos,
)

SCRIPT = Path(everything.__file__)
NARROW = 16_384  # bytes of a body that this network lets pass, so that there are many requests
LONGEST_CALL = 1.0  # seconds, on a machine that does much else


def calm(_: Request) -> Treatment:
    return Pass()


def start(sandbox: Sandbox, proxy: Proxy, name: str, rounds: int, **variables: Any) -> Running:
    return sandbox.start_command([sys.executable, SCRIPT, name, str(rounds)], RUNLORE_URL=proxy.url, **variables)


def deliver(sandbox: Sandbox) -> None:
    """Bring what is left to the server that the spools name."""
    sandbox.start_command([sys.executable, "-m", "runlore", "sync"]).wait(120).ok()


@pytest.mark.parametrize("seed", range(8) if FULL else (1, 2))
def test_whatever_a_network_does_every_record_arrives_once_and_in_order(shared: Sandbox, rest: Rest, seed: int) -> None:
    treatments, rounds = chaos(seed), 120
    run = rest.make_run(experiment="chaos")

    def rule(request: Request) -> Treatment:
        return Refuse(413) if len(request.body) > NARROW and request.is_records else treatments[request.number % 1000]

    with Proxy(shared.server.port, rule) as proxy:
        ranks = {f"seed{seed}rank{k}": {"AZUREML_RUN_ID": run, "RANK": str(k)} for k in range(2)}
        alone = f"seed{seed}alone"
        scripts = {name: start(shared, proxy, name, rounds, **own) for name, own in {**ranks, alone: {}}.items()}
        for name, script in scripts.items():
            outcome = script.wait(120).ok()
            assert float(outcome.out) < LONGEST_CALL, f"seed {seed}: {name}"
        proxy.rule = calm
        deliver(shared)
    struck = {type(treatments[request.number % 1000]) for request in proxy.requests}
    assert len(struck) >= 8, f"seed {seed} did too little: {struck}"
    for name in ranks:
        assert_whole(rest, run, name, rounds)
    assert_whole(rest, alone, alone, rounds)
    assert rest.get(f"/runs/{alone}")["status"] == "Completed"


def test_an_answer_that_is_cut_after_the_commit_leaves_one_copy(shared: Sandbox, rest: Rest) -> None:
    """Every second delivery is committed and not heard of, or only in part."""
    parts = itertools.cycle((0.0, 0.3, 0.9, 0.999))
    turns = itertools.count()

    def rule(request: Request) -> Treatment:
        if not request.is_records:
            return Pass()
        if len(request.body) > NARROW:
            return Refuse(413)
        return CutAnswer(next(parts), reset=True) if next(turns) % 2 else Pass()

    with Proxy(shared.server.port, rule) as proxy:
        start(shared, proxy, "cut-answers", 30).wait(120).ok()
        proxy.rule = calm
        deliver(shared)
    assert_whole(rest, "cut-answers", "cut-answers", 30)
    firsts = [request.query["first"] for request in proxy.requests if request.is_records]
    assert len(set(firsts)) < len(firsts), "nothing was ever sent again"


def test_half_an_upload_is_invisible_and_the_next_one_is_whole(sandbox: Sandbox) -> None:
    server = sandbox.serve()
    body = content("model", 3) * 60
    digest = hashlib.sha256(body).hexdigest()
    (sandbox.work / "model.bin").write_bytes(body)
    looked, uploads = threading.Event(), itertools.count()

    def rule(request: Request) -> Treatment:
        if request.method == "PUT" and next(uploads) == 0:
            return CutRequest(0.5)
        if request.method != "PUT":
            return Pass()
        looked.wait(60)
        return Pass()

    with Proxy(server.port, rule) as proxy:
        code = "import runlore\nwith runlore.start_run('half', run_id='half') as run: run.upload('model.bin')\n"
        script = sandbox.start_script(code, RUNLORE_URL=proxy.url)
        wait_until("the next upload comes", lambda: sum(request.method == "PUT" for request in proxy.requests) == 2)
        wait_until("the half is gone", lambda: list((server.data / "tmp").iterdir()) == [])
        assert server.rest.send("HEAD", f"/api/v1/blobs/{digest}").status == 404
        assert server.rest.send("GET", "/api/v1/runs/half/artifacts", {"path": "model.bin"}).status == 404
        assert [path for path in (server.data / "blobs").rglob("*") if path.is_file()] == []
        looked.set()
        script.wait(60).ok()
    assert server.rest.artifacts("half") == {"model.bin": digest}
    assert server.rest.send("GET", "/api/v1/runs/half/artifacts", {"path": "model.bin"}).body == body


def test_bytes_that_change_on_the_way_up_are_refused_and_come_again(shared: Sandbox, rest: Rest) -> None:
    body = content("weights", 7)
    (shared.work / "weights.bin").write_bytes(body)
    uploads = itertools.count()

    def rule(request: Request) -> Treatment:
        return FlipRequest() if request.method == "PUT" and next(uploads) == 0 else Pass()

    with Proxy(shared.server.port, rule) as proxy:
        code = "import runlore\nwith runlore.start_run('up', run_id='flip-up') as run: run.upload('weights.bin')\n"
        shared.script(code, RUNLORE_URL=proxy.url).ok()
    puts = [proxy.answers[request.number] for request in proxy.requests if request.method == "PUT"]
    assert [answer.split(b" ", 2)[1] for answer in puts] == [b"400", b"201"]
    assert rest.artifacts("flip-up") == {"weights.bin": hashlib.sha256(body).hexdigest()}
    assert rest.send("GET", "/api/v1/runs/flip-up/artifacts", {"path": "weights.bin"}).body == body
    assert rest.get("/runs/flip-up")["warnings"] == []


def test_bytes_that_change_on_the_way_down_are_refused_and_no_file_is_left(shared: Sandbox, rest: Rest) -> None:
    body = content("weights", 8)
    (shared.work / "down.bin").write_bytes(body)
    shared.script(
        "import runlore\nwith runlore.start_run('d', run_id='flip-down') as run: run.upload('down.bin')\n"
    ).ok()
    there = shared.work / "there"
    there.mkdir()

    def rule(request: Request) -> Treatment:
        return FlipAnswer() if request.path.endswith("/artifacts") and "path" in request.query else Pass()

    with Proxy(shared.server.port, rule) as proxy:
        code = "import runlore\nrunlore.get_run('flip-down').download('down.bin', to='there/down.bin')\n"
        refused = shared.script(code, RUNLORE_URL=proxy.url)
        assert refused.code == 1 and "must have the SHA-256" in refused.err
        told = shared.cli("history", "download", "-r", "flip-down", "-d", there, RUNLORE_URL=proxy.url)
        assert told.code != 0 and "SHA-256" in told.err, told
        assert list(there.iterdir()) == []
        proxy.rule = calm
        shared.script(code, RUNLORE_URL=proxy.url).ok()
    assert (there / "down.bin").read_bytes() == body


def test_what_comes_again_later_in_any_order_and_after_the_end_changes_nothing(shared: Sandbox, rest: Rest) -> None:
    def rule(request: Request) -> Treatment:
        return Refuse(413) if len(request.body) > NARROW and request.is_records else Pass()

    with Proxy(shared.server.port, rule) as proxy:
        start(shared, proxy, "replayed", 40).wait(120).ok()
        assert_whole(rest, "replayed", "replayed", 40)
        before = rest.get("/runs/replayed")
        late = [request for request in proxy.requests if request.is_records and len(request.body) <= NARROW]
        assert len(late) > 10
        again = late * 2
        random.Random(16).shuffle(again)
        for request in again:
            answer = proxy.send_again(request)
            assert answer.split(b" ", 2)[1] == b"200", answer
    assert_whole(rest, "replayed", "replayed", 40)
    after = rest.get("/runs/replayed")
    assert {key: value for key, value in after.items() if before[key] != value} == {}


def test_a_connection_that_stands_and_says_nothing_costs_its_wait_and_nothing_more(shared: Sandbox, rest: Rest) -> None:
    turns = itertools.count()

    def rule(request: Request) -> Treatment:
        return Silence() if request.is_records and next(turns) == 1 else Pass()

    with Proxy(shared.server.port, rule) as proxy:
        outcome = start(shared, proxy, "half-open", 100).wait(120).ok()
        assert float(outcome.out) < LONGEST_CALL
    assert next(turns) > 2
    assert_whole(rest, "half-open", "half-open", 100)


@full
def test_a_server_that_never_answers_does_not_hold_a_script_up(shared: Sandbox, rest: Rest) -> None:
    with Proxy(shared.server.port, lambda _: Silence()) as proxy:
        outcome = start(shared, proxy, "unanswered", 50).wait(120).ok()
        assert float(outcome.out) < LONGEST_CALL
        assert outcome.seconds < 60  # the end waits 30 s at most, and says what waits
        assert "sync" in outcome.err
        proxy.rule = calm
        deliver(shared)
    assert_whole(rest, "unanswered", "unanswered", 50)


@full
def test_a_network_of_a_few_kilobytes_a_second_slows_nobody_and_brings_everything(shared: Sandbox, rest: Rest) -> None:
    def slow(request: Request) -> Treatment:
        return Drip(6_000, wait=2.0)

    with Proxy(shared.server.port, slow) as proxy:
        outcome = start(shared, proxy, "slow-network", 20).wait(120).ok()
        assert float(outcome.out) < LONGEST_CALL
        assert outcome.seconds < 60
        assert rest.get("/runs", limit=1)["columns"]["id"] != []  # others are answered meanwhile
        for _ in range(5):
            if shared.start_command([sys.executable, "-m", "runlore", "sync"]).wait(600).code == 0:
                break
    assert len({request.query["first"] for request in proxy.requests if request.is_records}) > 1
    assert_whole(rest, "slow-network", "slow-network", 20)
