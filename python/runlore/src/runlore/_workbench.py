# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Run configurations of 2017: a ``.runconfig`` with the ``.compute`` file of its target beside it."""

from __future__ import annotations

import os
from typing import Any

from ._documents import read_mapping
from ._errors import InvalidArgument
from ._fields import Fields
from ._packages import packages_of

FILE = "$file"
_KNOWN = (
    "ArgumentVector", "Target", "EnvironmentVariables", "Framework", "CondaDependenciesFile", "SparkDependenciesFile",
    "PrepareEnvironment", "TrackedRun", "UseSampling",
)  # fmt: skip
_WITHOUT_EFFECT = ("DataSourceSettings", "DataSourceSubstitutions")
_COMPUTE = (
    "type", "baseDockerImage", "address", "username", "password", "sharedVolumes", "nvidiaDocker",
    "nativeSharedDirectory", "userManagedEnvironment", "pythonLocation", "sparkSubmitLocation",
)  # fmt: skip


def read_workbench(
    fields: Fields, root: str, path: str, script: str | None, arguments: list[str]
) -> tuple[dict[str, Any], list[str]]:
    """What a file of 2017 says, as a submission's configuration, and warnings.

    Args:
        fields: the file's.
        root: the project's folder.
        path: the file's own path.
        script: the script that was named, if any.
        arguments: those that were given.

    Raises:
        InvalidArgument: it asks for what this machine does not do, or breaks a rule.
    """
    warnings = _framework(fields)
    compute = _compute(fields, path)
    script, arguments = _vector(fields, script, arguments)
    found: dict[str, Any] = {"script": script, "arguments": arguments, "tracked": fields.flag("TrackedRun", True)}
    variables = fields.variables("EnvironmentVariables")
    if shared := compute.text("nativeSharedDirectory"):
        variables["AZUREML_NATIVE_SHARE_DIRECTORY"] = os.path.expanduser(shared)
    found.update(environmentVariables=variables, interpreter=compute.text("pythonLocation"))
    file = fields.text("CondaDependenciesFile")
    if file and not compute.flag("userManagedEnvironment", False):
        found["environment"], told = packages_of(root, file, fields, "CondaDependenciesFile")
        warnings += told
    return found, [*warnings, *fields.unused(_KNOWN, _WITHOUT_EFFECT), *compute.unused(_COMPUTE)]


def _framework(fields: Fields) -> list[str]:
    framework = fields.text("Framework")
    if framework is None:
        return [f"{fields.name}: Framework is not named, which meant PySpark; it runs as Python"]
    if framework != "Python":
        raise fields.broken("Framework", "must be Python", framework)
    return []


def _compute(fields: Fields, path: str) -> Fields:
    target = fields.text("Target") or "local"
    if os.path.basename(target) != target or target.startswith("."):
        raise fields.broken("Target", "must be 'local' or the name of a .compute file beside it", target)
    place = os.path.join(os.path.dirname(path), f"{target}.compute")
    if not os.path.isfile(place):
        if target != "local":
            raise fields.broken("Target", "must be 'local' or the name of a .compute file beside it", target)
        return Fields(fields.name, {})
    compute = Fields(f"{target}.compute", read_mapping(place, f"{target}.compute"))
    kind = compute.text("type") or "local"
    if kind != "local":
        raise InvalidArgument(
            f"{fields.name}: the target {target!r} has the type {kind!r}, but scripts run on 'local' only; "
            "choose another configuration"
        )
    return compute


def _vector(fields: Fields, script: str | None, arguments: list[str]) -> tuple[str, list[str]]:
    vector = fields.texts("ArgumentVector") or []
    if script is None and (not vector or FILE in vector):
        what = f"has {FILE}" if vector else "is empty"
        raise InvalidArgument(f"{fields.name}: ArgumentVector names no script but {what}; name a script")
    if script is not None and FILE not in vector:
        return script, arguments
    words = [*(str(script) if word == FILE else word for word in vector), *arguments]
    return words[0], words[1:]
