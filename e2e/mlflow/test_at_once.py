# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Several clients on one run, answers that are cut, and a server that is killed: nothing lost, nothing twice."""

from __future__ import annotations

import hashlib
import itertools
import json
import random
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from harness.batches import BATCH, BatchWriter, batch, check, insist, noted
from harness.clients import ALONE, SCRIPTS, VERSIONS, interpreter
from harness.extent import FULL
from harness.mlflow import OCTETS, PROXY, Mlflow, entries, fresh, invalid, refused
from harness.processes import Running, wait_until
from harness.product import Sandbox
from harness.proxy import Proxy, Request, Treatment
from harness.rest import Answer, Rest, same
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


POINT = {"value": 1.5, "timestamp": 7, "step": 3}
OLD_MODEL = {"artifact_path": "m", "flavors": {}, "utc_time_created": "2026-01-01", "run_id": "r"}


class Made(NamedTuple):
    """A run and what else its writes name."""

    run: str
    model: str
    root: str
    upload: dict[str, Any]

    @classmethod
    def by(cls, mlflow: Mlflow) -> Made:
        experiment = mlflow.experiment()
        run = mlflow.run(experiment)
        model = mlflow.post("/logged-models", experiment_id=experiment, source_run_id=run)["model"]["info"]["model_id"]
        root = mlflow.info(run)["artifact_uri"].removeprefix("mlflow-artifacts:/")
        upload = mlflow.post(f"{PROXY}/mpu/create/{root}", path="f", num_parts=1)
        url = urlsplit(upload["credentials"][0]["url"])
        part = mlflow.rest.send("PUT", f"{url.path}?{url.query}", None, b"part", OCTETS)
        parts = [{"part_number": 1, "etag": part.headers["ETag"]}]
        return cls(run, model, root, {"path": "f", "upload_id": upload["upload_id"], "parts": parts})

    def writes(self) -> list[tuple[str, dict[str, Any]]]:
        """Each a call that a client may send again."""
        used = {"name": "d", "digest": "1", "source_type": "s", "source": "x"}
        return [
            ("/runs/log-metric", {"key": "m", **POINT}),
            ("/runs/log-metric", {"key": "of-model", "model_id": self.model, **POINT}),
            ("/runs/log-parameter", {"key": "p", "value": "1"}),
            ("/runs/set-tag", {"key": "t", "value": "1"}),
            ("/runs/update", {"status": "FINISHED", "end_time": 1_700_000_001_000}),
            ("/runs/delete", {}),
            ("/runs/restore", {}),
            ("/runs/log-inputs", {"datasets": [{"dataset": used}], "models": [{"model_id": self.model}]}),
            ("/runs/outputs", {"models": [{"model_id": self.model, "step": 3}]}),
            ("/runs/log-model", {"model_json": json.dumps(OLD_MODEL)}),
            (f"{PROXY}/mpu/complete/{self.root}", self.upload),
        ]


def test_what_is_repeated_after_a_cut_answer_is_stored_once(shared: Sandbox, mlflow: Mlflow) -> None:
    """Of every call the first answers are lost, whole or in part, after the server has done it."""
    made = Made.by(mlflow)
    run = made.run
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
        for path, fields in made.writes():
            assert insist(rest, path, {"run_id": run, **fields}) == 3, path
    points = [(n / 8, 1_700_000_000_000 + n, n) for n in range(10 * BATCH)]
    assert mlflow.history(run, "m") == [(1.5, 7, 3), *points]
    assert mlflow.params(run) == {"p": "1", **{f"m-{number}": "p" for number in range(10)}}
    assert mlflow.own_tags(run) == {"t": "1", **{f"m-{number}": "t" for number in range(10)}}
    info = mlflow.info(run)
    assert (info["status"], info["end_time"], info["lifecycle_stage"]) == ("FINISHED", 1_700_000_001_000, "active")
    whole = mlflow.get("/runs/get", run_id=run)["run"]
    assert len(whole["inputs"]["dataset_inputs"]) == 1
    assert whole["inputs"]["model_inputs"] == [{"model_id": made.model}]
    assert whole["outputs"]["model_outputs"] == [{"model_id": made.model, "step": 3}]
    measured = mlflow.get(f"/logged-models/{made.model}")["model"]["data"]["metrics"]
    assert [(point["key"], point["value"], point["step"]) for point in measured] == [("of-model", 1.5, 3)]
    assert mlflow.history(run, "of-model") == [(1.5, 7, 3)]
    assert json.loads(mlflow.tags(run)["mlflow.log-model.history"]) == [OLD_MODEL]
    assert mlflow.rest.artifacts(run) == {"f": hashlib.sha256(b"part").hexdigest()}


def test_what_is_repeated_and_is_no_repetition_to_the_server(mlflow: Mlflow) -> None:
    """What makes something makes one more, unless it has a name of its own; what takes something away finds it gone."""
    name = fresh()
    experiment = mlflow.experiment(name)
    run = mlflow.run(experiment)
    same_run = {"experiment_id": experiment, "start_time": 5, "run_name": "twice", "tags": entries(a="1")}
    one, two = (mlflow.post("/runs/create", **same_run)["run"]["info"]["run_id"] for _ in range(2))
    assert one != two and mlflow.found([experiment], "run_name = 'twice'") == sorted([one, two])
    models = [mlflow.post("/logged-models", experiment_id=experiment, name="m", source_run_id=run) for _ in range(2)]
    assert len({made["model"]["info"]["model_id"] for made in models}) == 2
    mlflow.post("/registered-models/create", name=name)
    source = {"name": name, "source": "s3://bucket/model", "run_id": run}
    versions = [mlflow.post("/model-versions/create", **source)["model_version"]["version"] for _ in range(2)]
    assert versions == ["1", "2"]
    for path in ("/registered-models/create", "/experiments/create"):
        refused(mlflow.call("POST", path, {"name": name}), "RESOURCE_ALREADY_EXISTS")
    mlflow.post("/runs/set-tag", run_id=run, key="t", value="1")
    mlflow.post("/runs/delete-tag", run_id=run, key="t")
    refused(mlflow.call("POST", "/runs/delete-tag", {"run_id": run, "key": "t"}), "RESOURCE_DOES_NOT_EXIST")
    model = models[0]["model"]["info"]["model_id"]
    for method, path, fields in (
        ("DELETE", f"/logged-models/{model}", {}),
        ("DELETE", "/model-versions/delete", {"name": name, "version": "2"}),
    ):
        assert mlflow.call(method, path, fields).status == 200
        refused(mlflow.call(method, path, fields), "RESOURCE_DOES_NOT_EXIST")


POINTS = [(n / 8, 1_700_000_000_000 + n, n) for n in range(400)]
ON_THE_SAME_KEY = """
    import runlore
    run = runlore.current_run()
    for step in range(200, 600):
        run.log("m", 1000.0 + step, step=step)
    assert run.flush(60)
"""


def at_once(*actions: Callable[[], object]) -> None:
    """Do all, begun in the same moment; the first error of one is raised."""
    gate = threading.Barrier(len(actions))

    def begin(action: Callable[[], object]) -> None:
        gate.wait(60)
        action()

    with ThreadPoolExecutor(len(actions)) as pool:
        for done in [pool.submit(begin, action) for action in actions]:
            done.result()


def test_of_three_writers_of_one_parameter_one_wins(shared: Sandbox, mlflow: Mlflow) -> None:
    run = mlflow.run()
    for number in range(20):
        answers: dict[str, Answer] = {}

        def write(value: str, key: str = f"p{number}", answers: dict[str, Answer] = answers) -> None:
            fields = {"run_id": run, "key": key, "value": value}
            answers[value] = Mlflow(Rest(shared.server.url)).call("POST", "/runs/log-parameter", fields)

        at_once(*(partial(write, value) for value in "abc"))
        stored = mlflow.params(run)[f"p{number}"]
        assert answers.pop(stored).status == 200
        for answer in answers.values():
            invalid(answer, "Changing param values is not allowed")
        assert len(answers) == 2


def test_two_clients_and_our_own_write_to_one_metric(shared: Sandbox, mlflow: Mlflow) -> None:
    """What both clients log is there once; what our SDK logs at the same steps stands beside it."""
    run = mlflow.run()

    def client(batches: list[int]) -> None:
        own = Mlflow(Rest(shared.server.url))
        for first in batches:
            points = [{"key": "m", "value": v, "timestamp": t, "step": s} for v, t, s in POINTS[first : first + 10]]
            own.post("/runs/log-batch", run_id=run, metrics=points)

    order = list(range(0, len(POINTS), 10))
    at_once(
        lambda: client(order),
        lambda: client(order[::-1]),
        lambda: client(order),
        lambda: shared.script(ON_THE_SAME_KEY, AZUREML_RUN_ID=run).ok(),
    )
    history = mlflow.history(run, "m")
    ours = [(1000.0 + step, step) for step in range(200, 600)]
    assert sorted((value, step) for value, _, step in history) == sorted([*((v, s) for v, _, s in POINTS), *ours])
    assert [point for point in history if point[0] < 1000] == POINTS
    assert mlflow.metrics(run) == {"m": 1599.0}
    assert sorted(mlflow.rest.series(run, "m")) == sorted(value for value, _, _ in history)
    mlflow.log(run, "m", 7, 1, 600)
    assert mlflow.metrics(run) == {"m": 7}


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
