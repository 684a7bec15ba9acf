# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Run configurations: the cases that every implementation replays, and what a dict may say."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from runlore import InvalidArgument
from runlore._configurations import configuration_of

EXAMPLES = Path(__file__).resolve().parents[3] / "spec" / "examples" / "runconfig"
DEFAULTS = {"target": "local", "framework": "Python", "watched": ["logs"], "collectOutputs": True, "tracked": True}


def cases() -> list[Any]:
    found = []
    for file in sorted(EXAMPLES.glob("*.json")):
        for case in json.loads(file.read_text(encoding="utf-8"))["cases"]:
            found.append(pytest.param(case, id=f"{file.stem}: {case['case']}"))
    return found


@pytest.mark.parametrize("case", cases())
def test_a_file_says_what_the_examples_say(
    case: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = ["\n".join(lines) for lines in case["files"].values()]
    if any(not text.startswith("{") for text in texts):
        pytest.importorskip("yaml")
    for path, text in zip(case["files"], texts):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text + "\n", encoding="utf-8")
    monkeypatch.setenv("HOME", case.get("home", str(tmp_path)))

    def read() -> Any:
        return configuration_of(case.get("name"), str(tmp_path), case.get("script"), case.get("arguments", []))

    if "refused" in case:
        with pytest.raises(InvalidArgument) as refused:
            read()
        assert [text for text in case["refused"] if text not in str(refused.value)] == []
        return
    found = read()
    assert found.body == case["configuration"]
    told = list(found.warnings)
    for text in case.get("warnings", []):
        told.remove(next(warning for warning in told if text in warning))
    assert told == []


def test_a_dict_is_the_configuration_itself(tmp_path: Path) -> None:
    given = {
        "environmentVariables": {"A": "1"},
        "interpreter": os.path.abspath(sys.executable),
        "environment": {"pip": ["x==1"]},
    }
    found = configuration_of(given, str(tmp_path), "a.py", ["1"])
    assert found.body == {**DEFAULTS, **given, "script": "a.py", "arguments": ["1"]}


def test_a_script_that_is_named_takes_the_place_of_a_command(tmp_path: Path) -> None:
    given = {"command": ["python", "-V"]}
    assert configuration_of(given, str(tmp_path), None, []).body == {**DEFAULTS, **given, "arguments": []}
    assert configuration_of(given, str(tmp_path), "a.py", []).body == {**DEFAULTS, "script": "a.py", "arguments": []}


def test_a_dict_with_an_unknown_key_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidArgument, match=r"has colour, scrpt$"):
        configuration_of({"scrpt": "a.py", "colour": 1}, str(tmp_path), None, [])


def test_a_run_without_script_and_command_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidArgument, match="needs a script or a command"):
        configuration_of({}, str(tmp_path), None, [])


def test_yaml_without_its_package_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".azureml").mkdir()
    (tmp_path / ".azureml" / "local.runconfig").write_text("script: a.py\n")
    monkeypatch.setitem(sys.modules, "yaml", None)
    with pytest.raises(InvalidArgument, match=r"\.azureml/local\.runconfig is YAML, which needs the package PyYAML"):
        configuration_of(None, str(tmp_path), None, [])
