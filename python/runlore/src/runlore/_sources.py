# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Sends a folder's files to a server as a snapshot: only the bytes that it lacks travel."""

from __future__ import annotations

import json
import os
from typing import BinaryIO

from ._connection import BYTES, Connection, error_of
from ._errors import InvalidArgument, RequestRefused, UnsafeAnswer, WrongState
from ._folder import Folder
from ._manifest import Entry, manifest_of, snapshot_id
from ._snapshots import entries
from ._spool import copy_hashed


def send_snapshot(connection: Connection, folder: Folder) -> str:
    """Store the state of a folder; answers the snapshot's id.

    Raises:
        InvalidArgument: two files would be one on some machines.
        WrongState: a file cannot be read, or changes meanwhile.
        ServerError: the server refuses it.
        ConnectionFailed: no complete answer came.
    """
    found = entries(folder, _sum)
    manifest = manifest_of(found)
    places = {entry.sha256: (entry, file.place) for entry, file in zip(found, folder.files)}
    sent: set[str] = set()
    while missing := _put(connection, manifest):
        for sha256 in missing:
            if sha256 in sent or sha256 not in places:
                raise UnsafeAnswer(f"{connection.url} asks for the blob {sha256} again, or without a reason; update it")
            sent.add(sha256)
            _send(connection, *places[sha256])
    return snapshot_id(manifest)


def _sum(file: BinaryIO) -> tuple[str, int]:
    return copy_hashed(file, os.devnull)


def _put(connection: Connection, manifest: bytes) -> list[str]:
    """Name the snapshot to the server; answers the blobs that it lacks."""
    response = connection.request("PUT", "/snapshots", None, manifest, {"Content-Type": BYTES})
    if 200 <= response.status < 300:
        return []
    missing = None
    if response.status == 409:
        problem = json.loads(response.body or b"{}")
        missing = problem.get("missingBlobs") if isinstance(problem, dict) else None
    if not isinstance(missing, list) or not missing:
        raise error_of(response)
    return [str(sha256) for sha256 in missing]


def _send(connection: Connection, entry: Entry, place: str) -> None:
    try:
        with open(place, "rb") as file:
            connection.upload(f"/blobs/{entry.sha256}", None, file, entry.size)
    except (RequestRefused, OSError, InvalidArgument) as error:
        if _is_still(entry, place):
            raise
        raise WrongState(
            409, "WRONG_STATE", f"{place!r} changed or went while it was sent; submit again when nothing writes it"
        ) from error


def _is_still(entry: Entry, place: str) -> bool:
    try:
        with open(place, "rb") as file:
            return _sum(file) == (entry.sha256, entry.size)
    except OSError:
        return False
