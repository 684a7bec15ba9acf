# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Paths of a run's files: what the server takes, and what this machine will write.

An artifact path is relative, cut by `/`, and has no empty, `.` or `..` part, no backslash, no control character and no
drive letter. Names that come from a server are checked again before they become files here.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterable

from ._errors import InvalidArgument, UnsafeAnswer

LONGEST = 1024  # characters

_DRIVE = re.compile(r"[^\W\d_]:")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
# names that Windows keeps for devices, whatever their ending
_RESERVED = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)", re.IGNORECASE)


def artifact_path(text: str) -> str:
    """A user's path as an artifact path: `./x` and `a//b` are tidied, the rest is checked.

    Raises:
        InvalidArgument: the path is absolute, climbs with `..`, is too long or holds a forbidden character.
    """
    path = "/".join(part for part in text.split("/") if part not in ("", "."))
    if text.startswith("/"):
        raise InvalidArgument(f"artifact path must be relative but is {text!r}; leave out what is before the run's own")
    broken = broken_rule(path)
    if broken:
        raise InvalidArgument(f"artifact path {broken}; got {_shown(text)}, choose another name")
    return path


def path_of_file(path: str) -> str:
    """The artifact path of a local file when the user gave no other: as given if relative, else its base name."""
    text = os.fspath(path).replace(os.sep, "/")
    parts = [part for part in text.split("/") if part not in ("", ".")]
    if os.path.isabs(path) or ".." in parts:
        parts = parts[-1:]
    return artifact_path("/".join(parts))


def path_of_name(name: str, ending: str = "") -> str:
    """An artifact path from a metric's name; what a path may not hold becomes `_`."""
    text = _CONTROL.sub("_", name.encode(errors="backslashreplace").decode()).replace("\\", "_")
    parts = ["_" * len(part) if part in (".", "..") else part for part in text.split("/") if part]
    path = "/".join(parts) or "_"
    if _DRIVE.match(path):
        path = path.replace(":", "_", 1)
    return path[: LONGEST - len(ending)].rstrip("/") + ending


def broken_rule(path: str) -> str:
    """The rule that an artifact path breaks, or an empty text."""
    if not 1 <= len(path) <= LONGEST:
        return f"must be 1-{LONGEST} characters but has {len(path)}"
    if path.startswith("/") or _DRIVE.match(path):
        return "must be relative"
    if "\\" in path or _CONTROL.search(path):
        return "must not hold a backslash or a control character"
    if any(part in ("", ".", "..") for part in path.split("/")):
        return "must not have an empty, '.' or '..' part"
    if any("\ud800" <= character <= "\udfff" for character in path):
        return "must be valid Unicode"
    return ""


def checked_answers(paths: Iterable[str]) -> list[str]:
    """Artifact paths that a server listed, if all may become files below one folder of this machine.

    Raises:
        UnsafeAnswer: a path would leave the folder, is a name that some systems reserve, or two paths would be one
            file where case or Unicode form does not count.
    """
    checked = [_safe(path) for path in paths]
    folders = {path[:end] for path in checked for end in _ends_of_folders(path)}
    files = set(checked)
    if len(files) < len(checked):
        raise UnsafeAnswer("the server lists a file twice; nothing was written")
    for path in files & folders:
        raise UnsafeAnswer(f"the server lists {path!r} both as a file and as a folder; nothing was written")
    _refuse_twins(sorted(files | folders))
    return checked


def _safe(path: object) -> str:
    if not isinstance(path, str):
        raise UnsafeAnswer(f"the server lists a file without a name: {path!r}; nothing was written")
    broken = broken_rule(path)
    if broken:
        raise UnsafeAnswer(f"the server lists a file whose path {broken}: {_shown(path)}; nothing was written")
    for part in path.split("/"):
        if _RESERVED.match(part) or part[-1] in ". " or (os.name == "nt" and ":" in part):
            raise UnsafeAnswer(
                f"the server lists {path!r}, but a file named {part!r} means something else on some systems; "
                "download it alone, to a file name of your own"
            )
    return path


def _refuse_twins(paths: list[str]) -> None:
    places: dict[str, str] = {}
    for path in paths:
        other = places.setdefault(unicodedata.normalize("NFC", path.casefold()), path)
        if other != path:
            raise UnsafeAnswer(
                f"the server lists {other!r} and {path!r}, which are one file where case does not count; "
                "download them one by one, to file names of your own"
            )


def _ends_of_folders(path: str) -> list[int]:
    return [index for index, character in enumerate(path) if character == "/"]


def _shown(path: str) -> str:
    return repr(path if len(path) <= 200 else path[:200] + "…")
