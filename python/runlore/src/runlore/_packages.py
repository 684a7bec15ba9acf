# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""The packages that a conda file asks for, as a submission names them. Nothing of it is an option of pip or conda."""

from __future__ import annotations

import os
import re
from typing import Any

from ._artifact_paths import broken_rule
from ._documents import read_mapping
from ._errors import InvalidArgument
from ._fields import Fields

_PYTHON = re.compile(r"python\s*(?:={1,2}\s*)?(.*)", re.DOTALL)
_IS_PYTHON = re.compile(r"python(\s*[=<>!~].*)?", re.DOTALL)
_AZUREML = re.compile(r"azureml(-[a-z0-9-]+)?(?![a-z0-9_-])", re.IGNORECASE)
_PASSWORD = re.compile(r"://[^/\s]*@")


def packages_of(root: str, file: str, named_by: Fields, key: str) -> tuple[dict[str, Any], list[str]]:
    """The packages of a conda file below the project's folder, and warnings.

    Raises:
        InvalidArgument: it leads out of the folder, is not there, or asks for what is no package.
    """
    path = os.path.normpath(file).replace(os.sep, "/")
    if broken_rule(path) or os.path.isabs(file):
        raise named_by.broken(key, "must be a file below the project's folder", file)
    place = os.path.join(root, *path.split("/"))
    if not os.path.isfile(place):
        raise named_by.broken(key, "must be a file that is there", file)
    return packages(Fields(file, read_mapping(place, file)))


def packages(fields: Fields) -> tuple[dict[str, Any], list[str]]:
    """The packages that a mapping in the form of a conda file asks for, and warnings."""
    asked: dict[str, Any] = {"pip": [], "conda": [], "channels": fields.texts("channels") or [], "strict": False}
    for channel in asked["channels"]:
        _check(fields, channel)
    warnings: list[str] = []
    for item in fields.items("dependencies"):
        if isinstance(item, dict):
            inner = Fields(fields.name, item, "dependencies.")
            warnings += inner.unused(("pip",))
            asked["pip"] += _kept(fields, inner.texts("pip") or [], warnings)
        elif isinstance(item, str):
            if _IS_PYTHON.fullmatch(item):
                asked.update({"python": version} if (version := _version(item)) else {})
            else:
                asked["conda"] += _kept(fields, [item], warnings)
        else:
            raise fields.broken("dependencies", "must hold texts", item)
    return asked, warnings


def _version(item: str) -> str:
    match = _PYTHON.fullmatch(item)
    return match[1].strip() if match else ""


def _kept(fields: Fields, names: list[str], warnings: list[str]) -> list[str]:
    kept = []
    for name in names:
        _check(fields, name)
        if _AZUREML.match(name):
            warnings.append(f"{fields.name}: {name} is left out; Runlore brings its own azureml")
        else:
            kept.append(name)
    return kept


def _check(fields: Fields, name: str) -> None:
    if _PASSWORD.search(name):
        raise InvalidArgument(f"{fields.name} must not hold a password, but an address in it does; take it out")
    if not name.strip() or name.lstrip().startswith("-"):
        raise InvalidArgument(f"{fields.name} must name packages but has {name!r:.200}; options are not taken")
