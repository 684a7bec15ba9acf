# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from runlore._facts import ENVIRONMENT, arguments, environment_facts, facts, rank, script_name, user_name
from runlore._git import git_facts, without_userinfo

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


def git(folder: Path, *arguments: str) -> str:
    identity = ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"]
    done = subprocess.run(["git", *identity, "-C", str(folder), *arguments], check=True, capture_output=True, text=True)
    return done.stdout.strip()


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    git(tmp_path, "init", "-q", "-b", "études")
    (tmp_path / "train.py").write_text("print(1)")
    git(tmp_path, "add", "train.py")
    git(tmp_path, "commit", "-qm", "first")
    return tmp_path


@needs_git
def test_a_repository_gives_commit_branch_remote_and_whether_it_is_dirty(repository: Path) -> None:
    commit = git(repository, "rev-parse", "HEAD")
    git(repository, "remote", "add", "origin", "https://ada:t0ken@example.org/ada/iris.git")
    (repository / "sub").mkdir()
    clean = {
        "azureml.git.dirty": "False",
        "azureml.git.commit": commit,
        "mlflow.source.git.commit": commit,
        "azureml.git.branch": "études",
        "mlflow.source.git.branch": "études",
        "azureml.git.repository_uri": "https://example.org/ada/iris.git",
        "mlflow.source.git.repoURL": "https://example.org/ada/iris.git",
    }
    assert git_facts(str(repository)) == clean
    assert git_facts(str(repository / "sub")) == clean
    (repository / "train.py").write_text("print(2)")
    assert git_facts(str(repository)) == {**clean, "azureml.git.dirty": "True"}


@needs_git
def test_a_detached_commit_has_no_branch_and_a_new_repository_no_commit(repository: Path, tmp_path: Path) -> None:
    git(repository, "checkout", "-q", "--detach")
    found = git_facts(str(repository))
    assert set(found) == {"azureml.git.dirty", "azureml.git.commit", "mlflow.source.git.commit"}
    (tmp_path / "new").mkdir()
    git(tmp_path / "new", "init", "-q", "-b", "main")
    assert git_facts(str(tmp_path / "new")) == {
        "azureml.git.dirty": "False",
        "azureml.git.branch": "main",
        "mlflow.source.git.branch": "main",
    }


def test_outside_a_repository_and_without_git_there_are_no_git_facts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert git_facts(str(tmp_path)) == {}
    monkeypatch.setenv("PATH", "")
    assert git_facts(str(tmp_path)) == {}


@needs_git
def test_asking_for_git_facts_starts_no_program_that_the_repository_names(repository: Path) -> None:
    monitor = repository / "monitor.sh"
    monitor.write_text(f"#!/bin/sh\ntouch '{repository}/sprung'\n")
    monitor.chmod(0o755)
    git(repository, "config", "core.fsmonitor", str(monitor))
    assert git_facts(str(repository))["azureml.git.branch"] == "études"
    assert not (repository / "sprung").exists()


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://example.org/a/b.git", "https://example.org/a/b.git"),
        ("https://ada:t0ken@example.org/a/b.git", "https://example.org/a/b.git"),
        ("https://t0ken@example.org:8443/a/b@c.git", "https://example.org:8443/a/b@c.git"),
        ("https://a:t0k@en@example.org/b", "https://example.org/b"),
        ("https://t0ken@example.org", "https://example.org"),
        ("https://example.org/b?access=t0ken", "https://example.org/b"),
        ("https://example.org/b#t0ken", "https://example.org/b"),
        ("ssh://git@example.org:22/a/b.git", "ssh://example.org:22/a/b.git"),
        ("git@example.org:a/b.git", "git@example.org:a/b.git"),
        ("t0ken@example.org:a/b.git", "example.org:a/b.git"),
        ("/srv/git/b.git", "/srv/git/b.git"),
        ("../b@c.git", "../b@c.git"),
        ("file:///srv/b.git", "file:///srv/b.git"),
    ],
)
def test_a_remotes_address_loses_what_may_be_a_token(url: str, kept: str) -> None:
    assert without_userinfo(url) == kept


def test_only_allowed_variables_are_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in list(os.environ):
        if name != "PATH":
            monkeypatch.delenv(name)
    secrets = (
        "AWS_SECRET_ACCESS_KEY",
        "RUNLORE_TOKEN",
        "MLFLOW_TRACKING_TOKEN",
        "AZUREML_RUN_TOKEN",
        "SLURM_JWT",
        "CUDA_X",
        "HOME",
    )
    for name in secrets:
        monkeypatch.setenv(name, "s3cret")
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "0,1")
    monkeypatch.setenv("OMP_NUM_THREADS", "")
    monkeypatch.setenv("CONDA_DEFAULT_ENV", "x" * 1000)
    assert environment_facts() == {
        "runlore.env.CUDA_VISIBLE_DEVICES": "0,1",
        "runlore.env.CONDA_DEFAULT_ENV": "x" * 250,
    }
    monkeypatch.setattr(sys, "argv", ["train.py", "--token", "s3cret"])
    assert "s3cret" not in repr(facts(str(tmp_path)))


def test_no_allowed_variable_has_a_name_that_sounds_like_a_secret() -> None:
    assert [
        name for name in ENVIRONMENT if any(word in name for word in ("TOKEN", "KEY", "PASS", "SECRET", "AUTH"))
    ] == []


def test_facts_say_where_the_run_runs(tmp_path: Path) -> None:
    found = facts(str(tmp_path))
    assert found.host == platform.node()
    assert found.user == user_name() != ""
    assert found.properties["runlore.python"] == "{}.{}.{}".format(*sys.version_info[:3])
    assert found.properties["runlore.platform"].startswith(sys.platform)


def test_a_user_without_a_name_is_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody() -> str:
        raise KeyError("uid not found")

    monkeypatch.setattr("getpass.getuser", nobody)
    assert user_name() == str(os.getuid())


def script_of(folder: Path, *command: str) -> str:
    source = str(Path(__file__).parents[1] / "src")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([source, str(folder / "modules")])}
    done = subprocess.run(
        [sys.executable, *command], cwd=folder, env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def test_the_script_is_known_by_its_path_in_the_project(tmp_path: Path) -> None:
    ask = "from runlore._facts import script_name; print(script_name())"
    for path in ("train.py", "deep/é train.py", "modules/job.py"):
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(ask, encoding="utf-8")
    assert script_of(tmp_path, "train.py") == "train.py"
    assert script_of(tmp_path, str(tmp_path / "deep" / "é train.py")) == "deep/é train.py"
    assert script_of(tmp_path / "modules", str(tmp_path / "train.py")) == "train.py"
    assert script_of(tmp_path, "-m", "job") == "modules/job.py"
    assert script_of(tmp_path, "-c", ask) == "None"


def test_a_notebook_has_no_script(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules["__main__"], "__file__", "/x/site-packages/ipykernel_launcher.py", raising=False)
    assert script_name() is None


@pytest.mark.parametrize(
    ("variables", "found"),
    [
        ({}, None),
        ({"RANK": "3"}, 3),
        ({"OMPI_COMM_WORLD_RANK": "0"}, 0),
        ({"RANK": "x", "SLURM_PROCID": "7"}, 7),
        ({"RANK": "-1"}, None),
    ],
)
def test_the_rank_comes_from_the_launchers_variables(
    variables: dict[str, str], found: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("RANK", "OMPI_COMM_WORLD_RANK", "SLURM_PROCID"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert rank() == found


def test_arguments_are_kept_as_they_were_given_and_cut_where_a_server_would_refuse_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "argv", ["train.py", "0.5", "--name", "a b", "", "模" * 16_000, "x" * 16_001])
    assert arguments() == ["0.5", "--name", "a b", "", "模" * 16_000, "x" * 16_000 + "…"]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (["--token", "s3cret", "0.5"], ["--token", "***", "0.5"]),
        (["--api-key=s3cret"], ["--api-key=***"]),
        (["-p", "--db_password", "s3cret", "--lr", "0.1"], ["-p", "--db_password", "***", "--lr", "0.1"]),
        (["--use-token", "--lr", "0.1"], ["--use-token", "--lr", "0.1"]),
        (["--tokenizer", "bert", "--max-tokens", "9"], ["--tokenizer", "bert", "--max-tokens", "9"]),
        (["tokenizer.json", "--max=3"], ["tokenizer.json", "--max=3"]),
    ],
)
def test_the_value_of_an_argument_that_is_named_like_a_secret_is_not_kept(
    given: list[str], kept: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["train.py", *given])
    assert arguments() == kept
