# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Submits a script: its folder becomes a snapshot, the server queues the run, and a runner runs it in its own place."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ._arguments import checked_path
from ._errors import InvalidArgument
from ._run import Run

if TYPE_CHECKING:
    from ._folder import Folder
    from ._targets import Target


def submit(
    script: str | os.PathLike[str] | None,
    arguments: Sequence[object] = (),
    *,
    folder: str | os.PathLike[str] = ".",
    experiment: str = "Default",
    configuration: Mapping[str, Any] | str | os.PathLike[str] | None = None,
    tags: Mapping[str, object] | None = None,
) -> Run:
    """Run a script as a tracked run, and go on at once.

    The folder's files are kept as the run's snapshot and the script runs on a copy of them; ``run.wait()`` waits for
    its end, ``run.cancel()`` ends it early. What it writes to ``outputs/`` and ``logs/`` is kept.

    Args:
        script: its path in the folder; None when the configuration names what to run.
        arguments: numbers and texts, each one argument of the script.
        folder: the project's folder.
        experiment: name of 1-500 characters; made when it is not there.
        configuration: how to run it: a dict in the words of the API, or the name of a run configuration's file in the
            project's ``.azureml`` or ``aml_config``. Without it the file ``local``, when there is one.
        tags: texts by key; None for a tag without a value.

    Returns:
        The run, which this process does not end.

    Raises:
        InvalidArgument: an argument, the configuration or the folder breaks a rule.
        WrongState: a file of the folder cannot be read, or keeps changing.
        ConnectionFailed: no server was found and none could be started.
        ServerError: the server refused; one of its subclasses when the code is known.

    Example:
        >>> run = submit("train.py", ["--alpha", 0.1], experiment="iris")
        >>> run.wait(show_output=True)
    """
    from ._configurations import configuration_of
    from ._notices import warn
    from ._runs import checked_experiment, tag_texts
    from ._snapshots import folder_of, left_out
    from ._targets import find_target

    checked_experiment(experiment)
    texts = tag_texts(tags)
    root = os.path.abspath(checked_path(folder, "the folder of a submission"))
    named = None if script is None else _in_folder(checked_path(script, "the script of a submission"), root)
    source = configuration if isinstance(configuration, Mapping) else _path(configuration)
    read = configuration_of(source, root, named, _words(arguments))
    found = folder_of(root)
    _check_script(read.body, found)
    told = [*read.warnings, *left_out(found)]
    for text in told:
        warn(text)
    target = find_target(root)
    run = {**_draft(experiment, root), **({"tags": texts} if texts else {})}
    return _send(target, run, found, read.body, told)


def _send(target: Target, run: dict[str, Any], folder: Folder, configuration: dict[str, Any], told: list[str]) -> Run:
    from ._sources import send_snapshot

    body = {
        "run": run,
        "snapshot": send_snapshot(target.connection, folder),
        "configuration": configuration,
        **target.submitter(),
    }
    if told:
        body["warnings"] = told
    answer = target.connection.call("POST", "/submissions", json=body)
    target.launch(run["id"], answer)
    return Run(run, ends=False, folder=folder.root)


def _draft(experiment: str, root: str) -> dict[str, Any]:
    import platform

    from ._facts import user_name
    from ._git import git_facts

    draft: dict[str, Any] = {
        "id": _run_id(experiment),
        "experiment": experiment,
        "user": user_name(),
        "host": platform.node() or "unknown",
    }
    if facts := git_facts(root):
        draft["properties"] = facts
    return draft


def _run_id(experiment: str) -> str:
    """An id that says what it is of; made here, so that a request that is sent twice makes one run."""
    import re
    import secrets
    import time

    slug = re.sub(r"[^A-Za-z0-9_-]", "-", experiment)[:200].lstrip("-_") or "run"
    return f"{slug}_{int(time.time())}_{secrets.token_hex(4)}"


def _path(configuration: object) -> str | None:
    return None if configuration is None else checked_path(configuration, "a run configuration")


def _in_folder(script: str, root: str) -> str:
    """A script's path relative to the folder; the rules for it are the configuration's."""
    return os.path.relpath(script, root) if os.path.isabs(script) else script


def _words(arguments: object) -> list[str]:
    """Each argument as the text that the script gets."""
    if isinstance(arguments, (str, bytes, Mapping)) or not hasattr(arguments, "__iter__"):
        raise InvalidArgument(f"arguments must be a list but are {arguments!r:.200}; write each as an item of its own")
    words = []
    for argument in arguments:
        if argument is None or isinstance(argument, (bytes, list, tuple, dict, set)):
            raise InvalidArgument(f"an argument must be a number or a text but is {argument!r:.200}; write it as str")
        word = os.fspath(argument) if isinstance(argument, os.PathLike) else str(argument)
        if not isinstance(word, str) or "\0" in word:
            raise InvalidArgument(f"an argument must be a text without NUL but is {argument!r:.200}; mend it")
        words.append(word)
    return words


def _check_script(configuration: dict[str, Any], folder: Folder) -> None:
    script = configuration.get("script")
    if script is not None and all(file.path != script for file in folder.files):
        raise InvalidArgument(
            f"the script must be a file of the snapshot but {script!r} is none; check its path below {folder.root!r}, "
            "and whether the ignore file names it"
        )
