# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""What an environment is made of, and the name that all runs with the same list find it by."""

from __future__ import annotations

import hashlib
import json
import os
from typing import NamedTuple

from ._conda import from_pypi
from ._interpreter import Interpreter
from ._job import Packages
from ._versions import Requirement, requirement

_LOCAL = ("-e", "-r", "-c", "--editable", "--requirement", "--constraint", ".", "/", "file:")


class Recipe(NamedTuple):
    """A list of packages, in pip's words and in conda's.

    Attributes:
        pip: requirements of pip's own list.
        conda: conda's list as it was given.
        mapped: conda's list in pip's words.
        python: a clause on the interpreter's version, such as ``==3.11.*``; empty for any.
        unreadable: what of conda's list has no words in pip.
        channels: where conda looks.
    """

    pip: tuple[str, ...]
    conda: tuple[str, ...]
    mapped: tuple[str, ...]
    python: str
    unreadable: tuple[str, ...]
    channels: tuple[str, ...]

    @classmethod
    def of(cls, packages: Packages) -> Recipe:
        """The recipe of a list."""
        mapped = from_pypi(packages.conda)
        named = f"=={packages.python}.*" if packages.python and packages.python.count(".") < 2 else ""
        exact = f"=={packages.python}" if packages.python and not named else ""
        python = named or exact or mapped.python or ""
        return cls(packages.pip, packages.conda, mapped.pip, python, mapped.unreadable, packages.channels)

    def requirements(self) -> list[Requirement | None]:
        """All requirements; None for one that only an installer can tell."""
        return [requirement(text) for text in self.pip + self.mapped]

    def names(self) -> list[str]:
        """Names of the packages, as far as they can be told."""
        return [found.name for found in self.requirements() if found is not None]

    def takes(self, version: str) -> bool:
        """Whether an interpreter of this version will do."""
        wanted = requirement("python" + self.python)
        return wanted is not None and wanted.allows(version)

    def is_met_by(self, interpreter: Interpreter) -> bool:
        """Whether an interpreter has all of it, for certain."""
        found = self.requirements()
        return (
            not self.unreadable
            and self.takes(interpreter.version)
            and all(
                wanted is not None
                and wanted.name in interpreter.packages
                and wanted.allows(interpreter.packages[wanted.name])
                for wanted in found
            )
        )

    def key(self, maker: str, interpreter: Interpreter, snapshot: str | None) -> str:
        """The name of the environment: the same for the same list, maker and interpreter."""
        # a list that names files of the project is another list in another snapshot
        project = snapshot if any(text.strip().startswith(_LOCAL) for text in self.pip) else None
        parts = [1, maker, os.path.realpath(interpreter.path), interpreter.version, list(self), project]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]
