# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""What to run, as a submission says it: from a dict, or from a run configuration's file of the project."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Mapping
from typing import Any, NamedTuple

from ._artifact_paths import broken_rule
from ._documents import read_mapping
from ._errors import InvalidArgument
from ._fields import Fields
from ._runconfig import read_runconfig
from ._workbench import read_workbench

FOLDERS = (".azureml", "aml_config")
ENDING = ".runconfig"
_DEFAULTS = {"target": "local", "framework": "Python", "watched": ["logs"], "collectOutputs": True, "tracked": True}
_KEYS = frozenset({
    "script", "command", "arguments", "environmentVariables", "interpreter", "maxDurationSeconds", "environment",
    *_DEFAULTS,
})  # fmt: skip
_NAME = re.compile(r"[^./\\\x00-\x1f][^/\\\x00-\x1f]*")


class Configuration(NamedTuple):
    """A run configuration in the words of the API, and what to tell about how it was read."""

    body: dict[str, Any]
    warnings: list[str]


def configuration_of(
    source: Mapping[str, Any] | str | None, root: str, script: str | None, arguments: list[str]
) -> Configuration:
    """What to run.

    Args:
        source: a dict in the words of the API; the name of a file of the project, or its path below the project;
            without it the file ``local``, when there is one.
        root: the project's folder.
        script: the script that was named, if any.
        arguments: those that were given.

    Raises:
        InvalidArgument: a rule is broken; the sentence names file, key and value.
    """
    if isinstance(source, Mapping):
        return Configuration(_checked(_given(source, script, arguments), root), [])
    path = _file(root, source)
    if path is None:
        return Configuration(_checked({"script": script, "arguments": arguments}, root), [])
    found, warnings = _read(path, root, script, arguments)
    return Configuration(_checked(found, root), warnings)


def _given(source: Mapping[str, Any], script: str | None, arguments: list[str]) -> dict[str, Any]:
    if unknown := sorted(str(key) for key in source if key not in _KEYS):
        raise InvalidArgument(
            f"a run configuration must have the keys {', '.join(sorted(_KEYS))} only but has {', '.join(unknown)}"
        )
    found = {"arguments": [], **source}
    if script is not None:
        found = {**{key: value for key, value in found.items() if key != "command"}, "script": script}
    if arguments:
        found["arguments"] = arguments
    return found


def _read(path: str, root: str, script: str | None, arguments: list[str]) -> tuple[dict[str, Any], list[str]]:
    name = os.path.relpath(path, root).replace(os.sep, "/")
    tree = read_mapping(path, name)
    fields = Fields(name, tree)
    if any(key[:1].isupper() for key in tree):
        return read_workbench(fields, root, path, script, arguments)
    return read_runconfig(fields, root, script, arguments)


def _checked(found: dict[str, Any], root: str) -> dict[str, Any]:
    """With what goes without saying, and without what says nothing."""
    body = {**_DEFAULTS, **{key: value for key, value in found.items() if value is not None}}
    if not body.get("environmentVariables"):
        body.pop("environmentVariables", None)
    if "script" in body:
        body["script"] = _script(body["script"])
    elif "command" not in body:
        raise InvalidArgument("a run needs a script or a command but none is named; name one")
    if (interpreter := _interpreter(body.pop("interpreter", None), root)) is not None:
        body["interpreter"] = interpreter
    return body


def _script(script: object) -> str:
    text = os.path.normpath(script).replace(os.sep, "/") if isinstance(script, str) and script else str(script)
    if broken := broken_rule(text):
        raise InvalidArgument(f"a script must lie in the project's folder: its path {broken}; got {script!r:.200}")
    return text


def _interpreter(named: object, root: str) -> str | None:
    """An absolute path; None for the submitter's own."""
    if named is None or named in ("python", "python3"):
        return None
    if not isinstance(named, str):
        raise InvalidArgument(f"interpreter must be a path but is {named!r:.200}; mend it")
    if "/" in named or os.sep in named:
        return os.path.normpath(os.path.join(root, os.path.expanduser(named)))
    found = shutil.which(named)
    if found is None:
        raise InvalidArgument(f"interpreter must be on the PATH, or its path, but is {named!r}; mend it")
    return os.path.abspath(found)


def _file(root: str, name: str | None) -> str | None:
    """The file of a configuration; None for a `local` that has none."""
    wanted = "local" if name is None else name
    if wanted.endswith(ENDING):
        path = os.path.normpath(wanted).replace(os.sep, "/")
        if broken_rule(path) or not os.path.isfile(os.path.join(root, path)):
            raise InvalidArgument(f"a run configuration must be a file below {root!r} but is {wanted!r}; check it")
        return os.path.join(root, *path.split("/"))
    if not _NAME.fullmatch(wanted):
        raise InvalidArgument(f"a run configuration's name must be that of a file but is {wanted!r:.200}; check it")
    for folder in FOLDERS:
        path = os.path.join(root, folder, wanted + ENDING)
        if os.path.isfile(path):
            return path
    if wanted == "local":
        return None
    raise InvalidArgument(
        f"there is no run configuration {wanted!r} in {' or '.join(FOLDERS)} of {root!r}; there are: {_names(root)}"
    )


def _names(root: str) -> str:
    found: set[str] = set()
    for folder in FOLDERS:
        if os.path.isdir(os.path.join(root, folder)):
            names = os.listdir(os.path.join(root, folder))
            found.update(name[: -len(ENDING)] for name in names if name.endswith(ENDING))
    return ", ".join(sorted(found)) or "none"
