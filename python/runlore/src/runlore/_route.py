# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""The way to a server: found when first needed, and looked for again while nobody answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ._places import Place, find_server, place_at

if TYPE_CHECKING:
    from ._connection import Connection


class Route:
    """Where a spool's records may go: one server when it was named, else whichever is found."""

    def __init__(self, url: str | None = None, folder: str | None = None) -> None:
        """Nothing is looked for yet.

        Args:
            url: the only server that may be used, None for any.
            folder: where the search for a project file starts; the current folder of the moment without it.
        """
        self.url = url
        self.folder = folder
        self._connection: Connection | None = None
        self._place: Place | None = None

    def find(self) -> Connection | None:
        """The connection to the server that is there now, or None."""
        place = place_at(self.url) if self.url else find_server(folder=self.folder)
        if place is None:
            self._connection = None
        elif self._connection is None or place[:2] != (self._place or place)[:2]:
            from ._connection import Connection  # brings http.client, which costs more than all the rest

            self._connection = Connection(place.url, place.token)
        self._place = place
        return self._connection

    def current(self) -> Connection | None:
        """The connection that was found last; looks when there is none."""
        return self._connection or self.find()
