# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Packages in conda's words, for machines without conda: PyPI has most of them, some under another name."""

from __future__ import annotations

import re
from typing import NamedTuple

# conda's name: PyPI's
_OTHER_NAMES = {
    "dask-core": "dask",
    "ipython_genutils": "ipython-genutils",
    "keras-gpu": "keras",
    "matplotlib-base": "matplotlib",
    "msgpack-python": "msgpack",
    "numpy-base": "numpy",
    "opencv": "opencv-python",
    "py-lightgbm": "lightgbm",
    "py-opencv": "opencv-python",
    "py-xgboost": "xgboost",
    "py-xgboost-cpu": "xgboost",
    "pyqt": "PyQt5",
    "pytables": "tables",
    "pytorch": "torch",
    "pytorch-cpu": "torch",
    "pytorch-gpu": "torch",
    "seaborn-base": "seaborn",
    "tensorflow-gpu": "tensorflow",
    "tensorflow-mkl": "tensorflow",
    "typing_extensions": "typing-extensions",
}
# what a wheel brings along or an environment has anyway
_LEFT_OUT = {
    "blas", "cpuonly", "cudatoolkit", "cudnn", "intel-openmp", "libblas", "libcblas", "libgcc", "libgcc-ng",
    "liblapack", "libstdcxx-ng", "mkl", "nccl", "nomkl", "openblas", "openmp", "pip", "pytorch-cuda",
}  # fmt: skip
_SPEC = re.compile(r"(?:[^\s:]+::)?([A-Za-z0-9_][A-Za-z0-9_.-]*)\s*(.*)", re.DOTALL)
_COMPARED = re.compile(r"(?:[<>=!~]=?|===?)\s*[\w.*+!-]+(?:\s*,\s*(?:[<>=!~]=?|===?)\s*[\w.*+!-]+)*")


class FromPyPI(NamedTuple):
    """A conda list for pip: the requirements, the version of Python, and what cannot be said in pip's words."""

    pip: tuple[str, ...]
    python: str | None
    unreadable: tuple[str, ...]


def from_pypi(specs: tuple[str, ...]) -> FromPyPI:
    """A conda list in pip's words."""
    pip, unreadable, python = [], [], None
    for spec in specs:
        match = _SPEC.fullmatch(spec.strip())
        clause = None if match is None else _clause(match[2].strip())
        name = "" if match is None else match[1].lower()
        if name in _LEFT_OUT:
            continue
        if clause is None:
            unreadable.append(spec)
        elif name == "python":
            python = clause
        else:
            pip.append(_OTHER_NAMES.get(name, name) + clause)
    return FromPyPI(tuple(pip), python, tuple(unreadable))


def _clause(text: str) -> str | None:
    """A version's clause for pip: ``=1.2`` means any 1.2, and what a build is called means nothing elsewhere."""
    if not text:
        return ""
    if text.startswith("=") and not text.startswith("=="):
        version = text[1:].partition("=")[0].strip()
        return _any(version)
    if _COMPARED.fullmatch(text):
        return text.replace(" ", "")
    version, _, build = text.partition(" ")
    if re.fullmatch(r"[\w.*+!]+", version) and " " not in build.strip():
        return f"=={version}"
    return None


def _any(version: str) -> str | None:
    if not re.fullmatch(r"[\w.+!]+(\.\*)?\*?", version):
        return None
    return f"=={version.rstrip('*').rstrip('.')}.*"
