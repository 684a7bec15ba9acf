# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Values of a configuration's file by their keys, and errors that name file, key and value."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ._errors import InvalidArgument

_TRUTH = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


class Fields:
    """A mapping of a file, and where in it it stands."""

    def __init__(self, name: str, tree: dict[str, Any], path: str = "") -> None:
        """Read nothing yet.

        Args:
            name: what to call the file.
            tree: the mapping.
            path: the keys above it, with a dot after each.
        """
        self.name = name
        self._tree = tree
        self._path = path

    def text(self, key: str) -> str | None:
        """A text, None when it is absent or empty."""
        value = self._tree.get(key)
        if value is not None and not isinstance(value, str):
            raise self.broken(key, "must be a text", value)
        return value or None

    def flag(self, key: str, otherwise: bool) -> bool:
        """Yes or no."""
        value = self.text(key)
        if value is None:
            return otherwise
        if value.lower() not in _TRUTH:
            raise self.broken(key, "must be true or false", value)
        return _TRUTH[value.lower()]

    def number(self, key: str) -> int | None:
        """A whole number."""
        value = self.text(key)
        if value is None:
            return None
        if not value.isascii() or not value.isdecimal():
            raise self.broken(key, "must be a whole number", value)
        return int(value)

    def texts(self, key: str) -> list[str] | None:
        """A list of texts, None when it is absent."""
        value = self._tree.get(key)
        if value is None:
            return None
        if not isinstance(value, list) or not all(item is None or isinstance(item, str) for item in value):
            raise self.broken(key, "must be a list of texts", value)
        return [item or "" for item in value]

    def variables(self, key: str) -> dict[str, str]:
        """Texts by name; a name without a value has an empty one."""
        found = self.part(key)._tree
        for name, value in found.items():
            if value is not None and not isinstance(value, str):
                raise self.broken(f"{key}.{name}", "must be a text", value)
        return {name: value or "" for name, value in found.items()}

    def part(self, key: str) -> Fields:
        """A mapping below this one, empty when it is absent."""
        value = self._tree.get(key)
        if value is not None and not isinstance(value, dict):
            raise self.broken(key, "must be a mapping", value)
        return Fields(self.name, value or {}, f"{self._path}{key}.")

    def items(self, key: str) -> list[Any]:
        """A list of anything, empty when it is absent."""
        value = self._tree.get(key)
        if value is not None and not isinstance(value, list):
            raise self.broken(key, "must be a list", value)
        return value or []

    def unused(self, known: Iterable[str], without_effect: Iterable[str] = ()) -> list[str]:
        """A warning for each key that is not known, or that has a value and no effect here."""
        known, without_effect = frozenset(known), frozenset(without_effect)
        told = []
        for key, value in self._tree.items():
            if key in without_effect:
                if value:
                    told.append(f"{self.name}: {self._path}{key} has no effect here")
            elif key not in known:
                told.append(f"{self.name}: {self._path}{key} is not known; it was not used")
        return told

    def __contains__(self, key: str) -> bool:
        return self._tree.get(key) is not None

    def broken(self, key: str, rule: str, value: object) -> InvalidArgument:
        """The error of a value that breaks a rule."""
        return InvalidArgument(f"{self.name}: {self._path}{key} {rule} but is {value!r:.200}; mend it")
