# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""A run as a script sees it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Any, BinaryIO

from . import _process, _records
from ._arguments import checked_mapping, checked_path, checked_seconds
from ._errors import ConnectionFailed, WrongState
from ._notices import warn
from ._outputs import Outputs
from ._recording import Recording

if TYPE_CHECKING:
    from datetime import datetime

    from ._connection import Connection
    from ._reading import Point
    from ._system import SystemSeries

FLUSH_SECONDS = 30.0
_TAKEN_NAMES = 10_000
_LONGEST_TEXT = 60_000  # characters of an error's stack, from its end


class Run:
    """One execution that is being recorded, or was.

    Logging calls write to the spool on the local disk and return; they never wait for the server and never raise for
    its faults. Reading calls ask the server. Safe for threads and across forks.

    Example:
        >>> with start_run("iris") as run:
        ...     run.log("accuracy", 0.95)
        ...     run.upload("model.pkl", "outputs/model.pkl")
    """

    def __init__(
        self,
        draft: dict[str, Any],
        *,
        ends: bool,
        runner_ends: bool = False,
        outputs: str | None = None,
        folder: str | None = None,
    ) -> None:
        """Use ``start_run`` or ``get_run``.

        Args:
            draft: the run as ``POST /runs`` takes it, with its id.
            ends: whether this process ends the run.
            runner_ends: whether that is the runner's part, whatever is called here.
            outputs: folder whose files become artifacts at the end.
            folder: where the search for a project file starts; the current folder without it.
        """
        self.id: str = draft["id"]
        self.experiment: str | None = draft.get("experiment")
        self._name: str | None = draft.get("name")
        self._ends = ends
        self._runner_ends = runner_ends
        self._status: str | None = None
        self._taken: dict[str, None] = {}
        self._snapshot: str | None = None  # the one that was asked for
        self._outputs = Outputs(outputs) if outputs else None
        self._system: SystemSeries | None = None
        self._recording = Recording(draft, heartbeat=ends, opened=lambda: _process.register(self), folder=folder)

    def __repr__(self) -> str:
        return f"Run(id={self.id!r}, experiment={self.experiment!r})"

    # ---- logging

    def log(self, name: str, value: object, *, step: float | None = None, time: float | datetime | None = None) -> None:
        """Append one value to a metric.

        Args:
            name: the metric's, any text of 1-250 characters.
            value: a number, bool, text, None or numpy scalar; anything else is kept as its ``repr``.
            step: where on the x-axis; without it, points are counted.
            time: when it was measured, in seconds since 1970 or as a datetime; now without it.

        Raises:
            InvalidArgument: ``step`` is no finite number, or ``time`` no moment.
        """
        if time is None:
            self._recording.append(_records.scalar(name, value, step))
        else:
            self._recording.append(_records.scalar(name, value, step), _records.milliseconds(time))

    def log_many(self, values: Mapping[str, object], *, step: float | None = None) -> None:
        """Append one value to each of many metrics, all at one step and time.

        Raises:
            InvalidArgument: ``values`` is no mapping, or ``step`` no finite number.
        """
        if checked_mapping(values, "the values of log_many"):
            self._recording.append(_records.many(values, step))

    def log_list(self, name: str, values: object) -> None:
        """Append several values to a metric.

        Raises:
            InvalidArgument: ``values`` is no iterable of numbers, texts, bools and None.
        """
        from ._tables import list_cells

        cells = list_cells(name, values)
        if cells:
            self._recording.append(_records.values(name, cells))
        else:
            warn(f"list {name!r} of run {self.id} is empty; nothing was logged")

    def log_row(self, name: str, /, **columns: object) -> None:
        """Append a row to a metric with columns.

        Raises:
            InvalidArgument: no column, or a value that is no number, text, bool or None.
        """
        from ._tables import row_cells

        self._recording.append(_records.row(name, row_cells(name, columns)))

    def log_table(self, name: str, value: object) -> None:
        """Append rows to a metric with columns.

        Args:
            name: the metric's.
            value: a dict of columns, a pandas DataFrame or Series, or a structured numpy array.

        Raises:
            InvalidArgument: something else, or columns of different lengths.
        """
        from ._tables import table_cells

        columns = table_cells(name, value)
        if any(columns.values()):
            self._recording.append(_records.table(name, columns))
        else:
            warn(f"table {name!r} of run {self.id} is empty; nothing was logged")

    def log_image(self, name: str, path: object = None, plot: object = None) -> None:
        """Keep a picture under a metric's name.

        Args:
            name: the metric's.
            path: a picture's file, or an open binary stream.
            plot: ``matplotlib.pyplot``, a figure, axes or a PIL image; also taken as the second argument.

        Raises:
            InvalidArgument: both or neither are given, or it is no picture.
        """
        from ._images import image

        name = str(name)
        picture = image(name, path, plot, self._taken)
        self._keep_drawn(name, "image", picture.path, picture.body)

    def log_accuracy_table(self, name: str, value: str | Mapping[str, Any]) -> None:
        """Keep an accuracy table, a dict or JSON text: the source of ROC, precision-recall, lift and gain charts."""
        self._log_chart("accuracy_table", name, value)

    def log_confusion_matrix(self, name: str, value: str | Mapping[str, Any]) -> None:
        """Keep a confusion matrix, a dict or JSON text: rows are true classes, columns predicted ones."""
        self._log_chart("confusion_matrix", name, value)

    def log_predictions(self, name: str, value: str | Mapping[str, Any]) -> None:
        """Keep binned predictions of a regression, a dict or JSON text."""
        self._log_chart("predictions", name, value)

    def log_residuals(self, name: str, value: str | Mapping[str, Any]) -> None:
        """Keep a histogram of residuals, a dict or JSON text."""
        self._log_chart("residuals", name, value)

    def param(self, name: str, value: object) -> None:
        """Record an input value of the run."""
        self._recording.append(_records.param(name, value))

    def tag(self, name: str, value: object = None) -> None:
        """Set a tag, with or without a text; a later value replaces it."""
        self._recording.append(_records.texts("tag", {name: None if value is None else str(value)}))

    def set_property(self, name: str, value: object) -> None:
        """Set a property. It keeps its first value: a second one is rejected and becomes a warning of the run."""
        self._recording.append(_records.texts("property", {name: str(value)}))

    def upload(self, path: str | os.PathLike[str] | BinaryIO, name: str | None = None) -> None:
        """Keep a file as an artifact. Its bytes are copied before this returns; the file may change or go then.

        Args:
            path: the file, or an open binary stream, which is read from where it stands to its end and left open.
            name: its path in the run, such as ``outputs/model.pkl``; the file's own relative path or name without it.
                A stream needs one.

        Raises:
            InvalidArgument: the name cannot be an artifact's, there is no such file, or the stream gives text.
        """
        from ._uploads import upload_of

        self._keep(*upload_of(path, name))

    def take_snapshot(self, path: str | os.PathLike[str] = ".") -> str:
        """Keep the state of a folder of sources with the run, once.

        ``.amlignore`` at its root, else ``.gitignore``, says what is left out; what tools make and what looks like a
        secret always is. The bytes are copied before this returns; files may change then.

        Args:
            path: the folder.

        Returns:
            The snapshot's id, which names the content: the same files have the same one.

        Raises:
            InvalidArgument: it is no folder, or has more than 2,000 files or 300 MiB; the sentence names the largest.
            WrongState: the run was given a snapshot before, or a file cannot be read or keeps changing.
        """
        from ._snapshots import take

        if self._snapshot is not None:
            raise WrongState(
                409, "WRONG_STATE", f"run {self.id} has the snapshot {self._snapshot} already and keeps it"
            )
        self._snapshot = id = take(self._recording, checked_path(path, "the folder of a snapshot"))
        return id

    # ---- the run's life

    def child(self, name: str | None = None) -> Run:
        """Start a run below this one, in the same experiment."""
        from ._runs import start_child

        return start_child(self, name)

    def flush(self, timeout: float = FLUSH_SECONDS) -> bool:
        """Wait until everything logged so far is stored.

        Args:
            timeout: seconds to wait at most.

        Returns:
            Whether all is stored; otherwise a line on stderr says what waits, and where.
        """
        return self._recording.flush(checked_seconds(timeout, "the timeout of flush"), patient=True)

    def complete(self) -> None:
        """End the run as Completed: collects ``outputs/`` and waits, at most 30 seconds, until all is stored.

        In a submitted script the runner ends the run, by the exit code; there this only waits.
        """
        self._end("Completed", None)

    def fail(self, error: str | BaseException | None = None) -> None:
        """End the run as Failed. In a submitted script this is a warning; ``sys.exit(1)`` fails the run.

        Args:
            error: what went wrong; an exception's type and traceback are kept.
        """
        self._end("Failed", describe(error))

    def cancel(self) -> None:
        """End this process's own run as Canceled; ask the server to cancel another's."""
        if self._ends:
            self._recording.append(_records.status("CancelRequested"))
            self._end("Canceled", None)
        else:
            self._server().call("POST", f"/runs/{self.id}/cancel")

    def __enter__(self) -> Run:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if not self._ends:
            self._recording.flush(FLUSH_SECONDS, patient=False)
        elif error is None or (isinstance(error, SystemExit) and error.code in (None, 0)):
            self.complete()
        else:
            self.fail(error)

    # ---- reading

    @property
    def status(self) -> str:
        """The status that the server knows."""
        return str(self.details()["status"])

    def details(self) -> dict[str, Any]:
        """The run as the server has it: number, name, status, times, tags, properties, params, warnings."""
        from ._reading import get_run

        return get_run(self._server(), self.id)

    def metrics(self, name: str | None = None) -> dict[str, Any]:
        """All metrics, or one, by name: a value, or a list of values; tables as dicts of these."""
        from ._reading import metrics

        return metrics(self._server(), self.id, name)

    def points(self, name: str, column: str | None = None) -> list[Point]:
        """All points of a metric's column, in the order of arrival."""
        from ._reading import points

        return points(self._server(), self.id, name, column)

    def files(self) -> list[str]:
        """Paths of all artifacts."""
        from ._reading import files

        return files(self._server(), self.id)

    def download(self, name: str, to: str | os.PathLike[str] = ".") -> str:
        """Bring an artifact, or a folder of them, here; answers where it is."""
        from ._reading import download

        target = checked_path(to, "the place of a download")
        return download(self._server(), self.id, name, target)

    def wait(self, show_output: bool = False, timeout: float | None = None) -> str:
        """Wait until the run has ended; answers its status. Raises TimeoutError."""
        from ._reading import wait

        seconds = None if timeout is None else checked_seconds(timeout, "the timeout of wait")
        return wait(self._server(), self.id, show_output, seconds)

    # ---- inside

    def _server(self) -> Connection:
        """The server, after everything logged here has reached it."""
        self._recording.flush(FLUSH_SECONDS, patient=False)
        connection = self._recording.route.find()
        if connection is None:
            raise ConnectionFailed(
                "no server was found; start one with `runlore server start`, or name it with RUNLORE_URL"
            )
        return connection

    def _log_chart(self, kind: str, name: str, value: str | Mapping[str, Any]) -> None:
        from ._charts import chart

        name = str(name)
        drawn = chart(kind, name, value)
        for text in drawn.warnings:
            warn(text)
        self._keep_drawn(name, kind, drawn.path, drawn.body)

    def _keep_drawn(self, name: str, kind: str, path: str, body: bytes) -> None:
        try:
            sha256, size = self._recording.keep_bytes(body)
        except OSError as error:
            warn(f"{kind} {name!r} of run {self.id} was not kept: no disk takes its {len(body)} bytes ({error})")
            return
        self._take(path)
        self._recording.append(_records.artifact(path, sha256, size))
        self._recording.append(_records.drawn(name, kind, path))

    def _keep(self, source: str | BinaryIO, target: str) -> None:
        try:
            if isinstance(source, str):
                sha256, size = self._recording.keep_file(source)
            else:
                sha256, size = self._recording.keep_stream(source)
        except OSError as error:
            warn(
                f"{source if isinstance(source, str) else 'a stream'} was not kept as {target!r} "
                f"of run {self.id}: {error}"
            )
            return
        self._take(target)
        self._recording.append(_records.artifact(target, sha256, size))

    def _take(self, path: str) -> None:
        """Remember the latest artifact paths, so that two plots of one second do not share one."""
        self._taken[path] = None
        if len(self._taken) > _TAKEN_NAMES:
            del self._taken[next(iter(self._taken))]

    def _end(self, status: str, error: dict[str, str] | None) -> None:
        if self._runner_ends:
            self._leave_end(status, error)
            return
        if self._status == status or (self._status is not None and status != "Failed"):
            return
        self._put_end(status, error)
        if self._recording.finish(FLUSH_SECONDS):
            _process.forget(self)

    def _leave_end(self, status: str, error: dict[str, str] | None) -> None:
        """The process goes on after this call, and its output still belongs to the run: the exit code ends it."""
        if status == "Failed":
            text = f"the script called fail({error['message'] if error else ''}), but its exit code says how it ended"
            warn(f"run {self.id}: {text}; call sys.exit(1) to fail the run")
            self._recording.append(_records.warning(text))
        self._recording.flush(FLUSH_SECONDS, patient=False)

    def _put_end(self, status: str, error: dict[str, str] | None) -> None:
        self._status = status
        if self._system is not None:
            self._system.stop()
        if self._outputs is not None and self._ends:
            for path, name in self._outputs.new_files():
                self._keep(path, name)
            self._outputs = None
        self._recording.append(_records.status(status, error))

    def _exit(self, failure: BaseException | None) -> None:
        """The process ends: so does a run of its own that nobody ended."""
        if self._ends and self._status is None:
            self._put_end("Completed" if failure is None else "Failed", describe(failure))

    def _forked(self) -> None:
        """In a forked child: log on, as another writer; the parent ends the run."""
        self._ends = False
        self._outputs = self._system = None
        self._recording.forked()


def describe(error: str | BaseException | None) -> dict[str, str] | None:
    """An error as a run keeps it: code, message, and an exception's type and stack."""
    if error is None:
        return None
    if isinstance(error, SystemExit):
        text = f"the script ended with exit code {error.code}" if isinstance(error.code, int) else str(error.code)
        return {"code": "UserError", "message": text, "type": "SystemExit"}
    if not isinstance(error, BaseException):
        return {"code": "UserError", "message": str(error)}
    import traceback

    stack = "".join(traceback.format_exception(type(error), error, error.__traceback__))
    return {
        "code": "UserError",
        "message": "".join(traceback.format_exception_only(type(error), error)).strip()[:_LONGEST_TEXT],
        "type": type(error).__name__,
        "stack": stack[-_LONGEST_TEXT:],
    }
