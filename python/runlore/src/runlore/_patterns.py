# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""One pattern of an ignore file, meant as git means it.

Matching never tries one thing after the other without end, whatever the pattern: between two stars the leftmost place
is as good as any other, in a name as in a path.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_CLASSES = {
    "alnum": "a-zA-Z0-9",
    "alpha": "a-zA-Z",
    "blank": " \\t",
    "cntrl": "\\x00-\\x1f\\x7f",
    "digit": "0-9",
    "graph": "!-~",
    "lower": "a-z",
    "print": " -~",
    "punct": "!-/:-@\\[-`{-~",
    "space": " \\t\\n\\v\\f\\r",
    "upper": "A-Z",
    "xdigit": "0-9A-Fa-f",
}
_STAR, _SLASH = "*", "/"
_NOTHING = "(?!)."
_SET_START = re.compile(r"\[[!^]?")

_Group = list["_Name"]


class Pattern:
    """A pattern that was read: whether it takes back, and which paths it matches."""

    def __init__(self, text: str) -> None:
        """Read a line of an ignore file that is neither blank nor a comment.

        Args:
            text: the line, without spaces at its end that do not count.
        """
        self.takes_back = text.startswith("!")
        text = text[1:] if self.takes_back else text
        self.folders_only = text.endswith("/")
        text = text[:-1] if self.folders_only else text
        self._by_name = "/" not in text
        names = _names(_tokens(text[1:] if text.startswith("/") else text))
        self._groups = [] if names is None else _groups(names)

    def matches(self, parts: list[str], folder: bool) -> bool:
        """Whether a path, cut at its slashes, is one of those that are meant; it may be a folder's."""
        if self.folders_only and not folder:
            return False
        return _match_path(self._groups, parts[-1:] if self._by_name else parts)


class _Name:
    """A pattern of one name: pieces of one character's patterns each, between stars."""

    def __init__(self, tokens: list[str]) -> None:
        pieces: list[list[str]] = [[]]
        for token in tokens:
            if token == _STAR:
                pieces.append([])
            else:
                pieces[-1].append(token)
        self._pieces = [_Piece(re.compile("".join(piece), re.DOTALL), len(piece)) for piece in pieces]

    def matches(self, name: str) -> bool:
        first, last = self._pieces[0], self._pieces[-1]
        found = first.form.match(name)
        if found is None or len(self._pieces) == 1:
            return found is not None and found.end() == len(name)
        for piece in self._pieces[1:-1]:
            found = piece.form.search(name, found.end())
            if found is None:
                return False
        rest = len(name) - last.length
        return rest >= found.end() and last.form.match(name, rest) is not None


class _Piece(NamedTuple):
    form: re.Pattern[str]
    length: int


def _match_path(groups: list[_Group], parts: list[str]) -> bool:
    """Whether groups of names, with any number of folders between one and the next, match a path from end to end."""
    if not groups or not _match_group(groups[0], parts, 0):
        return False
    at = len(groups[0])
    if len(groups) == 1:
        return at == len(parts)
    for group in groups[1:-1]:
        found = next((i for i in range(at, len(parts) - len(group) + 1) if _match_group(group, parts, i)), None)
        if found is None:
            return False
        at = found + len(group)
    rest = len(parts) - len(groups[-1])
    return rest >= at and _match_group(groups[-1], parts, rest)


def _match_group(group: _Group, parts: list[str], at: int) -> bool:
    return len(parts) - at >= len(group) and all(name.matches(part) for name, part in zip(group, parts[at:]))


def _groups(names: list[list[str]]) -> list[_Group]:
    """Names between those that are nothing but two stars or more, which stand for any folders."""
    if len(names[-1]) > 1 and set(names[-1]) == {_STAR}:
        names = [*names, [_STAR]]  # at the end they are at least one name
    groups: list[_Group] = [[]]
    for name in names:
        if len(name) > 1 and set(name) == {_STAR}:
            groups.append([])
        else:
            groups[-1].append(_Name(name))
    return groups


def _names(tokens: list[str] | None) -> list[list[str]] | None:
    if tokens is None:
        return None
    names: list[list[str]] = [[]]
    for token in tokens:
        if token == _SLASH:
            names.append([])
        else:
            names[-1].append(token)
    return names


def _tokens(text: str) -> list[str] | None:
    """Stars, slashes and regular expressions of one character each; None when nothing can match."""
    tokens, at = [], 0
    while at < len(text):
        character = text[at]
        at += 1
        if character == "[":
            found = _set(text, at - 1)
            if found is None:
                return None
            token, at = found
        elif character == "?":
            token = "."
        elif character in (_STAR, _SLASH):
            token = character
        else:
            if character == "\\":
                if at == len(text):
                    return None
                character = text[at]
                at += 1
            token = _SLASH if character == _SLASH else _plain(character)
        tokens.append(token)
    return tokens


def _plain(character: str) -> str:
    return "[*]" if character == "*" else re.escape(character)


def _set(text: str, start: int) -> tuple[str, int] | None:
    """The regular expression of the set that begins here and where it ends; None when it is none."""
    opening = _SET_START.match(text, start)
    assert opening is not None
    turned, at, members = len(opening[0]) == 2, opening.end(), ""
    before: str | None = None  # what a dash would begin a range with
    begun = at
    while at == begun or text[at : at + 1] != "]":
        if text.startswith("[:", at) and (end := text.find("]", at + 2)) >= 0 and text[end - 1] == ":" and end > at + 2:
            known = _CLASSES.get(text[at + 2 : end - 1])
            if known is None:
                return None
            members, before, at = members + known, None, end + 1
            continue
        ranged = before is not None and text[at : at + 1] == "-" and text[at + 1 : at + 2] not in ("", "]")
        character, at = _member(text, at + 1 if ranged else at)
        if not character:
            return None
        if not ranged:
            members, before = members + _escaped(character), character
        else:
            if before is not None and before <= character:
                members += f"{_escaped(before)}-{_escaped(character)}"
            before = None
    if not members:
        return _NOTHING, at + 1
    return (f"[^{members}]" if turned else f"[{members}]"), at + 1


def _member(text: str, at: int) -> tuple[str, int]:
    """One character of a set and where it ends; an empty text when there is none."""
    if text[at : at + 1] == "\\":
        at += 1
    return text[at : at + 1], at + 1


def _escaped(character: str) -> str:
    return "\\" + character if not character.isalnum() and character.isascii() else character
