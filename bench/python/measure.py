# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""What bench/run does once the product is built: rounds of all figures, one table, one file."""

from __future__ import annotations

import argparse
import contextlib
import datetime
import shutil
import sys
import tempfile
from pathlib import Path

import machine
import peers
import report
import tracking
from figures import FIGURES, QUICK, Bench, Sizes
from serving import runlore_server

QUIET_LOAD = 0.5
WORK = Path(__file__).resolve().parents[1] / "target"


def main() -> None:
    """Measure, show and keep."""
    options = arguments()
    WORK.mkdir(exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="work-", dir=WORK))
    try:
        measure(options, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def measure(options: argparse.Namespace, folder: Path) -> None:
    """All rounds in a folder, on the disk that holds the checkout."""
    began, load = datetime.datetime.now(datetime.timezone.utc), machine.load()
    notes = peers.install_all() if options.peers else []
    rounds = take(options, folder, with_peers=options.peers and (peers.CACHE / "complete").exists())
    if float(load.split()[0]) > QUIET_LOAD:
        notes.append(f"The load was above {QUIET_LOAD} at the start: other processes had a part in these figures.")
    before = report.last_recorded()
    facts = {
        "commit": machine.commit(),
        **machine.facts(folder),
        "command": " ".join(["bench/run", *sys.argv[1:]]),
        "load average": f"{load} at the start, {machine.load()} at the end",
        "rounds": f"{options.rounds}, after one that is not counted",
        "began": f"{began:%Y-%m-%dT%H:%M}",
    }
    figures = (*FIGURES, *tracking.FIGURES, *peers.FIGURES, *tracking.PEER_FIGURES)
    shown = report.table(figures, rounds, before)
    print("\n".join([*(f"{key}: {value}" for key, value in facts.items()), "", shown, *notes]))
    if options.keep:
        name = f"{began:%Y-%m-%d}-{facts['commit'].rstrip('+')}"
        print(f"\nkept in {report.keep(name, facts, shown, rounds, notes)}")


def take(options: argparse.Namespace, folder: Path, *, with_peers: bool) -> dict[str, list[float]]:
    """Every figure's values in the order of the rounds; ours and the peer's alternate."""
    sizes = QUICK if options.quick else Sizes()
    rounds: dict[str, list[float]] = {}
    with contextlib.ExitStack() as stack:
        server = stack.enter_context(runlore_server(folder / "warm"))
        bench = Bench(folder, server, sizes)
        peer = stack.enter_context(peers.mlflow_server(folder / "mlflow")) if with_peers else None
        usual = stack.enter_context(peers.mlflow_server(folder / "usual", workers=None)) if with_peers else None
        for number in range(options.rounds + 1):
            print(f"bench: round {number} of {options.rounds}", file=sys.stderr)
            with_wire = not options.only or "wire" in options.only
            measured = bench.round(options.only)
            if with_wire:
                measured |= tracking.one_round(server, sizes)
            if peer and usual:
                measured |= peers.one_round(peer, sizes if number else QUICK, options.only)
                if with_wire:
                    measured |= tracking.peer_round(peer, usual, measured, sizes)
            for key, value in measured.items() if number else ():
                rounds.setdefault(key, []).append(value)
    return rounds


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(
        prog="bench/run", description="Measures Runlore against the figures it has to reach."
    )
    parser.add_argument("--rounds", type=int, default=5, help="how often each figure is taken (5)")
    parser.add_argument("--quick", action="store_true", help="small sizes: whether it works, not how fast it is")
    parser.add_argument(
        "--peers",
        action="store_true",
        help=f"MLflow {peers.VERSION}, Aim and trackio beside it, installed on first use",
    )
    parser.add_argument(
        "--only",
        action="append",
        default=[],
        metavar="PART",
        help="log, log_paced, many, ingest, ingest_wide, create, cli, start, submit, submit_known, line, cancel, "
        "series, store, chart, wide, table, restart, crowd, pages, wire, import; "
        "may be repeated",
    )
    parser.add_argument("--no-keep", dest="keep", action="store_false", help="write no file to bench/results")
    return parser.parse_args()


if __name__ == "__main__":
    main()
