# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Environments of submitted runs: used as they are, made once, or told why not."""

from __future__ import annotations

import sys
import zipfile
from functools import partial
from importlib.metadata import version
from pathlib import Path

import pytest

from harness.extent import full
from harness.processes import wait_until
from harness.product import Sandbox
from harness.submissions import BUILD_LOG, Project, submit

TINY = "import sys, tiny_package\nprint(sys.prefix, tiny_package.WORD)\n"


@pytest.fixture
def tiny(tmp_path: Path) -> str:
    """A requirement that no registry is asked for."""
    info = "tiny_package-1.2.dist-info"
    path = tmp_path / "tiny_package-1.2-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as wheel:
        wheel.writestr("tiny_package.py", "WORD = 'tiny'\n")
        wheel.writestr(f"{info}/METADATA", "Metadata-Version: 2.1\nName: tiny-package\nVersion: 1.2\n")
        tags = "Root-Is-Purelib: true\nTag: py3-none-any\n"
        wheel.writestr(f"{info}/WHEEL", f"Wheel-Version: 1.0\nGenerator: test\n{tags}")
        wheel.writestr(f"{info}/RECORD", f"tiny_package.py,,\n{info}/METADATA,,\n{info}/WHEEL,,\n{info}/RECORD,,\n")
    return f"tiny-package @ {path.as_uri()}"


def environments(sandbox: Sandbox) -> list[str]:
    folder = sandbox.data / "environments"
    return sorted(str(path) for path in folder.iterdir() if path.is_dir()) if folder.exists() else []


def test_an_interpreter_that_has_the_list_is_used_as_it_is(sandbox: Sandbox) -> None:
    rest = sandbox.serve().rest
    packages = {"pip": [f"PyTest=={version('pytest')}"], "conda": [f"python={sys.version_info[0]}", "pip"]}
    run = submit(sandbox, "import sys\nprint(sys.prefix)\n", environment={**packages, "strict": True})
    assert run.end()["warnings"] == []
    assert run.log().decode() == f"{sys.prefix}\n"
    assert [item["path"] for item in rest.get(f"/runs/{run.id}/logs")["items"]] == ["azureml-logs/70_driver_log.txt"]
    assert environments(sandbox) == []


@full
def test_an_environment_is_made_once_for_runs_at_the_same_time_and_later(sandbox: Sandbox, tiny: str) -> None:
    sandbox.serve()
    packages = {"pip": [tiny], "strict": True}
    both = [submit(sandbox, TINY, environment=packages) for _ in range(2)]
    for run in both:
        run.end(timeout=120)
    later = submit(sandbox, TINY, environment=packages)
    facts = later.end()
    (folder,) = environments(sandbox)
    assert [run.log().decode() for run in [*both, later]] == [f"{folder} tiny\n"] * 3
    built = [run for run in [*both, later] if run.log(BUILD_LOG)]
    assert len(built) == 1 and built[0].id in {run.id for run in both}
    assert b"Successfully installed tiny-package-1.2" in built[0].log(BUILD_LOG)
    assert facts["warnings"] == []
    assert later.facts()["properties"]["runlore.python"] == ".".join(map(str, sys.version_info[:3]))


@full
def test_a_run_that_lacks_its_environment_says_so_once_or_fails(shared: Sandbox, tmp_path: Path) -> None:
    missing = f"no-such-package @ {(tmp_path / 'no_such_package-1.0-py3-none-any.whl').as_uri()}"
    code = "import sys\nprint(sys.prefix)\n"
    before = environments(shared)
    easy = submit(shared, code, environment={"pip": [missing]})
    strict = submit(shared, code, environment={"pip": [missing], "strict": True})
    warnings = [warning["text"] for warning in easy.end(timeout=120)["warnings"]]
    assert warnings == [
        f"the environment was not made: python ended with exit code 1, and {BUILD_LOG} says why; "
        f"the run goes on with {sys.executable} as it is"
    ]
    assert easy.log().decode() == f"{sys.prefix}\n"
    error = strict.end("Failed", timeout=120)["error"]
    assert error["code"] == "EnvironmentFailed"
    assert f"and {BUILD_LOG} says why" in error["message"]
    assert strict.log() == b""
    for run in (easy, strict):
        assert b"no_such_package-1.0-py3-none-any.whl" in run.log(BUILD_LOG)
        wait_until("the log is kept as a file", partial(run.has_file, BUILD_LOG))
    assert environments(shared) == before


@full
def test_a_conda_file_of_a_project_is_heeded(shared: Sandbox, tiny: str) -> None:
    project = Project(shared, "conda-file")
    project.cli("init").ok()
    assert "pythonLocation" in (project.folder / "aml_config/local.compute").read_text()
    (project.folder / "aml_config/local.compute").write_text("type: local\nuserManagedEnvironment: false\n")
    config = project.folder / "aml_config/local.runconfig"
    config.write_text(config.read_text().replace("PrepareEnvironment: false", "PrepareEnvironment: true"))
    project.write("aml_config/conda_dependencies.yml", f"dependencies:\n  - pip:\n    - {tiny}\n")
    project.write("train.py", TINY)
    before = set(environments(shared))
    outcome = project.cli("submit", "-c", "local", "train.py", timeout=120).ok()
    (folder,) = set(environments(shared)) - before
    assert f"\n{folder} tiny\n" in outcome.out
