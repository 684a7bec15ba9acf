# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Every verb of a run, as the records that it makes."""

from __future__ import annotations

import json
import struct
import zlib
from pathlib import Path
from typing import Any

import pytest

import runlore
from strict_server import StrictServer

MATRIX = {
    "schema_type": "confusion_matrix",
    "schema_version": "v1",
    "data": {"class_labels": ["a", "b"], "matrix": [[1, 0], [0, 1]]},
}


def png() -> bytes:
    """The smallest picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")


class Plot:
    """What `matplotlib.pyplot` is to a run: something that saves itself."""

    def savefig(self, file: Any, format: str) -> None:
        """Write the picture."""
        assert format == "png"
        file.write(png())


def members(server: StrictServer, run: runlore.Run) -> list[dict[str, Any]]:
    """A run's records between its creation and its end, without number and time."""
    return [{k: v for k, v in record.items() if k not in ("n", "t")} for record in server.stored(run.id)][1:-1]


def test_metrics_of_every_shape(server: StrictServer) -> None:
    with runlore.start_run("shapes", outputs=None) as run:
        run.log_list("list", (value for value in [5, 6.5]))
        run.log_row("row", name="a", step=2)
        run.log_table("table", {"x": [1, 2], "y": ["a", None]})
        run.param("lr", 0.1)
        run.tag("selected")
        run.tag("rank", 1)
        run.set_property("git", "abc")
    assert members(server, run) == [
        {"m": "list", "l": [5.0, 6.5]},
        {"m": "row", "r": {"name": "a", "step": 2}},
        {"m": "table", "c": {"x": [1, 2], "y": ["a", None]}},
        {"param": {"lr": 0.1}},
        {"tag": {"selected": None}},
        {"tag": {"rank": "1"}},
        {"property": {"git": "abc"}},
    ]


def test_pictures_and_charts_are_artifacts_with_a_metric_that_names_them(server: StrictServer, home: Path) -> None:
    (home / "roc.png").write_bytes(png())
    with runlore.start_run("drawn", outputs=None) as run:
        run.log_image("file", path="roc.png")
        run.log_image("ROC", Plot())
        run.log_confusion_matrix("cm", MATRIX)
        run.log_confusion_matrix("text", json.dumps(MATRIX))
    found = members(server, run)
    metrics = [record for record in found if "m" in record]
    paths = {record["artifact"]["path"]: record["artifact"]["sha256"] for record in found if "artifact" in record}
    assert [(record["m"], record["k"]) for record in metrics] == [
        ("file", "image"), ("ROC", "image"), ("cm", "confusion_matrix"), ("text", "confusion_matrix")
    ]  # fmt: skip
    bodies = [server.blobs[paths[record["a"]]] for record in metrics]
    assert bodies[:2] == [png(), png()]
    assert [json.loads(body) for body in bodies[2:]] == [MATRIX, MATRIX]


def test_two_plots_of_one_second_are_two_artifacts(server: StrictServer) -> None:
    with runlore.start_run("plots", outputs=None) as run:
        run.log_image("ROC", plot=Plot())
        run.log_image("ROC", plot=Plot())
    first, second = [record["a"] for record in members(server, run) if "a" in record]
    assert first != second


@pytest.mark.parametrize("log", [lambda run: run.log_list("l", []), lambda run: run.log_table("t", {"x": []})])
def test_nothing_is_logged_of_an_empty_list_but_a_warning(
    server: StrictServer, log: Any, capfd: pytest.CaptureFixture[str]
) -> None:
    with runlore.start_run("empty", outputs=None) as run:
        log(run)
    assert members(server, run) == []
    assert "is empty; nothing was logged" in capfd.readouterr().err


def test_a_wrong_value_in_a_list_is_the_callers_fault(home: Path) -> None:
    with runlore.start_run("wrong") as run, pytest.raises(runlore.InvalidArgument, match="list 'l'"):
        run.log_list("l", [object()])


def test_the_run_is_created_with_what_is_known_of_it(server: StrictServer) -> None:
    with runlore.start_run("known", run_id="mine", name="first", tags={"a": 1, "b": None}) as run:
        child = run.child("inner")
        child.complete()
    created = server.stored("mine")[0]["create"]
    assert {key: created[key] for key in ("id", "experiment", "name", "tags", "heartbeat")} == {
        "id": "mine", "experiment": "known", "name": "first", "tags": {"a": "1", "b": None}, "heartbeat": True
    }  # fmt: skip
    assert {"user", "host", "at", "properties", "writer"} <= set(created)
    inner = server.stored(child.id)[0]["create"]
    assert (inner["parent"], inner["experiment"], inner["name"]) == ("mine", "known", "inner")


def test_outputs_is_made_at_the_start_and_none_means_no_folder(server: StrictServer, home: Path) -> None:
    with runlore.start_run("no", outputs=None):
        assert not (home / "outputs").exists()
    with runlore.start_run("yes"):
        assert (home / "outputs").is_dir()


def test_a_link_out_of_the_outputs_is_not_followed(server: StrictServer, home: Path) -> None:
    (home / "secret").write_text("secret")
    with runlore.start_run("links") as run:
        (home / "outputs" / "step.bin").write_bytes(b"x")
        (home / "outputs" / "latest.bin").symlink_to("step.bin")
        (home / "outputs" / "out.bin").symlink_to(home / "secret")
    paths = [record["artifact"]["path"] for record in server.stored(run.id) if "artifact" in record]
    assert paths == ["outputs/latest.bin", "outputs/step.bin"]


def test_the_machines_load_is_logged_while_the_run_lives(server: StrictServer, monkeypatch: pytest.MonkeyPatch) -> None:
    run = runlore.start_run("load", outputs=None)
    assert run._system is not None
    run._system._report({"system/cpu_percent": 12.5})
    run.complete()
    assert members(server, run) == [{"vs": {"system/cpu_percent": 12.5}}]
