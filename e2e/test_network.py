# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""A network that cuts, delays, repeats, reorders and damages: nothing twice, nothing lost, and the script not slowed."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from harness import everything
from harness.everything import assert_whole
from harness.extent import FULL
from harness.processes import Running
from harness.product import Sandbox
from harness.proxy import Proxy, Request, Treatment
from harness.rest import Rest
from harness.treatments import Pass, Refuse, chaos

SCRIPT = Path(everything.__file__)
NARROW = 16_384  # bytes of a body that this network lets pass, so that there are many requests
LONGEST_CALL = 1.0  # seconds, on a machine that does much else


def calm(_: Request) -> Treatment:
    return Pass()


def start(sandbox: Sandbox, proxy: Proxy, name: str, rounds: int, **variables: str) -> Running:
    return sandbox.start_command([sys.executable, SCRIPT, name, str(rounds)], RUNLORE_URL=proxy.url, **variables)


def deliver(sandbox: Sandbox) -> None:
    """Bring what is left to the server that the spools name."""
    sandbox.start_command([sys.executable, "-m", "runlore", "sync"]).wait(120).ok()


@pytest.mark.parametrize("seed", range(20) if FULL else (1, 2))
def test_whatever_a_network_does_every_record_arrives_once_and_in_order(
    shared: Sandbox, rest: Rest, seed: int
) -> None:
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
