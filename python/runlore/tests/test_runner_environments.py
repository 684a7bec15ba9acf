# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""The interpreter of a run: as it is when it has what is asked, else one made for the list, once."""

from __future__ import annotations

import os
import platform
import sys
import venv
import zipfile
from importlib.metadata import version
from pathlib import Path
from typing import Any, Callable

import pytest

from job_server import BUILD_LOG, JobServer, Runner, eventually

Launch = Callable[..., Runner]
PREFIX = "import sys; print(sys.prefix)"
TINY = "import sys, tiny_package; print(sys.prefix, tiny_package.WORD)"


@pytest.fixture
def wheels(tmp_path: Path) -> Path:
    """A folder with a package that no registry has."""
    folder = tmp_path / "wheels"
    folder.mkdir()
    info = "tiny_package-1.2.dist-info"
    with zipfile.ZipFile(folder / "tiny_package-1.2-py3-none-any.whl", "w") as wheel:
        wheel.writestr("tiny_package.py", "WORD = 'tiny'\n")
        wheel.writestr(f"{info}/METADATA", "Metadata-Version: 2.1\nName: tiny-package\nVersion: 1.2\n")
        tags = "Root-Is-Purelib: true\nTag: py3-none-any\n"
        wheel.writestr(f"{info}/WHEEL", f"Wheel-Version: 1.0\nGenerator: test\n{tags}")
        wheel.writestr(f"{info}/RECORD", f"tiny_package.py,,\n{info}/METADATA,,\n{info}/WHEEL,,\n{info}/RECORD,,\n")
    return folder


def offline(wheels: Path, *pip: str) -> list[str]:
    return ["--no-index", f"--find-links {wheels}", *pip]


def test_an_interpreter_that_has_the_list_is_used_as_it_is(jobs: JobServer, launch: Launch) -> None:
    packages = {"pip": [f"PyTest=={version('pytest')}"], "conda": [f"python={sys.version_info[0]}", "pip"]}
    jobs.submit("r1", jobs.keep_snapshot({"train.py": PREFIX}), environment=packages)
    runner = launch("r1")
    assert runner.wait() == 0, runner.text()
    assert jobs.log("r1").decode().strip() == sys.prefix
    assert jobs.log("r1", BUILD_LOG) == b""
    assert not (runner.work.parents[1] / "environments").exists()


def test_an_environment_is_made_once_and_used_again(jobs: JobServer, launch: Launch, wheels: Path) -> None:
    packages = {"pip": offline(wheels, "tiny-package>=1.0"), "python": f"{sys.version_info[0]}.{sys.version_info[1]}"}
    for run in ("r1", "r2"):
        jobs.submit(run, jobs.keep_snapshot({"train.py": TINY}), environment=packages)
    jobs.submit("r3", None, command=["python", "-c", TINY], environment=packages)
    first, second = launch("r1"), launch("r2")  # the second waits for the first
    assert [first.wait(60), second.wait(60)] == [0, 0], first.text() + second.text()
    third = launch("r3")
    assert third.wait() == 0, third.text()
    assert [jobs.end(run)["to"] for run in ("r1", "r2", "r3")] == ["Completed"] * 3
    (folder,) = [path for path in (first.work.parents[1] / "environments").iterdir() if path.is_dir()]
    assert {jobs.log(run) for run in ("r1", "r2", "r3")} == {f"{folder} tiny\n".encode()}
    built = [run for run in ("r1", "r2", "r3") if jobs.log(run, BUILD_LOG)]
    assert len(built) == 1 and built[0] in ("r1", "r2")
    assert b"Successfully installed tiny-package-1.2" in jobs.log(built[0], BUILD_LOG)


def test_without_its_environment_a_run_goes_on_with_one_warning(jobs: JobServer, launch: Launch, wheels: Path) -> None:
    packages: dict[str, Any] = {"pip": offline(wheels, "no-such-package")}
    jobs.submit("r1", jobs.keep_snapshot({"train.py": PREFIX}), environment=packages)
    runner = launch("r1")
    assert runner.wait(60) == 0
    assert jobs.end("r1")["to"] == "Completed"
    assert jobs.log("r1").decode().strip() == sys.prefix
    (warning,) = jobs.warnings("r1")
    assert warning.startswith("the environment was not made: python ended with exit code 1")
    assert warning.endswith(f"the run goes on with {sys.executable} as it is")
    assert b"no-such-package" in jobs.log("r1", BUILD_LOG)
    assert [p for p in (runner.work.parents[1] / "environments").iterdir() if p.is_dir()] == []


def test_a_strict_run_fails_without_its_environment(jobs: JobServer, launch: Launch) -> None:
    jobs.submit("r1", jobs.keep_snapshot({"train.py": PREFIX}), environment={"python": "2.5", "strict": True})
    assert launch("r1").wait() == 0
    assert jobs.log("r1") == b""
    assert jobs.end("r1")["error"] == {
        "code": "EnvironmentFailed",
        "message": f"the environment was not made: it needs Python 2.5.*, but {sys.executable} is "
        f"{platform.python_version()} and there is no other python2.5 on the PATH",
    }


def test_a_cancel_ends_the_making_of_an_environment(jobs: JobServer, launch: Launch, wheels: Path) -> None:
    slow = wheels.parent / "project" / "setup.py"
    slow.parent.mkdir()
    slow.write_text("import time; time.sleep(300)", encoding="utf-8")
    packages = {"pip": ["--no-index", f"--find-links {wheels}", str(slow.parent)]}
    jobs.submit("r1", jobs.keep_snapshot({"train.py": PREFIX}), environment=packages)
    runner = launch("r1")
    eventually(lambda: b"$ " in jobs.log("r1", BUILD_LOG))
    jobs.cancel("r1")
    assert runner.wait() == 0, runner.text()
    assert jobs.statuses("r1") == ["Canceled"]
    assert [p for p in (runner.work.parents[1] / "environments").iterdir() if p.is_dir()] == []


def test_conda_makes_what_has_conda_packages(jobs: JobServer, launch: Launch, tmp_path: Path) -> None:
    program = tmp_path / "bin" / "micromamba"
    program.parent.mkdir()
    program.write_text(
        f"#!{sys.executable}\nimport sys, venv\nprint(sys.argv[1:])\n"
        "folder = next(a for a in sys.argv if a.startswith('--prefix=')).partition('=')[2]\n"
        "venv.create(folder, with_pip=False)\n",
        encoding="utf-8",
    )
    program.chmod(0o755)
    packages = {"conda": ["no-such-package=1.2", "numpy >=1.2"], "channels": ["conda-forge"], "python": "3"}
    jobs.submit("r1", jobs.keep_snapshot({"train.py": PREFIX}), environment=packages)
    path = f"{program.parent}{os.pathsep}{os.environ['PATH']}"
    jobs.jobs["r1"]["answer"]["surroundings"]["PATH"] = path
    runner = launch("r1")
    assert runner.wait(60) == 0, runner.text()
    assert jobs.end("r1")["to"] == "Completed"
    assert b"environments" in jobs.log("r1")
    log = jobs.log("r1", BUILD_LOG)
    assert b"'--channel=conda-forge', 'no-such-package=1.2', 'numpy >=1.2', 'python==3.*', 'pip']" in log


def test_a_vendor_package_that_is_shadowed_is_told_once(jobs: JobServer, launch: Launch, tmp_path: Path) -> None:
    venv.create(tmp_path / "venv", with_pip=False, symlinks=True)
    python = tmp_path / "venv" / "bin" / "python"
    (site,) = (tmp_path / "venv" / "lib").glob("python*/site-packages")
    (site / "azureml_core-1.60.0.dist-info").mkdir()
    (site / "azureml_core-1.60.0.dist-info" / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: azureml-core\nVersion: 1.60.0\n", encoding="utf-8"
    )
    (site / "azureml").mkdir()
    (site / "azureml" / "__init__.py").write_text("raise SystemExit('the vendor')", encoding="utf-8")
    text = "from azureml.logging import get_azureml_logger\nget_azureml_logger().log('a', 1)"
    jobs.submit("r1", jobs.keep_snapshot({"train.py": text}), interpreter=str(python))
    runner = launch("r1")
    assert runner.wait() == 0, runner.text()
    assert jobs.end("r1")["to"] == "Completed", jobs.log("r1")
    assert jobs.values("r1", "a") == [1]
    assert jobs.warnings("r1") == [
        f"azureml-core 1.60.0 is installed in {python}, but in this run the package 'azureml' is Runlore's"
    ]
