# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""What `log_image` takes: a picture's file or stream, or a matplotlib or PIL object that can draw itself as PNG."""

from __future__ import annotations

import io
import os
import time
from collections.abc import Container
from typing import Any, NamedTuple

from ._artifact_paths import path_of_file, path_of_name
from ._errors import InvalidArgument

_MAGIC = (
    ("png", 0, b"\x89PNG\r\n\x1a\n"),
    ("jpeg", 0, b"\xff\xd8\xff"),
    ("gif", 0, b"GIF87a"),
    ("gif", 0, b"GIF89a"),
    ("webp", 8, b"WEBP"),
    ("tiff", 0, b"II*\x00"),
    ("tiff", 0, b"MM\x00*"),
    ("bmp", 0, b"BM"),
)


class Image(NamedTuple):
    """A picture to store: its artifact path and its bytes."""

    path: str
    body: bytes


def image(name: str, path: object = None, plot: object = None, taken: Container[str] = ()) -> Image:
    """The picture that a call of `log_image` means.

    Args:
        name: the metric's.
        path: a file's path or an open binary stream; a thing that can draw itself counts as `plot`.
        plot: `matplotlib.pyplot`, a figure, axes, or a PIL image.
        taken: artifact paths that a drawn picture must not take again.

    Raises:
        InvalidArgument: both or neither are given, the file cannot be read, or it is no picture.
    """
    if path is not None and not _is_file(path) and _can_draw(path):
        # log_image("ROC", plt) is how the calls of old documents look
        if plot is not None:
            raise InvalidArgument(f"image {name!r} must have a path or a plot but has two plots; log them one by one")
        path, plot = None, path
    if (path is None) == (plot is None):
        given = "neither" if path is None else "both"
        raise InvalidArgument(f"image {name!r} must have a path or a plot but has {given}; give one of them")
    return _from_plot(name, plot, taken) if path is None else _from_file(name, path, taken)


def picture_type(body: bytes) -> str | None:
    """The picture format that the first bytes show: png, jpeg, gif, webp, tiff, bmp, or None."""
    for kind, offset, magic in _MAGIC:
        if body.startswith(magic, offset) and (kind != "webp" or body.startswith(b"RIFF")):
            return kind
    return None


def _from_file(name: str, path: Any, taken: Container[str]) -> Image:
    if isinstance(path, (str, os.PathLike)):
        body, wanted = _read(name, os.fspath(path)), path_of_file(os.fspath(path))
    elif not hasattr(path, "read"):
        raise InvalidArgument(
            f"image {name!r} must be a path, a stream or a plot but is {type(path).__name__}; give one of them"
        )
    else:
        body, wanted = _read_stream(name, path), None
        if not isinstance(body, bytes):
            raise InvalidArgument(
                f"image {name!r} must come from a binary stream but this one is text; open it with 'rb'"
            )
    kind = picture_type(body)
    if kind is None:
        raise InvalidArgument(
            f"image {name!r} must be a PNG, JPEG, GIF, WebP, TIFF or BMP picture but starts with {body[:8]!r}; "
            "save it as PNG"
        )
    return Image(wanted or _free_path(name, kind, taken), body)


def _read_stream(name: str, stream: Any) -> Any:
    try:
        return stream.read()
    except (OSError, ValueError) as error:  # a closed one is a ValueError
        raise InvalidArgument(f"image {name!r} cannot be read from its stream ({error}); open it with 'rb'") from error


def _read(name: str, path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read()
    except (OSError, ValueError) as error:  # a NUL in the path is a ValueError
        reason = error.strerror if isinstance(error, OSError) else error
        raise InvalidArgument(f"image {name!r} cannot be read from {path!r} ({reason}); check the path") from error


def _from_plot(name: str, plot: object, taken: Container[str]) -> Image:
    buffer = io.BytesIO()
    drawing: Any = _drawing(plot)
    if hasattr(drawing, "savefig"):
        drawing.savefig(buffer, format="png")
    elif hasattr(drawing, "save"):
        drawing.save(buffer, format="PNG")
    else:
        raise InvalidArgument(
            f"image {name!r} must be pyplot, a matplotlib figure or axes, or a PIL image but is "
            f"{type(plot).__name__}; save it to a file and give its path"
        )
    return Image(_free_path(name, "png", taken), buffer.getvalue())


def _drawing(plot: Any) -> object:
    """The figure of axes; anything else is itself."""
    figure = getattr(plot, "figure", None)
    return figure if not hasattr(plot, "savefig") and hasattr(figure, "savefig") else plot


def _is_file(value: object) -> bool:
    return isinstance(value, (str, os.PathLike)) or hasattr(value, "read")


def _can_draw(value: object) -> bool:
    return hasattr(_drawing(value), "savefig") or hasattr(value, "save")


def _free_path(name: str, kind: str, taken: Container[str]) -> str:
    stem = f"_{int(time.time())}"
    path = path_of_name(name, f"{stem}.{kind}")
    count = 1
    while path in taken:
        count += 1
        path = path_of_name(name, f"{stem}_{count}.{kind}")
    return path
