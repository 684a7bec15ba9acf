# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Reads a configuration's file: JSON when it begins with ``{``, else YAML, which needs PyYAML.

Every scalar is its text as it was written, so that 0.10 stays 0.10. What YAML can do beyond lists, mappings and texts
is refused: anchors, aliases, tags, a second document, a key that is given twice.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Union

from ._errors import InvalidArgument

LONGEST = 1 << 20  # characters
_DEEPEST = 64
_NONE = ("", "~", "null")

Tree = Union[str, None, list[Any], dict[str, Any]]


def read_mapping(path: str, name: str) -> dict[str, Any]:
    """The mapping that a file holds.

    Args:
        path: the file.
        name: what to call it.

    Raises:
        InvalidArgument: it cannot be read, or holds something else.
    """
    try:
        with open(path, encoding="utf-8-sig") as file:
            text = file.read(LONGEST + 1)
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidArgument(f"{name} cannot be read ({error}); check the file") from error
    if len(text) > LONGEST:
        raise InvalidArgument(f"{name} must have at most {LONGEST} characters but has more; is it the right file?")
    tree = _json(text, name) if text.lstrip().startswith("{") else _yaml(text, name)
    if tree is None:
        return {}
    if not isinstance(tree, dict):
        raise InvalidArgument(f"{name} must be a mapping of keys to values but is none; mend it")
    return tree


def _json(text: str, name: str) -> Tree:
    def mapping(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in pairs:
            _put(found, key, value, name)
        return found

    try:
        return _texts(json.loads(text, parse_int=str, parse_float=str, object_pairs_hook=mapping))
    except (json.JSONDecodeError, RecursionError) as error:
        raise InvalidArgument(f"{name} begins as JSON but is none ({error}); mend it") from error


def _texts(value: Any) -> Tree:
    if isinstance(value, dict):
        return {key: _texts(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_texts(inner) for inner in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if value is None else str(value)


def _yaml(text: str, name: str) -> Tree:
    try:
        import yaml  # type: ignore[import-untyped,unused-ignore]
    except ImportError as error:
        raise InvalidArgument(
            f"{name} is YAML, which needs the package PyYAML; install it, write the file as JSON, "
            "or give the configuration as a dict"
        ) from error
    try:
        return _Events(yaml, text, name).document()
    except yaml.YAMLError as error:
        raise InvalidArgument(f"{name} is no YAML: {' '.join(str(error).split())}; mend it") from error


class _Events:
    """The tree that a stream of YAML's events describes; nothing of it is ever made into an object."""

    def __init__(self, yaml: Any, text: str, name: str) -> None:
        self._yaml = yaml
        self._events: Iterator[Any] = yaml.parse(text, Loader=yaml.SafeLoader)
        self._name = name

    def document(self) -> Tree:
        found: Tree = None
        count = 0
        for event in self._events:
            if isinstance(event, self._yaml.DocumentStartEvent):
                count += 1
                if count > 1:
                    raise InvalidArgument(f"{self._name} must be one document but has a second; take it out")
            elif isinstance(event, self._yaml.NodeEvent):
                found = self._node(event, 0)
        return found

    def _node(self, event: Any, depth: int) -> Tree:
        self._refuse_extras(event, depth)
        if isinstance(event, self._yaml.ScalarEvent):
            text = str(event.value)
            return None if event.style is None and text in _NONE else text
        if isinstance(event, self._yaml.SequenceStartEvent):
            return [self._node(inner, depth + 1) for inner in self._until(self._yaml.SequenceEndEvent)]
        found: dict[str, Any] = {}
        for inner in self._until(self._yaml.MappingEndEvent):
            key = self._node(inner, depth + 1)
            if not isinstance(key, str):
                raise InvalidArgument(f"{self._name} has a key that is no text; mend it")
            _put(found, key, self._node(next(self._events), depth + 1), self._name)
        return found

    def _until(self, end: Any) -> Iterator[Any]:
        for event in self._events:
            if isinstance(event, end):
                return
            yield event

    def _refuse_extras(self, event: Any, depth: int) -> None:
        if isinstance(event, self._yaml.AliasEvent) or event.anchor is not None:
            raise InvalidArgument(f"{self._name} must not use anchors and aliases; write each value out")
        if event.tag is not None:
            raise InvalidArgument(f"{self._name} must not use tags but has {event.tag!r:.100}; take it out")
        if depth > _DEEPEST:
            raise InvalidArgument(f"{self._name} must be at most {_DEEPEST} levels deep but is deeper; mend it")


def _put(found: dict[str, Any], key: str, value: Any, name: str) -> None:
    if key in found:
        raise InvalidArgument(f"{name} gives the key {key!r} twice; take one out")
    found[key] = value
