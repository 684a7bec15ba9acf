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

_PYTHON = re.compile(r"python(?:$|(?=[ =<>!~]))\s*(.*)")
_VERSION = re.compile(r"={0,2}\s*([0-9]+(?:\.[0-9]+)*)(?:\.\*)?(?:=.*)?")
_AZUREML = re.compile(r"azureml(?:$|[^A-Za-z0-9])")
_SIGNED_IN = re.compile(r"://([^/@\s]+)@")


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
    warnings = fields.unused(("name", "prefix", "channels", "dependencies"))
    for item in fields.items("dependencies"):
        if isinstance(item, dict):
            inner = Fields(fields.name, item, "dependencies.")
            warnings += inner.unused(("pip",))
            asked["pip"] += _kept(fields, inner.texts("pip") or [], warnings)
        elif isinstance(item, str):
            _add_conda(fields, item.strip(), asked, warnings)
        else:
            raise fields.broken("dependencies", "must hold names of packages and one list named pip", item)
    return asked, warnings


def _add_conda(fields: Fields, name: str, asked: dict[str, Any], warnings: list[str]) -> None:
    _check(fields, name)
    python = _PYTHON.fullmatch(name)
    if python is None:
        asked["conda"].append(name)
        return
    asked.pop("python", None)
    if version := _VERSION.fullmatch(python[1]):
        asked["python"] = version[1]
    elif python[1]:
        warnings.append(f"{fields.name}: python {python[1]!r} names no single version, so any is taken")


def _kept(fields: Fields, names: list[str], warnings: list[str]) -> list[str]:
    kept = []
    for name in map(str.strip, names):
        _check(fields, name)
        if _AZUREML.match(name.rpartition("/")[2]):
            warnings.append(f"{fields.name}: {name} is left out; Runlore brings its own azureml")
        else:
            kept.append(name)
    return kept


def _check(fields: Fields, name: str) -> None:
    """An option could make the installer read other files or hosts; a password would be kept with the run."""
    signed_in = _SIGNED_IN.search(name)
    if signed_in and signed_in[1] != "git":
        raise InvalidArgument(
            f"{fields.name}: a package's address must hold no user or password, as it is kept with the run, but one "
            "does; put them into the installer's own settings"
        )
    if not name or name.startswith("-"):
        raise InvalidArgument(f"{fields.name} must name packages but has {name!r:.200}; options are not taken")
