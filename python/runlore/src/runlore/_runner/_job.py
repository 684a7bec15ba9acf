# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""A job as the runner has it: which one it is, and what its claim answered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from .._errors import InvalidArgument, UnsafeAnswer

THIRTY_DAYS = 2_592_000  # seconds; a run without a limit of its own


class JobKey(NamedTuple):
    """A job, its run, its server, and the token that claims it."""

    run: str
    job: str
    url: str
    token: str

    @classmethod
    def of_environment(cls, run: str, variables: Mapping[str, str]) -> JobKey:
        """The job that the environment names.

        Raises:
            InvalidArgument: a variable is missing.
        """
        names = ("RUNLORE_JOB", "RUNLORE_URL", "RUNLORE_JOB_TOKEN")
        missing = [name for name in names if not variables.get(name)]
        if missing:
            raise InvalidArgument(
                f"the runner needs {', '.join(names)} but {' and '.join(missing)} "
                "is not set; a server or `runlore submit` starts it with them"
            )
        return cls(run, variables["RUNLORE_JOB"], variables["RUNLORE_URL"], variables["RUNLORE_JOB_TOKEN"])

    def __repr__(self) -> str:  # a token has no place in a log
        return f"JobKey({self.run!r}, {self.job!r}, {self.url!r})"


class Packages(NamedTuple):
    """What the interpreter has to have."""

    pip: tuple[str, ...]
    conda: tuple[str, ...]
    python: str | None
    channels: tuple[str, ...]
    strict: bool


class Configuration(NamedTuple):
    """What to execute and how. Of ``script`` and ``command`` exactly one is there."""

    script: str | None
    command: tuple[str, ...]
    arguments: tuple[str, ...]
    variables: dict[str, str]
    interpreter: str | None
    target: str
    max_seconds: float
    packages: Packages | None
    framework: str
    watched: tuple[str, ...]
    collects: bool
    tracked: bool

    @property
    def subject(self) -> str:
        """What the run executes, for messages."""
        return f"script {self.script!r}" if self.script is not None else f"command {self.command[0]!r}"


class Job(NamedTuple):
    """What a claim answers."""

    key: JobKey
    experiment: str
    experiment_id: str
    snapshot: str | None
    configuration: Configuration
    surroundings: dict[str, str]
    interpreter: str | None
    token: str

    @property
    def run(self) -> str:
        """The run's id."""
        return self.key.run

    def __repr__(self) -> str:
        return f"Job({self.key!r})"

    @classmethod
    def of_answer(cls, key: JobKey, answer: Mapping[str, Any]) -> Job:
        """Read a claim's answer.

        Raises:
            UnsafeAnswer: it is not what a claim answers, or is another run's.
        """
        try:
            job = _job(key, answer)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise UnsafeAnswer(f"the claim's answer cannot be read ({type(error).__name__}: {error})") from error
        if str(answer["run"]) != key.run:
            raise UnsafeAnswer(f"job {key.job} is of run {answer['run']}, not of {key.run}; nothing was started")
        if (job.configuration.script is None) == (not job.configuration.command):
            raise UnsafeAnswer("the configuration must have either a script or a command; nothing was started")
        return job


def _job(key: JobKey, answer: Mapping[str, Any]) -> Job:
    snapshot, interpreter = answer.get("snapshot"), answer.get("interpreterDefault")
    return Job(
        key,
        str(answer["experiment"]["name"]),
        str(answer["experiment"]["id"]),
        None if snapshot is None else str(snapshot),
        _configuration(answer["configuration"]),
        _texts(answer.get("surroundings")),
        None if interpreter is None else str(interpreter),
        str(answer["runToken"]),
    )


def _configuration(given: Mapping[str, Any]) -> Configuration:
    script, interpreter, packages = given.get("script"), given.get("interpreter"), given.get("environment")
    return Configuration(
        None if script is None else str(script),
        _list(given.get("command")),
        _list(given.get("arguments")),
        _texts(given.get("environmentVariables")),
        None if interpreter is None else str(interpreter),
        str(given.get("target", "local")),
        float(given.get("maxDurationSeconds", THIRTY_DAYS)),
        None if packages is None else _packages(packages),
        str(given.get("framework", "Python")),
        _list(given.get("watched", ("logs",))),
        bool(given.get("collectOutputs", True)),
        bool(given.get("tracked", True)),
    )


def _packages(given: Mapping[str, Any]) -> Packages:
    python = given.get("python")
    return Packages(
        _list(given.get("pip")),
        _list(given.get("conda")),
        None if python is None else str(python),
        _list(given.get("channels")),
        bool(given.get("strict", False)),
    )


def _list(given: Any) -> tuple[str, ...]:
    if isinstance(given, (str, bytes, Mapping)):
        raise TypeError(f"{given!r:.100} is no list")
    return tuple(str(item) for item in given or ())


def _texts(given: Any) -> dict[str, str]:
    return {str(name): str(value) for name, value in (given or {}).items()}
