# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""What no snapshot holds, whatever an ignore file says: what tools make, and what looks like a secret."""

from __future__ import annotations

import os
from fnmatch import fnmatchcase

_FOLDERS = frozenset((
    ".hg", ".svn", ".venv", "node_modules", "__pycache__", ".ipynb_checkpoints", ".mypy_cache", ".pytest_cache",
    ".ruff_cache", ".tox", ".nox", ".eggs",
))  # fmt: skip
_ROOT_FOLDERS = frozenset({"outputs", "logs", "azureml-logs"})
_MARKED_BY = ("pyvenv.cfg", "runlore.db")  # a virtual environment, a data folder
_FILES = frozenset({".DS_Store", "Thumbs.db"})
_BACKUP = ".runlore-backup"

_SECRET_FOLDERS = frozenset({".ssh", ".aws", ".azure", ".gnupg", ".kube", ".docker"})
_SECRET_FILES = frozenset((
    ".env", ".netrc", "_netrc", ".pypirc", ".npmrc", ".git-credentials", ".htpasswd", ".pgpass", "credentials",
    "credentials.json", "secrets.json", "secrets.yml", "secrets.yaml", "secrets.toml", "token",
))  # fmt: skip
_SECRET_ENDINGS = (".pem", ".key", ".p12", ".pfx", ".jks", ".keystore", ".kdbx", ".ppk", ".tfstate", ".token")
_SECRET_FORMS = ("client_secret*.json", "service-account*.json")
_KEYS = ("id_rsa", "id_dsa", "id_ecdsa", "id_ed25519")
_EXAMPLES = (".example", ".sample", ".template", ".dist")


def is_never_kept(place: str, name: str, folder: bool, at_root: bool) -> bool:
    """Whether an entry is left out without a word.

    Args:
        place: where it is on this machine.
        name: its own name.
        folder: whether it is a folder.
        at_root: whether it lies in the snapshot's own folder.
    """
    if name.lower() == ".git" or name.startswith(_BACKUP):
        return True
    if not folder:
        return name in _FILES or name.endswith(".pyc")
    return (
        name in _FOLDERS
        or (at_root and name in _ROOT_FOLDERS)
        or any(os.path.isfile(os.path.join(place, mark)) for mark in _MARKED_BY)
    )


def is_secret(name: str, folder: bool) -> bool:
    """Whether a name looks like that of a secret."""
    name = name.lower()
    if folder:
        return name in _SECRET_FOLDERS
    if name.startswith(".env."):
        return not name.endswith(_EXAMPLES)
    if name.startswith(_KEYS):
        return not name.endswith(".pub")
    return name in _SECRET_FILES or name.endswith(_SECRET_ENDINGS) or any(fnmatchcase(name, f) for f in _SECRET_FORMS)
