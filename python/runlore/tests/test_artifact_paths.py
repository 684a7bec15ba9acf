# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
from __future__ import annotations

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runlore._artifact_paths import artifact_path, broken_rule, checked_answers, path_of_file, path_of_name
from runlore._errors import InvalidArgument, UnsafeAnswer

BROKEN = [
    "",
    "/etc/passwd",
    "//host/share/x",
    "..",
    "../x",
    "a/../x",
    "a/./x",
    "a//x",
    "a/",
    "C:\\x",
    "C:/x",
    "c:x",
    "\\\\host\\share\\x",
    "..\\..\\secret",
    "a\\..\\b",
    "a\x00.png",
    "a\nb",
    "a\x7fb",
    "a\x85b",
    "a\ud800",
    "x" * 1025,
    ".",
    "./x",
]


@pytest.mark.parametrize("path", BROKEN)
def test_a_path_that_could_lead_elsewhere_breaks_a_rule(path: str) -> None:
    assert broken_rule(path) != ""


@pytest.mark.parametrize(
    "path", ["a", "outputs/model.pkl", "a b/é.png", "正/則.txt", "%2e%2e/x", "a;b", "..a/b..", "x" * 1024]
)
def test_any_other_text_is_a_path(path: str) -> None:
    assert broken_rule(path) == ""
    assert artifact_path(path) == path


def test_a_users_path_is_tidied() -> None:
    assert artifact_path("./outputs//model.pkl") == "outputs/model.pkl"
    assert artifact_path("outputs/./") == "outputs"


@pytest.mark.parametrize("path", ["", ".", "/a", "../a", "a/../b", "C:/a", "a\\b", "a\x00"])
def test_a_users_path_that_is_none_is_refused_with_what_it_was(path: str) -> None:
    with pytest.raises(InvalidArgument, match="artifact path must"):
        artifact_path(path)


def test_a_local_file_has_its_own_path_when_relative_and_its_name_otherwise() -> None:
    assert path_of_file(os.path.join("plots", "roc.png")) == "plots/roc.png"
    assert path_of_file(os.path.join(".", "roc.png")) == "roc.png"
    assert path_of_file(os.path.join("..", "other", "roc.png")) == "roc.png"
    assert path_of_file(os.path.abspath("roc.png")) == "roc.png"


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("ROC", "ROC_1.png"),
        ("val/ROC", "val/ROC_1.png"),
        ("../../x", "__/__/x_1.png"),
        ("/abs", "abs_1.png"),
        ("C:/x", "C_/x_1.png"),
        ("a\\b\nc", "a_b_c_1.png"),
        ("", "__1.png"),
        ("é 正", "é 正_1.png"),
        ("a\ud800", "a_ud800_1.png"),
    ],
)
def test_a_metrics_name_makes_a_valid_path(name: str, path: str) -> None:
    assert path_of_name(name, "_1.png") == path
    assert broken_rule(path) == ""


@given(st.text(max_size=1500))
def test_any_name_makes_a_valid_path(name: str) -> None:
    assert broken_rule(path_of_name(name, "_1.png")) == ""
    assert broken_rule(path_of_name(name)) == ""


@pytest.mark.parametrize("path", BROKEN)
def test_a_server_that_lists_a_path_outside_is_refused(path: str) -> None:
    with pytest.raises(UnsafeAnswer, match="nothing was written"):
        checked_answers(["good", path])


@pytest.mark.parametrize(
    "path", ["CON", "nul.txt", "a/aux", "Com1.log", "lpt9", "x/PRN.tar.gz", "conin$", "a.", "a ", "dir./x", "a/ /b"]
)
def test_names_that_some_systems_reserve_are_refused_with_the_way_out(path: str) -> None:
    with pytest.raises(UnsafeAnswer, match="to a file name of your own"):
        checked_answers([path])


@pytest.mark.parametrize("path", ["console.txt", "auxiliary", "com10", "nullable.py", ".bashrc", "a.b", " a"])
def test_names_that_only_look_reserved_are_taken(path: str) -> None:
    assert checked_answers([path]) == [path]


@pytest.mark.parametrize(
    "paths",
    [
        ["Model.pt", "model.pt"],
        ["out/a", "Out/b"],
        ["é.txt", "e\u0301.txt"],
        ["STRASSE", "straße"],
        ["a", "A/b"],
    ],
)
def test_two_paths_that_are_one_file_on_some_systems_are_refused(paths: list[str]) -> None:
    with pytest.raises(UnsafeAnswer, match="where case does not count"):
        checked_answers(paths)


def test_a_path_listed_twice_or_as_file_and_folder_is_refused() -> None:
    with pytest.raises(UnsafeAnswer, match="twice"):
        checked_answers(["a", "b", "a"])
    with pytest.raises(UnsafeAnswer, match="both as a file and as a folder"):
        checked_answers(["a", "a/b"])


def test_ordinary_files_are_taken_in_their_order() -> None:
    paths = ["outputs/b.pkl", "outputs/a.pkl", "logs/a.txt", "é/正.png"]
    assert checked_answers(paths) == paths
