# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Run configurations of 2018 and later."""

from __future__ import annotations

from typing import Any

from ._errors import InvalidArgument
from ._fields import Fields
from ._packages import packages, packages_of

_FRAMEWORKS = ("Python", "PyTorch", "TensorFlow", "Cntk")
_KNOWN = (
    "script", "arguments", "command", "framework", "communicator", "target", "jobName", "autoPrepareEnvironment",
    "prepareEnvironment", "maxRunDurationSeconds", "nodeCount", "environment", "environmentVariables", "history",
    "spark", "amlCompute", "tensorflow", "mpi", "pytorch", "hdi", "containerInstance", "docker", "cmk8sCompute",
    "exposedPorts",
)  # fmt: skip
_WITHOUT_EFFECT = ("sourceDirectoryDataStore", "dataReferences", "data", "outputData")
_ENVIRONMENT = (
    "name", "version", "environmentVariables", "python", "docker", "spark", "databricks", "inferencingStackVersion",
    "r", "assetId",
)  # fmt: skip
_PYTHON = ("userManagedDependencies", "interpreterPath", "condaDependencies", "condaDependenciesFile")


def read_runconfig(
    fields: Fields, root: str, script: str | None, arguments: list[str]
) -> tuple[dict[str, Any], list[str]]:
    """What a file says, as a submission's configuration, and warnings.

    Args:
        fields: the file's.
        root: the project's folder.
        script: the script that was named, if any; then the arguments are those that were given with it.
        arguments: those that were given.

    Raises:
        InvalidArgument: it asks for what this machine does not do, or breaks a rule.
    """
    _refuse_others(fields)
    found = _what(fields, script, arguments)
    if seconds := fields.number("maxRunDurationSeconds"):
        found["maxDurationSeconds"] = seconds
    history = fields.part("history")
    found["collectOutputs"] = history.flag("outputCollection", True)
    if (watched := history.texts("directoriesToWatch")) is not None:
        found["watched"] = watched
    environment = fields.part("environment")
    found["environmentVariables"] = {
        **environment.variables("environmentVariables"),
        **fields.variables("environmentVariables"),
    }
    asked, warnings = _environment(environment.part("python"), root)
    found.update(asked)
    return found, [
        *warnings,
        *environment.part("python").unused(_PYTHON, ("baseCondaEnvironment",)),
        *environment.unused(_ENVIRONMENT),
        *history.unused(("outputCollection", "directoriesToWatch", "snapshotProject")),
        *fields.unused(_KNOWN, _WITHOUT_EFFECT),
    ]


def _refuse_others(fields: Fields) -> None:
    """Raise for what needs more than this machine and one process."""
    if (target := fields.text("target") or "local") != "local":
        raise fields.broken("target", "must be 'local'", target)
    if (framework := fields.text("framework") or "Python") not in _FRAMEWORKS:
        raise fields.broken("framework", f"must be one of {', '.join(_FRAMEWORKS)}", framework)
    if (communicator := fields.text("communicator") or "None") != "None":
        raise fields.broken("communicator", "must be None", communicator)
    if (nodes := fields.number("nodeCount") or 1) > 1:
        raise fields.broken("nodeCount", "must be 1", nodes)
    for docker in (fields.part("environment").part("docker"), fields.part("docker")):
        if docker.flag("enabled", False) or docker.flag("useDocker", False):
            raise InvalidArgument(f"{fields.name}: docker is not used here; switch it off, or run without it")


def _what(fields: Fields, script: str | None, arguments: list[str]) -> dict[str, Any]:
    found: dict[str, Any] = {"framework": fields.text("framework") or "Python"}
    if script is not None:
        return {**found, "script": script, "arguments": arguments}
    found["arguments"] = arguments or fields.texts("arguments") or []
    if "command" in fields:
        try:
            found["command"] = fields.texts("command")
        except InvalidArgument as error:
            raise InvalidArgument(f"{error}: a command is a list of its words, as no shell runs it") from None
        return found
    named = fields.text("script")
    if named is None:
        raise InvalidArgument(f"{fields.name} names no script; name one")
    return {**found, "script": named}


def _environment(python: Fields, root: str) -> tuple[dict[str, Any], list[str]]:
    if python.flag("userManagedDependencies", False):
        return {"interpreter": python.text("interpreterPath")}, []
    found: dict[str, Any] = {}
    if "condaDependencies" in python:
        found["environment"], warnings = packages(python.part("condaDependencies"))
        return found, warnings
    if file := python.text("condaDependenciesFile"):
        found["environment"], warnings = packages_of(root, file, python, "condaDependenciesFile")
        return found, warnings
    return found, []
