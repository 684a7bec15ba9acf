# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""How a script comes to a run: starts one, attaches to the one it runs in, or looks one up."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from typing import Any

from . import _ending, _process
from ._arguments import checked_mapping, checked_path, checked_text
from ._errors import ConnectionFailed, InvalidArgument
from ._records import now
from ._route import Route
from ._run import Run

_RUN_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,255}")
_LONGEST_EXPERIMENT = 500

_attached: dict[str, Run] = {}


def start_run(
    experiment: str = "Default",
    *,
    run_id: str | None = None,
    name: str | None = None,
    parent: str | Run | None = None,
    tags: Mapping[str, object] | None = None,
    snapshot: str | os.PathLike[str] | None = None,
    outputs: str | None = "outputs",
) -> Run:
    """Start a run that this process records, and ends: at a clean exit as Completed, after an exception as Failed.

    In a submitted script (``AZUREML_RUN_ID`` is set) this is the submitted run, which its runner ends.

    Args:
        experiment: name of 1-500 characters; made when it is not there.
        run_id: an id of your own; processes that give the same one log to the same run. A UUID without it.
        name: what people read.
        parent: the run, or the id of the run, that this one belongs to.
        tags: texts by key; None for a tag without a value.
        snapshot: folder of sources to keep with the run, as ``take_snapshot`` does. Here one that is too large, or
            takes more than two seconds, is a warning only.
        outputs: folder whose new files become artifacts at the end; None for no folder.

    Raises:
        InvalidArgument: the experiment's name or the id breaks a rule, or an argument is of another type.
    """
    texts = tag_texts(tags)
    sources = None if snapshot is None else checked_path(snapshot, "the folder of a snapshot")
    submitted = os.environ.get("AZUREML_RUN_ID")
    if submitted and run_id in (None, submitted) and parent is None:
        run = _attach(submitted)
        for key, value in texts.items():
            run.tag(key, value)
        return run
    checked_experiment(experiment)
    draft: dict[str, Any] = {
        "id": checked_id(run_id) if run_id is not None else new_id(),
        "experiment": experiment,
    }
    if name is not None:
        draft["name"] = checked_text(name, "run name")
    if outputs is not None:
        checked_path(outputs, "the folder of outputs")
    if parent is not None:
        draft["parent"] = parent.id if isinstance(parent, Run) else checked_id(parent)
    if texts:
        draft["tags"] = texts
    from ._facts import rank

    # of the processes that share a run, one speaks for all
    first = run_id is None or rank() in (None, 0)
    run = _begin(draft, outputs, first)
    if sources is not None and first:
        from ._snapshots import try_to_take

        try_to_take(run._recording, sources)
    return run


def start_child(parent: Run, name: str | None) -> Run:
    """Start a run below another, in the same experiment; its files are uploaded one by one."""
    draft: dict[str, Any] = {"id": new_id(), "parent": parent.id}
    if parent.experiment is not None:
        draft["experiment"] = parent.experiment
    if name is not None:
        draft["name"] = checked_text(name, "run name")
    return _begin(draft, None)


def current_run() -> Run | None:
    """The submitted run that this process belongs to, else the run that it started last and has not ended; or None."""
    submitted = os.environ.get("AZUREML_RUN_ID")
    if submitted:
        return _attach(submitted)
    return next((run for run in reversed(_process.runs()) if run._status is None), None)


def get_run(id: str) -> Run:
    """A run that the server knows. Logging to it adds to it; this process does not end it.

    Raises:
        NotFound: there is no such run.
        ConnectionFailed: no server was found, or it does not answer.
    """
    from ._reading import get_run as read

    return _known(read(_connection(), checked_id(id)))


def search_runs(filter: str = "", *, experiment: str | None = None, order_by: str | None = None) -> Iterator[Run]:
    """The runs that a filter matches, newest first unless ordered.

    Args:
        filter: such as ``metrics.Accuracy > 0.66 and status = "Completed"``.
        experiment: only those of the experiment of this name.
        order_by: such as ``metrics.loss.min asc``.

    Raises:
        RequestRefused: the filter or the order cannot be read; the text says where.
        ConnectionFailed: no server was found, or it does not answer.
    """
    from ._reading import search

    found = search(_connection(), filter, experiment=experiment, order_by=order_by, fields=("id", "name", "experiment"))
    return (_known({**fields, "experiment": {"name": fields["experiment"]}}) for fields in found)


def new_id() -> str:
    """An id for a run, a UUID."""
    import uuid

    return str(uuid.uuid4())


def checked_id(id: str) -> str:
    """A run's id, or InvalidArgument: it becomes part of paths."""
    if not _RUN_ID.fullmatch(checked_text(id, "run id")):
        raise InvalidArgument(
            f"run id must be 1-256 letters, digits, '_' and '-', the first no '_' or '-', but is {id[:300]!r}"
        )
    return id


def checked_experiment(name: str) -> str:
    """An experiment's name, or InvalidArgument."""
    if not 1 <= len(checked_text(name, "experiment name")) <= _LONGEST_EXPERIMENT:
        raise InvalidArgument(
            f"experiment name must be 1-{_LONGEST_EXPERIMENT} characters but has {len(name)}; choose another"
        )
    return name


def tag_texts(tags: Mapping[str, object] | None) -> dict[str, str | None]:
    """Tags as a run is created with, or InvalidArgument."""
    given = {} if tags is None else checked_mapping(tags, "tags of a run")
    return {str(key): None if value is None else str(value) for key, value in given.items()}


def _begin(draft: dict[str, Any], outputs: str | None, first: bool = True) -> Run:
    from ._facts import facts
    from ._system import SystemSeries

    known = facts()
    draft.update(user=known.user, host=known.host, at=now(), properties=known.properties)
    if known.script is not None:
        draft["script"] = known.script
    if known.arguments:
        draft["arguments"] = known.arguments
    run = Run(draft, ends=first, outputs=outputs if first else None)
    _ending.watch()
    run._recording.begin()
    if first:
        run._system = SystemSeries(run.log_many)
        run._system.start()
    return run


def _attach(id: str) -> Run:
    run = _attached.get(id)
    if run is None:
        draft = {"id": checked_id(id), "at": now()}
        if project := os.environ.get("AZUREML_ARM_PROJECT_NAME"):
            draft["experiment"] = project
        run = _attached.setdefault(id, Run(draft, ends=False, runner_ends=True))  # of two threads, one makes it
    return run


def _known(fields: dict[str, Any]) -> Run:
    draft = {"id": fields["id"], "experiment": fields["experiment"]["name"], "at": now()}
    if fields.get("name") is not None:
        draft["name"] = fields["name"]
    return Run(draft, ends=False)


def _connection() -> Any:
    connection = Route().find()
    if connection is None:
        raise ConnectionFailed(
            "no server was found; start one with `runlore server start`, or name it with RUNLORE_URL"
        )
    return connection
