# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Writers that go on through every crash of the server, each a process with two ledgers: sent, and confirmed.

    python writers.py sdk|http URL RUN NAME FOLDER

Writer NAME logs 0, 1, 2 ... to the metric NAME, and with each batch sets the tag and the parameter `NAME-<batch>` and
stores a file. The line {"upto": i} in NAME.sent says that everything below i may have reached the server, in
NAME.confirmed that it has. It ends when the file `stop` is there, after everything is confirmed.
"""

from __future__ import annotations

import hashlib
import http.client
import json
import random
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from harness.ledger import Ledger
from harness.rest import Answer, Rest

BATCH = 25
OCTETS = {"Content-Type": "application/octet-stream"}


def content(name: str, number: int) -> bytes:
    """The bytes of a writer's file: every eighth batch has the same as every other writer."""
    seed = f"common {number}" if number % 8 == 0 else f"{name} {number}"
    return random.Random(seed).randbytes(1 + number * 997 % 40_000)


def file_name(name: str, number: int) -> str:
    return f"files/{name}/{number}.bin"


def batches(folder: Path) -> Iterator[int]:
    number = 0
    while not (folder / "stop").exists():
        yield number
        number += 1


def sdk(run_id: str, name: str, folder: Path) -> None:
    """Logs through the SDK, which keeps and sends again by itself; a batch is confirmed when `flush` says so."""
    import runlore

    sent, confirmed = Ledger(str(folder / f"{name}.sent")), Ledger(str(folder / f"{name}.confirmed"))
    run = runlore.current_run()
    assert run is not None and run.id == run_id
    count = 0
    for number in batches(folder):
        sent.note(upto=(number + 1) * BATCH, files=number + 1)
        for i in range(number * BATCH, (number + 1) * BATCH):
            run.log(name, i, step=i)
        run.tag(f"{name}-{number}", str(number))
        run.param(f"{name}-{number}", number)
        path = folder / f"{name}.bin"
        path.write_bytes(content(name, number))
        run.upload(path, file_name(name, number))
        count = number + 1
        if run.flush(0.5):
            confirmed.note(upto=count * BATCH, files=count)
        else:
            time.sleep(0.2)  # a server that is away is known at once, and this loop could fill a disk meanwhile
    assert run.flush(100)
    confirmed.note(upto=count * BATCH, files=count)


def http_writer(url: str, run_id: str, name: str, folder: Path) -> None:
    """Numbers its records itself, and sends each batch again until it is confirmed."""
    sent, confirmed = Ledger(str(folder / f"{name}.sent")), Ledger(str(folder / f"{name}.confirmed"))
    rest, writer, record = Rest(url), str(uuid.uuid4()), 0
    for number in batches(folder):
        body = content(name, number)
        sha256 = hashlib.sha256(body).hexdigest()
        sent.note(upto=(number + 1) * BATCH, files=number + 1)
        values: list[dict[str, object]] = [
            {"m": name, "v": i, "s": i} for i in range(number * BATCH, (number + 1) * BATCH)
        ]
        others: list[dict[str, object]] = [
            {"tag": {f"{name}-{number}": str(number)}},
            {"param": {f"{name}-{number}": number}},
            {"artifact": {"path": file_name(name, number), "sha256": sha256, "size": len(body)}},
        ]
        lines = [
            json.dumps({"n": record + k, "t": 1700000000000 + k, **entry}).encode()
            for k, entry in enumerate([*values, *others])
        ]
        persist(partial(rest.send, "PUT", f"/api/v1/blobs/{sha256}", None, body, OCTETS))
        answer = persist(partial(rest.append, run_id, writer, record, lines)).json()
        record += len(lines)
        assert answer["nextRecord"] == record and answer["rejected"] == [], answer
        confirmed.note(upto=(number + 1) * BATCH, files=number + 1)


def persist(request: Callable[[], Answer]) -> Answer:
    """Repeat a request until it is confirmed: a connection may break at any byte, and a server may be restarting."""
    deadline = time.monotonic() + 90
    while True:
        try:
            answer = request()
            if answer.status in (200, 201):
                return answer
            assert answer.status in (429, 503), answer
        except (OSError, http.client.HTTPException):
            pass  # the server is away: again
        assert time.monotonic() < deadline, "the server did not come back"
        time.sleep(0.05)


if __name__ == "__main__":
    kind, where, run, writer_name, place = sys.argv[1:]
    if kind == "sdk":
        sdk(run, writer_name, Path(place))
    else:
        http_writer(where, run, writer_name, Path(place))
