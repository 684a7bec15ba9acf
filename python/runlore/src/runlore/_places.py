# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Where things are: the data folder, the server with its token, the spool.

A token goes only where its owner said: `RUNLORE_TOKEN` to a server named by an argument or by `RUNLORE_URL`, the token
file to the live server of the data folder, and the tokens of `~/.runlore/config.json` each to its own URL. So a project
folder that comes from somewhere else can name a server, but cannot make this machine hand it a token.
"""

from __future__ import annotations

import json
import logging
import os
from typing import Any, NamedTuple

from ._locks import is_locked

PROJECT_FILES = (
    os.path.join(".azureml", "config.json"),
    os.path.join("aml_config", "config.json"),
    "config.json",
)

_log = logging.getLogger("runlore")
_LONGEST_FILE = 1024 * 1024  # characters; a configuration is short, and config.json may be anybody's


class Place(NamedTuple):
    """A server, the token for it, and what named it (argument, RUNLORE_URL, a file's path)."""

    url: str
    token: str | None
    source: str

    def __repr__(self) -> str:  # a token has no place in a log
        return f"Place({self.url!r}, {'a token' if self.token else 'no token'}, {self.source!r})"


def data_folder() -> str:
    """`RUNLORE_HOME`, else `~/.runlore`; it may not exist."""
    return os.environ.get("RUNLORE_HOME") or _user_folder()


def find_server(url: str | None = None, folder: str | None = None) -> Place | None:
    """The server to talk to, or None when nothing names one and none runs on the data folder.

    Args:
        url: names the server outright.
        folder: where the search for a project file starts, upwards; the current folder without it.
    """
    return _named(url, "argument") or _named_by_environment() or _configured(folder) or live_server()


def _named(url: str | None, source: str) -> Place | None:
    if not url:
        return None
    token = os.environ.get("RUNLORE_TOKEN") or os.environ.get("MLFLOW_TRACKING_TOKEN") or _own_token(url)
    return Place(url.rstrip("/"), token, source)


def _named_by_environment() -> Place | None:
    """The server of RUNLORE_URL; the same in RUNLORE_LOCAL_URL says that it is the data folder's, which may move."""
    url = os.environ.get("RUNLORE_URL")
    place = _named(url, "RUNLORE_URL")
    if place is None or url != os.environ.get("RUNLORE_LOCAL_URL"):
        return place
    live = live_server()
    return place._replace(url=live.url if live else place.url, source=_server_file())


def _configured(folder: str | None) -> Place | None:
    for path in (*_project_files(folder or os.getcwd()), _user_file()):
        url = _object(path).get("runlore_url")
        if isinstance(url, str) and url:
            return Place(url.rstrip("/"), _own_token(url), path)
    return None


def live_server() -> Place | None:
    """The server that runs on the data folder of this machine, with its token."""
    path = _server_file()
    if not is_locked(path):
        return None
    url = _object(path).get("url")
    if not isinstance(url, str) or not url:
        return None
    return Place(url.rstrip("/"), _text(os.path.join(data_folder(), "token")).strip() or None, path)


def _server_file() -> str:
    return os.path.join(data_folder(), "server.json")


def _own_token(url: str) -> str | None:
    """The token that the user's own configuration keeps for exactly this URL."""
    tokens = _object(_user_file()).get("tokens")
    if not isinstance(tokens, dict):
        return None
    for known, token in tokens.items():
        if same_server(known, url) and isinstance(token, str):
            return token
    return None


def same_server(one: str, other: str) -> bool:
    """Whether two URLs name one server."""
    return one.rstrip("/") == other.rstrip("/")


def _project_files(folder: str) -> list[str]:
    """The project files of a folder and of those above it, nearest first."""
    found = []
    folder = os.path.abspath(folder)
    while True:
        found += [os.path.join(folder, name) for name in PROJECT_FILES]
        above = os.path.dirname(folder)
        if above == folder:
            return found
        folder = above


def _user_folder() -> str:
    return os.path.join(os.path.expanduser("~"), ".runlore")


def _user_file() -> str:
    return os.path.join(_user_folder(), "config.json")


def _object(path: str) -> dict[str, Any]:
    """A file's JSON object; empty when there is no such file or it holds something else."""
    text = _text(path)
    if not text:
        return {}
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        _log.debug("%s is no JSON (%s); it names no server", path, error)
        return {}
    return value if isinstance(value, dict) else {}


def _text(path: str) -> str:
    try:
        with open(path, encoding="utf-8") as file:
            return file.read(_LONGEST_FILE)
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return ""
    except (OSError, UnicodeDecodeError) as error:
        _log.debug("%s cannot be read (%s); it is left out", path, error)
        return ""


def place_at(url: str) -> Place:
    """The server that a spool names. It may have the URL from a project file, so that is no reason for a token."""
    found = find_server()
    if found is not None and same_server(found.url, url):
        return found
    return Place(url, _own_token(url), "spool")
