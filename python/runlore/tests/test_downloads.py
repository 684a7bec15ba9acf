# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
from __future__ import annotations

import hashlib
import os
import pickle
import sys
from pathlib import Path
from typing import Any

import pytest

from answering import Answer, AnsweringServer, Request, as_json, problem
from runlore._connection import Connection
from runlore._errors import ConnectionFailed, InvalidArgument, NotFound, UnsafeAnswer
from runlore._reading import download, files


class Artifacts:
    """A server with a run's files, honest unless told otherwise."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self.files = files
        self.listed = [self.row(path, body) for path, body in files.items()]
        self.headers: dict[str, str] = {}

    @staticmethod
    def row(path: str, body: bytes) -> dict[str, Any]:
        return {
            "path": path,
            "sha256": hashlib.sha256(body).hexdigest(),
            "size": len(body),
            "created": "2026-01-01T00:00:00Z",
        }

    def answer(self, request: Request) -> Answer:
        if request.path != "/api/v1/runs/r1/artifacts":
            return problem(404, "NOT_FOUND", "no such run")
        path = request.query.get("path")
        if path is None:
            return as_json({"items": self.listed})
        return Answer(200, self.files.get(path, b"?"), self.headers)


def everything_below(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.fixture
def chosen(tmp_path: Path) -> Path:
    """The folder to write to, beside a file that must stay as it is."""
    (tmp_path / "canary").write_bytes(b"untouched")
    (tmp_path / "chosen").mkdir()
    return tmp_path / "chosen"


def test_files_lists_the_paths_in_their_order() -> None:
    with AnsweringServer(Artifacts({"outputs/b": b"1", "a": b"2"}).answer) as server:
        assert files(Connection(server.url), "r1") == ["outputs/b", "a"]


def test_a_file_goes_into_an_existing_folder_under_its_own_name(chosen: Path) -> None:
    with AnsweringServer(Artifacts({"outputs/model.pkl": b"bytes"}).answer) as server:
        written = download(Connection(server.url), "r1", "./outputs/model.pkl", str(chosen))
    assert written == str(chosen / "model.pkl")
    assert everything_below(chosen) == {"model.pkl": b"bytes"}


def test_a_file_goes_to_the_file_name_that_the_user_gave(chosen: Path) -> None:
    with AnsweringServer(Artifacts({"outputs/model.pkl": b"bytes"}).answer) as server:
        written = download(Connection(server.url), "r1", "outputs/model.pkl", str(chosen / "new" / "best.pkl"))
    assert written == str(chosen / "new" / "best.pkl")
    assert everything_below(chosen) == {os.path.join("new", "best.pkl"): b"bytes"}


def test_a_file_that_is_there_is_replaced_whole(chosen: Path) -> None:
    (chosen / "model.pkl").write_bytes(b"a much longer old file")
    with AnsweringServer(Artifacts({"model.pkl": b"new"}).answer) as server:
        download(Connection(server.url), "r1", "model.pkl", str(chosen))
    assert everything_below(chosen) == {"model.pkl": b"new"}


def test_an_empty_file_is_a_file(chosen: Path) -> None:
    with AnsweringServer(Artifacts({"empty": b""}).answer) as server:
        download(Connection(server.url), "r1", "empty", str(chosen))
    assert everything_below(chosen) == {"empty": b""}


def test_a_folder_comes_with_its_name_and_everything_in_it(chosen: Path) -> None:
    held = {"run/outputs/a.pkl": b"1", "run/outputs/deep/b.png": b"2", "run/outputsX": b"3", "other": b"4"}
    with AnsweringServer(Artifacts(held).answer) as server:
        assert download(Connection(server.url), "r1", "run/outputs", str(chosen)) == str(chosen / "outputs")
    assert everything_below(chosen) == {
        os.path.join("outputs", "a.pkl"): b"1",
        os.path.join("outputs", "deep", "b.png"): b"2",
    }


def test_a_name_that_the_run_does_not_have_is_not_found(chosen: Path) -> None:
    with AnsweringServer(Artifacts({"model.pkl": b"1"}).answer) as server:
        with pytest.raises(NotFound, match="has no file or folder 'model'"):
            download(Connection(server.url), "r1", "model", str(chosen))
    assert everything_below(chosen) == {}


@pytest.mark.parametrize(
    "path", ["a/../../canary", "a/../../../canary", "a//canary", "a/..\\canary", "a/\x00", "a/.", "a/C:\\x", "a/.."]
)
def test_a_listed_path_that_leaves_the_folder_stops_the_download_before_anything_is_written(
    path: str, chosen: Path
) -> None:
    held = Artifacts({"a/good": b"1"})
    held.listed.append(held.row(path, b"evil"))
    held.files[path] = b"evil"
    with AnsweringServer(held.answer) as server, pytest.raises(UnsafeAnswer, match="nothing was written"):
        download(Connection(server.url), "r1", "a", str(chosen))
    assert everything_below(chosen.parent) == {"canary": b"untouched"}


def test_listed_paths_that_were_not_asked_for_are_left_alone(chosen: Path) -> None:
    held = Artifacts({"a/good": b"1", "../canary": b"evil", "/etc/x": b"evil"})
    with AnsweringServer(held.answer) as server:
        download(Connection(server.url), "r1", "a", str(chosen))
    assert everything_below(chosen.parent) == {"canary": b"untouched", os.path.join("chosen", "a", "good"): b"1"}


def test_a_file_name_in_a_header_names_nothing(chosen: Path) -> None:
    held = Artifacts({"model.pkl": b"1"})
    held.headers = {"Content-Disposition": 'attachment; filename="../canary"', "Content-Location": "/canary"}
    with AnsweringServer(held.answer) as server:
        download(Connection(server.url), "r1", "model.pkl", str(chosen))
    assert everything_below(chosen.parent) == {"canary": b"untouched", os.path.join("chosen", "model.pkl"): b"1"}


@pytest.mark.parametrize("names", [["Model.pt", "model.pt"], ["é", "e\u0301"], ["x/CON"], ["x/a."], ["x/a "]])
def test_collisions_and_reserved_names_stop_a_folder_before_anything_is_written(names: list[str], chosen: Path) -> None:
    with AnsweringServer(Artifacts({f"a/{name}": b"1" for name in names}).answer) as server:
        with pytest.raises(UnsafeAnswer, match="of your own"):
            download(Connection(server.url), "r1", "a", str(chosen))
    assert everything_below(chosen) == {}


def test_a_reserved_name_comes_under_a_name_of_the_users_own(chosen: Path) -> None:
    with AnsweringServer(Artifacts({"a/CON": b"1"}).answer) as server:
        with pytest.raises(UnsafeAnswer, match="of your own"):
            download(Connection(server.url), "r1", "a/CON", str(chosen))
        download(Connection(server.url), "r1", "a/CON", str(chosen / "con_"))
    assert everything_below(chosen) == {"con_": b"1"}


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_a_link_that_leads_out_of_the_folder_is_not_followed(chosen: Path) -> None:
    outside = chosen.parent / "outside"
    outside.mkdir()
    (chosen / "a").mkdir()
    (chosen / "a" / "link").symlink_to(outside)
    with AnsweringServer(Artifacts({"a/link/deep/x": b"evil"}).answer) as server:
        with pytest.raises(UnsafeAnswer, match="by a link"):
            download(Connection(server.url), "r1", "a", str(chosen))
    assert list(outside.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_a_link_in_the_files_own_place_is_replaced_and_not_written_through(chosen: Path) -> None:
    (chosen / "model.pkl").symlink_to(chosen.parent / "canary")
    with AnsweringServer(Artifacts({"model.pkl": b"new"}).answer) as server:
        download(Connection(server.url), "r1", "model.pkl", str(chosen))
    assert not (chosen / "model.pkl").is_symlink()
    assert everything_below(chosen.parent) == {"canary": b"untouched", os.path.join("chosen", "model.pkl"): b"new"}


def test_other_bytes_than_the_run_recorded_are_not_kept(chosen: Path) -> None:
    held = Artifacts({"model.pkl": b"right"})
    held.files["model.pkl"] = b"wrong"
    (chosen / "model.pkl").write_bytes(b"old")
    with AnsweringServer(held.answer) as server, pytest.raises(UnsafeAnswer, match="must have the SHA-256"):
        download(Connection(server.url), "r1", "model.pkl", str(chosen))
    assert everything_below(chosen) == {"model.pkl": b"old"}


def test_more_bytes_than_the_run_recorded_are_not_read(chosen: Path) -> None:
    held = Artifacts({"model.pkl": b"right"})
    held.files["model.pkl"] = bytes(10_000_000)
    with AnsweringServer(held.answer) as server, pytest.raises(UnsafeAnswer, match="more than the 5 bytes"):
        download(Connection(server.url), "r1", "model.pkl", str(chosen))
    assert everything_below(chosen) == {}


def test_a_connection_that_breaks_leaves_nothing_behind(chosen: Path) -> None:
    held = Artifacts({"model.pkl": b"right"})
    held.headers = {"Content-Length": "50", "Connection": "close"}
    with AnsweringServer(held.answer) as server, pytest.raises(ConnectionFailed):
        download(Connection(server.url, timeout=2), "r1", "model.pkl", str(chosen))
    assert everything_below(chosen) == {}


def test_a_file_whose_bytes_were_not_imported_is_not_found_alone_and_left_out_of_its_folder(
    chosen: Path, caplog: pytest.LogCaptureFixture
) -> None:
    held = Artifacts({"a/here": b"1"})
    held.listed.append({"path": "a/gone", "created": "2017-09-08T00:00:00Z"})
    with AnsweringServer(held.answer) as server:
        with pytest.raises(NotFound, match="did not come with the import"):
            download(Connection(server.url), "r1", "a/gone", str(chosen))
        download(Connection(server.url), "r1", "a", str(chosen))
    assert everything_below(chosen) == {os.path.join("a", "here"): b"1"}
    assert "'a/gone' is left out" in caplog.text


class Trap:
    def __reduce__(self) -> Any:
        return os.mkdir, (os.environ["RUNLORE_TEST_TRAP"],)


def test_a_pickle_is_brought_here_and_never_opened(chosen: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RUNLORE_TEST_TRAP", str(chosen / "sprung"))
    body = pickle.dumps(Trap())
    with AnsweringServer(Artifacts({"outputs/model.pkl": body}).answer) as server:
        connection = Connection(server.url)
        files(connection, "r1")
        download(connection, "r1", "outputs/model.pkl", str(chosen))
        download(connection, "r1", "outputs", str(chosen))
    assert (chosen / "model.pkl").read_bytes() == body
    assert not (chosen / "sprung").exists()


@pytest.mark.parametrize("run_id", ["", "..", "a/b", "a b", "-a", "a?x", "é", "x" * 257])
def test_a_run_id_that_is_none_never_becomes_a_path(run_id: str) -> None:
    with AnsweringServer(Artifacts({}).answer) as server:
        with pytest.raises(InvalidArgument, match="run id must be"):
            files(Connection(server.url), run_id)
        assert server.requests == []


@pytest.mark.parametrize(
    "listing", [[], "x", {}, {"items": 5}, {"items": [5]}, {"items": [{}]}, {"items": [{"path": None}]}]
)
def test_a_listing_that_is_none_is_refused(listing: object, chosen: Path) -> None:
    with AnsweringServer(lambda request: as_json(listing)) as server:
        with pytest.raises(UnsafeAnswer, match="is it a Runlore server"):
            download(Connection(server.url), "r1", "a", str(chosen))
    assert everything_below(chosen) == {}


def test_a_listing_without_end_is_refused() -> None:
    with AnsweringServer(lambda request: as_json({"items": [], "nextPageToken": "again"})) as server:
        with pytest.raises(UnsafeAnswer, match="page token 'again'"):
            files(Connection(server.url), "r1")
