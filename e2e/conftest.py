# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""What every test may ask for."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from harness.mlflow import Mlflow
from harness.product import ROOT, Sandbox, Server
from harness.rest import Rest


@pytest.fixture(scope="session", autouse=True)
def product() -> Path:
    """The built product: made here when it is missing, so that no sandbox has to build."""
    subprocess.run([ROOT / "build" / "package"], check=True, stdin=subprocess.DEVNULL)
    return ROOT / "runlore"


@pytest.fixture
def sandbox(tmp_path: Path) -> Iterator[Sandbox]:
    """A home and data folder for one test; no server runs."""
    sandbox = Sandbox(tmp_path)
    yield sandbox
    sandbox.close()


@pytest.fixture
def server(sandbox: Sandbox) -> Server:
    """A fresh server for one test."""
    return sandbox.serve()


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    """A sandbox with one server for all tests that only add runs and read their own."""
    sandbox = Sandbox(tmp_path_factory.mktemp("shared"))
    sandbox.serve()
    yield sandbox
    sandbox.close()


@pytest.fixture(scope="session")
def rest(shared: Sandbox) -> Rest:
    """The API of the shared server."""
    return shared.server.rest


@pytest.fixture(scope="session")
def mlflow(rest: Rest) -> Mlflow:
    """The shared server as MLflow's clients see it."""
    return Mlflow(rest)
