# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""What `upload` takes: the path of a file, or a binary stream with a name."""

from __future__ import annotations

import os
from typing import Any, BinaryIO, NamedTuple

from ._arguments import checked_path, checked_text
from ._artifact_paths import artifact_path, path_of_file
from ._errors import InvalidArgument


class Upload(NamedTuple):
    """A file's path or a stream, and its artifact path."""

    source: str | BinaryIO
    target: str


def upload_of(path: Any, name: str | None) -> Upload:
    """What a call of `upload` means.

    Raises:
        InvalidArgument: there is no such file, the stream is no open binary one or has no name, or the name cannot be
            an artifact's.
    """
    if name is not None:
        name = checked_text(name, "the name of an upload")
    if hasattr(path, "read") and not isinstance(path, os.PathLike):
        return _of_stream(path, name)
    if isinstance(path, (bytes, bytearray, memoryview)):
        raise InvalidArgument(f"upload needs a path or a stream but got {type(path).__name__}; wrap it in io.BytesIO")
    source = checked_path(path, "the file of an upload")
    if os.path.isdir(source):
        raise InvalidArgument(
            f"upload needs a file but {source!r} is a folder; upload its files one by one, or put them in outputs/"
        )
    target = path_of_file(source) if name is None else artifact_path(name)
    if not os.path.isfile(source):
        raise InvalidArgument(f"upload needs a file but {source!r} is none; check the path")
    return Upload(source, target)


def _of_stream(stream: Any, name: str | None) -> Upload:
    if name is None:
        raise InvalidArgument(
            "upload of a stream needs a name but got none; give one, such as name='outputs/model.bin'"
        )
    try:
        start = stream.read(0)
    except (OSError, ValueError) as error:  # a closed one is a ValueError
        raise InvalidArgument(
            f"upload needs a stream to read but this one fails ({error}); open it with 'rb'"
        ) from error
    if not isinstance(start, bytes):
        raise InvalidArgument(
            f"upload needs a binary stream but this one gives {type(start).__name__}; open it with 'rb'"
        )
    return Upload(stream, artifact_path(name))
