# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Answers that come in pages, and the paths of runs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ._connection import Connection, Query
from ._errors import InvalidArgument, UnsafeAnswer

_RUN_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,255}")


def run_path(run_id: str, rest: str = "") -> str:
    """The API's path of a run, such as `/runs/r1/metrics`.

    Raises:
        InvalidArgument: the id is none, and could lead to another path.
    """
    if not _RUN_ID.fullmatch(run_id):
        raise InvalidArgument(
            f"run id must be 1-256 letters, digits, '_' or '-', a letter or digit first, but is {run_id[:300]!r}"
        )
    return f"/runs/{run_id}{rest}"


def pages(connection: Connection, path: str, query: Query) -> Iterator[dict[str, Any]]:
    """Every page of a list, asked for as it is needed.

    Raises:
        UnsafeAnswer: a page is no object, or comes again for ever.
    """
    token: object = None
    while True:
        page = connection.call("GET", path, {**query, "pageToken": token} if isinstance(token, str) else query)
        if not isinstance(page, dict):
            raise unexpected(connection, f"a page that is {type(page).__name__}")
        yield page
        before, token = token, page.get("nextPageToken")
        if token is None:
            return
        if token == before or not isinstance(token, str):
            raise unexpected(connection, f"the page token {token!r}")


def items(connection: Connection, path: str, query: Query) -> Iterator[dict[str, Any]]:
    """Every item of a list.

    Raises:
        UnsafeAnswer: a page has no items, or one of them is no object.
    """
    for page in pages(connection, path, query):
        found = page.get("items")
        if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
            raise unexpected(connection, "a list without items")
        yield from found


def columns(connection: Connection, page: dict[str, Any]) -> dict[str, list[Any]]:
    """A page's columns, all of one length.

    Raises:
        UnsafeAnswer: they are not.
    """
    found = page.get("columns")
    if not isinstance(found, dict) or not all(isinstance(column, list) for column in found.values()):
        raise unexpected(connection, "a page without columns")
    if len({len(column) for column in found.values()}) > 1:
        raise unexpected(connection, "columns of different lengths")
    return found


def unexpected(connection: Connection, what: str) -> UnsafeAnswer:
    """The error for an answer that breaks the API's rules."""
    return UnsafeAnswer(f"{connection.url} answered {what}; is it a Runlore server of this version?")
