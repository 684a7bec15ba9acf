# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""What the README and the pages of `docs/` show is run: Python as scripts, `runlore` lines as commands."""

from __future__ import annotations

import re
import shlex
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

from harness.product import ROOT, Sandbox
from harness.submissions import Project

PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md")])
SHELL = re.compile(r"(\./)?runlore ")

# Lines that show a form, ask a question, choose anew, do something to the machine, need a stopped server or a studio:
# tested by what they mean.
NOT_RUN = re.compile(r"runlore (quickstart|server|completion|studio|init -e|doctor --repair|restore RUN\b(?! --))")


def blocks(page: Path) -> list[str]:
    """The page's code blocks, fenced and indented, without their fences and indents."""
    text = page.read_text("utf-8")
    fenced = re.findall(r"^```(?:python|sh|bash|shell)\n(.*?)^```$", text, re.M | re.S)
    rest = re.sub(r"^```.*?^```$", "", text, flags=re.M | re.S)
    indented = re.findall(r"(?:^\n|\A)((?:^    .*\n|^\n(?=    ))+)", rest, re.M)
    return [*fenced, *(textwrap.dedent(block).strip("\n") + "\n" for block in indented)]


def is_python(block: str) -> bool:
    first = next(line for line in block.splitlines() if line.strip())
    return bool(re.match(r"(import|from|with|for|run\b|run\.|logger\b)", first))


def python_of(page: Path) -> list[str]:
    return [block for block in blocks(page) if is_python(block)]


def commands_of(page: Path) -> list[str]:
    lines = [line for block in blocks(page) if not is_python(block) for line in block.splitlines()]
    return [line.partition("  #")[0].strip() for line in lines if SHELL.match(line) and not NOT_RUN.search(line)]


# What the pages take as given.
GIVEN = """
import os, runlore
import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as pyplot
figure = pyplot.figure()
epoch = 1
def train(): return 0.5
import pandas
data_frame = pandas.DataFrame({"alpha": [0.1], "mse": [0.5]})
error = ValueError("given")
for name in ("model.pkl", "/tmp/m.bin"):
    open(name, "wb").write(b"model")
os.makedirs("outputs", exist_ok=True)
os.makedirs("here", exist_ok=True)
open("outputs/notes.txt", "w").write("notes")
figure.savefig("roc.png")
stream = open("model.pkl", "rb")
open("train.py", "w").write("print(1)")
"""


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    """A sandbox with a server, in which each page has a folder of its own."""
    sandbox = Sandbox(tmp_path_factory.mktemp("pages"))
    sandbox.serve()
    yield sandbox
    sandbox.close()


def folder_of(pages: Sandbox, page: Path) -> Path:
    folder = pages.work / page.stem
    folder.mkdir(exist_ok=True)
    return folder


@pytest.mark.parametrize("page", [page for page in PAGES if python_of(page)], ids=lambda page: page.name)
def test_python_on_the_page_runs(pages: Sandbox, page: Path) -> None:
    """All blocks of a page are one session, as they read."""
    script = GIVEN + "\n".join(python_of(page))
    assert script.count("\n") > GIVEN.count("\n")
    outcome = pages.script(script, folder=folder_of(pages, page), MPLCONFIGDIR=str(pages.folder / "mpl"))
    assert outcome.code == 0, outcome.err
    assert "Traceback" not in outcome.err


TRAIN = """
import os, runlore, sys
accuracy = float(sys.argv[1]) if len(sys.argv) > 1 else 0.5
os.makedirs("outputs", exist_ok=True)
open("outputs/notes.txt", "w").write(f"notes {accuracy}")
open("outputs/model.pkl", "w").write(f"model {accuracy}")
with runlore.start_run() as run:
    run.log("loss", 0.25)
    run.log("Accuracy", accuracy)
"""


@pytest.fixture(scope="module")
def places(pages: Sandbox) -> dict[str, str]:
    """What stands for the names in capitals."""
    project = Project(pages, "given")
    project.write("train.py", TRAIN)
    submitted = [project.submit("-e", "pages", "train.py", accuracy) for accuracy in ("0.7", "0.6", "0.5", "0.4")]
    runs = [run.end()["id"] for run in submitted]
    old = {"OLD_RUN of cli": runs[2], "OLD_RUN of operating": runs[3]}
    return {"RUN1": runs[0], "RUN2": runs[1], "RUN": runs[0], **old}


@pytest.mark.parametrize(
    ("page", "command"),
    [pytest.param(page, command, id=f"{page.name}: {command}") for page in PAGES for command in commands_of(page)],
)
def test_commands_on_the_page_run(pages: Sandbox, places: dict[str, str], page: Path, command: str) -> None:
    folder = folder_of(pages, page)
    golden = ROOT / "spec" / "examples" / "az-ml" / "history-list.json"
    (folder / "history.json").write_bytes(golden.read_bytes())
    (folder / "train.py").write_text(TRAIN)
    given = {**places, "OLD_RUN": places.get(f"OLD_RUN of {page.stem}", "")}
    words = [given.get(word, word) for word in shlex.split(command)]
    words = words[: words.index("|")] if "|" in words else words
    pages.cli(*words[1:], folder=folder).ok()


def test_every_page_that_is_linked_is_there() -> None:
    missing = []
    for page in PAGES:
        for target in re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text("utf-8")):
            if not target.startswith("http") and not (page.parent / target).exists():
                missing.append(f"{page.name}: {target}")
    assert missing == []


def test_filters_on_the_page_are_understood(pages: Sandbox) -> None:
    text = (ROOT / "docs" / "filters.md").read_text("utf-8")
    filters = [
        line for block in re.findall(r"^```filter\n(.*?)^```$", text, re.M | re.S) for line in block.splitlines()
    ]
    understood = [line for line in filters if line and not line.startswith(("filter,", " "))]
    assert len(understood) > 8
    for line in understood:
        answer = pages.server.rest.send("GET", "/api/v1/runs", {"filter": line})
        assert answer.status == 200 or "low" in line, f"{line}: {answer.body!r}"
