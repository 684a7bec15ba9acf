# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Versions of Python packages, compared as PEP 440 says, and what of PEP 508 an installed version can answer."""

from __future__ import annotations

import re
from typing import NamedTuple

_VERSION = re.compile(
    r"v?(?:(\d+)!)?(\d+(?:\.\d+)*)"
    r"(?:[-_.]?(alpha|a|beta|b|preview|pre|c|rc)[-_.]?(\d*))?"
    r"(?:-(\d+)|[-_.]?(?:post|rev|r)[-_.]?(\d*))?"
    r"(?:[-_.]?(dev)[-_.]?(\d*))?"
    r"(?:\+([a-z0-9]+(?:[-_.][a-z0-9]+)*))?",
    re.IGNORECASE,
)
_REQUIREMENT = re.compile(r"([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)\s*(.*)", re.DOTALL)
_CLAUSE = re.compile(r"\s*(===|~=|==|!=|<=|>=|<|>)\s*([^\s,;@]+)\s*")
_PRE = {"alpha": 0, "a": 0, "beta": 1, "b": 1, "preview": 2, "pre": 2, "c": 2, "rc": 2}
_LOW, _HIGH = float("-inf"), float("inf")

Key = tuple[int, tuple[int, ...], tuple[float, float], float, float]


class Version(NamedTuple):
    """A version: its place among others, its numbers, and what follows a plus."""

    key: Key
    release: tuple[int, ...]
    is_pre: bool
    is_post: bool
    local: str


class Requirement(NamedTuple):
    """A package's name and the clauses on its version, such as ``(">=", "1.2")``."""

    name: str
    clauses: tuple[tuple[str, str], ...]

    def allows(self, version: str) -> bool:
        """Whether a version is one that is asked for."""
        return all(_holds(operator, wanted, version) for operator, wanted in self.clauses)


def requirement(text: str) -> Requirement | None:
    """A requirement, None when only an installer can tell what it means: a URL, extras, a marker, an option, a path."""
    match = _REQUIREMENT.fullmatch(text.strip())
    if match is None:
        return None
    rest = match[2].strip()
    if rest.startswith("(") and rest.endswith(")"):
        rest = rest[1:-1]
    clauses = [_CLAUSE.fullmatch(part) for part in rest.split(",")] if rest else []
    if any(clause is None or not _is_readable(clause[1], clause[2]) for clause in clauses):
        return None
    return Requirement(normalized(match[1]), tuple((clause[1], clause[2]) for clause in clauses if clause))


def normalized(name: str) -> str:
    """A package's name as all its spellings have it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def parsed(text: str) -> Version | None:
    """A version, None when it is none."""
    match = _VERSION.fullmatch(text.strip())
    if match is None:
        return None
    release = tuple(int(part) for part in match[2].split("."))
    post = match[5] or match[6] if match[5] or match[6] is not None else None
    pre = (float(_PRE[match[3].lower()]), float(match[4] or 0)) if match[3] else None
    is_dev = match[7] is not None
    key = (
        int(match[1] or 0),
        _without_zeros(release),
        pre or ((_LOW, 0.0) if is_dev and post is None else (_HIGH, 0.0)),
        _LOW if post is None else float(post or 0),
        float(match[8] or 0) if is_dev else _HIGH,
    )
    return Version(key, release, pre is not None or is_dev, post is not None, (match[9] or "").lower())


def _is_readable(operator: str, wanted: str) -> bool:
    if operator == "===":
        return True
    if wanted.endswith(".*"):
        return operator in ("==", "!=") and parsed(wanted[:-2]) is not None
    version = parsed(wanted)
    return version is not None and (operator != "~=" or len(version.release) > 1)


def _holds(operator: str, wanted: str, text: str) -> bool:
    if operator == "===":
        return wanted.lower() == text.lower()
    found, limit = parsed(text), parsed(wanted[:-2] if wanted.endswith(".*") else wanted)
    if found is None or limit is None:
        return False
    if operator in ("==", "!="):
        same = _begins(found, limit) if wanted.endswith(".*") else _equals(found, limit)
        return same == (operator == "==")
    if operator == "~=":
        return found.key >= limit.key and _begins(found, limit._replace(release=limit.release[:-1]))
    if operator in (">=", "<="):
        return found.key >= limit.key if operator == ">=" else found.key <= limit.key
    same_release = found.key[:2] == limit.key[:2]
    if operator == "<":
        return found.key < limit.key and not (same_release and found.is_pre and not limit.is_pre)
    return found.key > limit.key and not (same_release and found.is_post and not limit.is_post)


def _equals(found: Version, limit: Version) -> bool:
    return found.key == limit.key and (not limit.local or found.local == limit.local)


def _begins(found: Version, limit: Version) -> bool:
    count = len(limit.release)
    return found.key[0] == limit.key[0] and (found.release + (0,) * count)[:count] == limit.release


def _without_zeros(release: tuple[int, ...]) -> tuple[int, ...]:
    end = len(release)
    while end > 1 and release[end - 1] == 0:
        end -= 1
    return release[:end]
