# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""The commit that a script was started from, as the properties that azureml and MLflow readers look for."""

from __future__ import annotations

import logging
import os
import re

_log = logging.getLogger("runlore")

_TIMEOUT = 2.0  # seconds a command: facts are not worth a slow start
_SCP = re.compile(r"^(?P<user>[^@/:]+)@(?P<place>[^/:]+:.*)$")


def git_facts(folder: str) -> dict[str, str]:
    """Repository, branch, commit and whether tracked files were changed; empty outside a repository or without git."""
    status = _git(folder, "status", "--porcelain=v2", "--branch", "--untracked-files=no")
    if status is None:
        return {}
    lines = status.splitlines()
    heads = {words[1]: words[2] for words in (line.split(" ", 2) for line in lines if line.startswith("# branch."))}
    found = {"azureml.git.dirty": str(any(not line.startswith("#") for line in lines))}
    commit, branch = heads.get("branch.oid", "(initial)"), heads.get("branch.head", "(detached)")
    if not commit.startswith("("):
        found.update({"azureml.git.commit": commit, "mlflow.source.git.commit": commit})
    if not branch.startswith("("):
        found.update({"azureml.git.branch": branch, "mlflow.source.git.branch": branch})
    remote = _git(folder, "config", "--get", "remote.origin.url")
    if remote and remote.strip():
        url = without_userinfo(remote.strip())
        found.update({"azureml.git.repository_uri": url, "mlflow.source.git.repoURL": url})
    return found


def without_userinfo(url: str) -> str:
    """A repository's address without user, password, query and fragment, any of which may be a token."""
    scheme, separator, rest = url.partition("://")
    if separator:
        rest = re.split(r"[?#]", rest, maxsplit=1)[0]
        host, slash, path = rest.partition("/")
        return f"{scheme}://{host.rpartition('@')[2]}{slash}{path}"
    match = _SCP.match(url)
    if match is None or match["user"] == "git":  # git@host:path is how such addresses are written, and no secret
        return url
    return match["place"]


def _git(folder: str, *arguments: str) -> str | None:
    """What a git command prints, or None when it fails. It asks nothing, locks nothing and starts no file monitor."""
    import subprocess

    environment = {**os.environ, "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0"}
    command = ["git", "-c", "core.fsmonitor=false", "-C", folder, *arguments]
    try:
        done = subprocess.run(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=_TIMEOUT,
            check=False,
        )
    except (OSError, subprocess.SubprocessError) as error:
        _log.debug("git facts are left out: %s", error)
        return None
    return done.stdout.decode(errors="replace") if done.returncode == 0 else None
