# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Several clients on one run, answers that are cut, and a server that is killed: nothing lost, nothing twice."""

from __future__ import annotations

import itertools
import random
import threading
from pathlib import Path
from typing import Any

from harness.batches import BATCH, BatchWriter, batch, check, insist, noted
from harness.clients import ALONE, SCRIPTS, VERSIONS, Client, interpreter
from harness.extent import FULL, full
from harness.mlflow import Mlflow, fresh
from harness.processes import Running, wait_until
from harness.product import Sandbox
from harness.proxy import Proxy, Request, Treatment
from harness.rest import Rest, same
from harness.treatments import CutAnswer, Pass

KILLS = 20 if FULL else 3
SDK = """
    import runlore, sys
    run = runlore.current_run()
    for step in range(2000):
        run.log("sdk", step / 8, step=step)
    assert run.flush(60)
"""


def start_clients(sandbox: Sandbox, run: str, folder: Path, url: str) -> dict[str, Running]:
    """One process of each release, when they are asked for."""
    return {
        f"v{version[0]}": sandbox.start_command(
            [interpreter(version), SCRIPTS / "batches.py", run, f"v{version[0]}", folder],
            **ALONE, MLFLOW_TRACKING_URI=url, MLFLOW_HTTP_REQUEST_BACKOFF_FACTOR="1", PYTHONPATH=None,
        )
        for version in (VERSIONS if FULL else ())
    }  # fmt: skip


def test_two_clients_and_our_own_write_to_one_run(shared: Sandbox, mlflow: Mlflow, tmp_path: Path) -> None:
    run = mlflow.run()
    threads = [BatchWriter(shared.server.url, run, name, tmp_path) for name in ("one", "two")]
    clients = start_clients(shared, run, tmp_path, shared.server.url)
    names = ["one", "two", *clients]
    shared.script(SDK, AZUREML_RUN_ID=run).ok()
    wait_until("all have written", lambda: all(noted(tmp_path, name, "confirmed") >= 20 for name in names), timeout=120)
    (tmp_path / "stop").touch()
    for thread in threads:
        thread.join(60)
    for client in clients.values():
        client.wait(120).ok()
    confirmed = {name: noted(tmp_path, name, "confirmed") for name in names}
    check(mlflow, run, confirmed, tmp_path)
    assert {name: len(mlflow.history(run, name)) for name in names} == {
        name: count * BATCH for name, count in confirmed.items()
    }
    assert same(mlflow.rest.series(run, "sdk"), [step / 8 for step in range(2000)])
    assert [value for value, _, _ in mlflow.history(run, "sdk")] == [step / 8 for step in range(2000)]
    assert mlflow.metrics(run)["sdk"] == 1999 / 8


WRITES: dict[str, dict[str, Any]] = {
    "/runs/log-metric": {"key": "m", "value": 1.5, "timestamp": 7, "step": 3},
    "/runs/log-parameter": {"key": "p", "value": "1"},
    "/runs/set-tag": {"key": "t", "value": "1"},
    "/runs/update": {"status": "FINISHED", "end_time": 1_700_000_001_000},
    "/runs/delete": {},
    "/runs/restore": {},
    "/runs/log-inputs": {"datasets": [{"dataset": {"name": "d", "digest": "1", "source_type": "s", "source": "x"}}]},
}


def test_what_is_repeated_after_a_cut_answer_is_stored_once(shared: Sandbox, mlflow: Mlflow) -> None:
    """Of every call the first answers are lost, whole or in part, after the server has done it."""
    run = mlflow.run()
    seen: dict[bytes, int] = {}

    def rule(request: Request) -> Treatment:
        asked = request.path.encode() + request.body
        seen[asked] = seen.get(asked, 0) + 1
        parts: dict[int, Treatment] = {1: CutAnswer(0.0, reset=True), 2: CutAnswer(0.5)}
        return parts.get(seen[asked], Pass())

    with Proxy(shared.server.port, rule) as proxy:
        rest = Rest(proxy.url, mlflow.rest.token)
        for number in range(10):
            assert insist(rest, "/runs/log-batch", batch(run, "m", number)) == 3
        for path, fields in WRITES.items():
            assert insist(rest, path, {"run_id": run, **fields}) == 3, path
    points = [(n / 8, 1_700_000_000_000 + n, n) for n in range(10 * BATCH)]
    assert mlflow.history(run, "m") == [(1.5, 7, 3), *points]
    assert mlflow.params(run) == {"p": "1", **{f"m-{number}": "p" for number in range(10)}}
    assert mlflow.own_tags(run) == {"t": "1", **{f"m-{number}": "t" for number in range(10)}}
    info = mlflow.info(run)
    assert (info["status"], info["end_time"], info["lifecycle_stage"]) == ("FINISHED", 1_700_000_001_000, "active")
    assert len(mlflow.get("/runs/get", run_id=run)["run"]["inputs"]["dataset_inputs"]) == 1


def test_a_file_whose_upload_is_repeated_is_whole(shared: Sandbox, mlflow: Mlflow) -> None:
    run = mlflow.run()
    root = mlflow.info(run)["artifact_uri"].removeprefix("mlflow-artifacts:/")
    body = random.Random(3).randbytes(300_000)
    turns = itertools.count()

    def rule(request: Request) -> Treatment:
        return CutAnswer(0.0, reset=True) if next(turns) == 0 else Pass()

    with Proxy(shared.server.port, rule) as proxy:
        through = Mlflow(Rest(proxy.url, mlflow.rest.token))
        try:
            through.put(f"{root}/f", body)
        except OSError:
            through.put(f"{root}/f", body)
    assert len(proxy.requests) == 2
    assert mlflow.file(f"{root}/f").body == body and len(mlflow.listed(root)) == 1


@full
def test_released_clients_repeat_what_was_cut(shared: Sandbox, mlflow: Mlflow) -> None:
    turns = itertools.count()

    def rule(request: Request) -> Treatment:
        return CutAnswer(0.0, reset=True) if next(turns) % 5 == 3 else Pass()

    for version in VERSIONS:
        with Proxy(shared.server.port, rule) as proxy:
            client = Client(version, shared)
            variables = {"MLFLOW_TRACKING_URI": proxy.url, "MLFLOW_HTTP_REQUEST_BACKOFF_FACTOR": "1"}
            # A call whose repetition is no repetition to the server, such as making an experiment, is not cut.
            name = fresh("cut")
            mlflow.experiment(name)
            run = client.run("same_values.py", name, timeout=300, **variables)
        assert mlflow.history(run, "loss")[0][0] == 0.5
        assert [value for value, _, _ in mlflow.history(run, "loss")] == [0.5, 0.25, 0.125]
        assert (mlflow.params(run), mlflow.own_tags(run)) == ({"lr": "0.1"}, {"team": "red"})
        assert mlflow.info(run)["status"] == "FINISHED"


def test_what_was_confirmed_survives_every_kill_and_batches_are_whole(sandbox: Sandbox) -> None:
    server = sandbox.serve()
    port = str(server.port)
    run = Mlflow(server.rest).run()
    folder = sandbox.folder / "ledgers"
    folder.mkdir()
    threads = [BatchWriter(server.url, run, f"w{k}", folder) for k in range(4)]
    clients = start_clients(sandbox, run, folder, server.url)
    names = [*(f"w{k}" for k in range(4)), *clients]
    chance = random.Random(11)
    for _ in range(KILLS):
        death = threading.Timer(chance.uniform(0.3, 1.0), server.kill)
        death.start()
        death.join()
        confirmed = {name: noted(folder, name, "confirmed") for name in names}
        server = sandbox.serve("--port", port)
        check(Mlflow(server.rest), run, confirmed, folder)
    assert all(thread.is_alive() for thread in threads)
    wait_until("all have written", lambda: all(noted(folder, name, "confirmed") > 5 for name in names), timeout=120)
    (folder / "stop").touch()
    for thread in threads:
        thread.join(60)
    for client in clients.values():
        client.wait(300).ok()
    confirmed = {name: noted(folder, name, "confirmed") for name in names}
    assert confirmed == {name: noted(folder, name, "sent") for name in names}
    check(Mlflow(server.rest), run, confirmed, folder)
