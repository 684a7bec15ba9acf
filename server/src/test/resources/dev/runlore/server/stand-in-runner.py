# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""What a server sees of a runner: claims the job of argument 1, tells how it goes, heeds a cancel. In place of the user's
process it does what the run's arguments say: `sleep SECONDS`, `die` (with -9), `mute` (never ends) or `fail`.
A run whose id begins with `broken` has a runner that ends at once, and one that begins with `late` a first runner that never claims its
job."""

import fcntl
import http.client
import json
import os
import secrets
import signal
import sys
import time

RUN = sys.argv[1]
RECOVERS = "--recover" in sys.argv
HOME = os.environ["RUNLORE_HOME"]
FOLDER = os.path.join(HOME, "jobs", RUN)


def call(method, path, token, body=None):
    """One request; asks again while no server answers. The file `port` says where it is."""
    for _ in range(600):
        try:
            with open(os.path.join(HOME, "port"), encoding="ascii") as file:
                connection = http.client.HTTPConnection("127.0.0.1", int(file.read()), timeout=20)
            headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
            connection.request(method, path, json.dumps(body or {}), headers)
            response = connection.getresponse()
            text = response.read()
            if response.status < 500:
                return response.status, json.loads(text)
        except (OSError, ValueError, http.client.HTTPException):
            pass
        time.sleep(0.1)
    sys.exit("no server")


def note(name):
    """A line of a file that all runners of the folder share."""
    descriptor = os.open(os.path.join(HOME, name), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.write(descriptor, f"{RUN}\n".encode())
    os.close(descriptor)


def lines(name):
    with open(os.path.join(HOME, name), encoding="ascii") as file:
        return file.read().split()


def nonce():
    path = os.path.join(FOLDER, "nonce")
    if not os.path.exists(path):
        with open(path, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(16))
    with open(path, encoding="ascii") as file:
        return file.read()


def cancel(token):
    line = json.dumps({"n": 0, "t": 0, "status": {"to": "Canceled"}}) + "\n"
    connection = http.client.HTTPConnection("127.0.0.1", int(open(os.path.join(HOME, "port")).read()))
    path = f"/api/v1/runs/{RUN}/records?writer=6f1d3c52-8f0b-4b1e-9c55-3a1f6a3f0f7d&first=0"
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/x-ndjson; format=1"}
    connection.request("POST", path, line, headers)
    connection.getresponse().read()


def main():
    if RUN.startswith("broken"):
        sys.exit("the stand-in is broken")
    note("launched")
    if RUN.startswith("late") and lines("launched") == [RUN]:
        time.sleep(600)
    lock = open(os.path.join(FOLDER, "lock"), "a", encoding="ascii")
    fcntl.lockf(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    job = os.environ["RUNLORE_JOB"]
    status, claim = call("POST", f"/api/v1/jobs/{job}/claim", os.environ["RUNLORE_JOB_TOKEN"], {"nonce": nonce()})
    if status != 200:
        sys.exit(str(claim))
    token = claim["runToken"]
    if RECOVERS:
        note("recovered")
        error = {"code": "RunnerLost", "message": "found by the recovery"}
        call("POST", f"/api/v1/runs/{RUN}/fail", token, {"error": error})
        return
    with open(os.path.join(FOLDER, "claim.json"), "w", encoding="utf-8") as file:
        json.dump(claim, file)
    note("started")
    call("POST", f"/api/v1/runs/{RUN}/start", token)
    what, *more = claim["configuration"]["arguments"]
    end = time.monotonic() + (float(more[0]) if what == "sleep" else 600)
    if what == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    if what == "fail":
        call("POST", f"/api/v1/runs/{RUN}/fail", token, {"error": {"code": "UserError", "message": "it failed"}})
        return
    while time.monotonic() < end:
        time.sleep(min(0.1, max(0, end - time.monotonic())))
        status, state = call("GET", f"/api/v1/jobs/{job}", token)
        if status != 200 or state["state"] == "Ended":
            return
        if state["cancelRequested"]:
            cancel(token)
            return
    call("POST", f"/api/v1/runs/{RUN}/complete", token)


main()
