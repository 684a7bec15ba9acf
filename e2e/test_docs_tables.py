# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Tables of the pages that repeat what the code says: each is compared with the code itself, in both directions."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from harness.product import ROOT, Sandbox

DOCS = ROOT / "docs"
DOMAIN = ROOT / "domain/src/main/java/dev/runlore/domain"
SECTIONS = ("asset", "history", "import", "model", "run", "server")


def text(path: str) -> str:
    return (DOCS / path).read_text("utf-8")


def table(page: str, head: str) -> list[list[str]]:
    """Cells of the rows below the table head that begins with this cell, without marks."""
    body = page[re.search(rf"^\| {re.escape(head)} \|.*\n\|[-| ]+\n", page, re.M).end() :]  # type: ignore[union-attr]
    rows = re.match(r"(?:\|.*\n)+", body)
    assert rows, f"the table below {head!r} has no rows"
    return [[cell.strip(" *`") for cell in row.strip("|\n").split("|")] for row in rows[0].splitlines()]


def verbs_of_help(sandbox: Sandbox, *group: str) -> set[str]:
    help_text = sandbox.cli(*group, "--help").ok().out
    return set(re.findall(r"^    ([a-z-]+) *: ", help_text, re.M)) - {"runlore"}


@pytest.fixture(scope="module")
def verbs(shared: Sandbox) -> set[str]:
    """Every verb that help shows, with its group."""
    top = verbs_of_help(shared)
    assert top >= set(SECTIONS)
    grouped = {f"{group} {verb}" for group in SECTIONS if group != "server" for verb in verbs_of_help(shared, group)}
    return (top - set(SECTIONS)) | grouped | {"server start", "server stop", "server status", "server", "import runs"}


def test_the_command_line_page_shows_every_verb_and_no_other(verbs: set[str]) -> None:
    page = text("cli.md")
    shown = set(re.findall(rf"^    (?:source <\()?runlore ((?:{'|'.join(SECTIONS)}) [a-z-]+|[a-z]+)", page, re.M))
    assert shown == verbs


def test_the_operating_page_lists_every_setting_as_the_code_has_it() -> None:
    source = (ROOT / "app/src/main/java/dev/runlore/app/Setting.java").read_text("utf-8")
    coded = re.findall(r'^    ([A-Z_]+)\("([^"]*)", "([^"]*)"\)[,;]', source, re.M)
    expected = [
        [f"--{key}", f"RUNLORE_{name}", key, default, meaning]
        for name, default, meaning in coded
        for key in [name.lower().replace("_", "-")]
    ]
    assert table(text("operating.md"), "flag") == expected


def test_server_start_takes_every_setting(shared: Sandbox) -> None:
    help_text = shared.cli("server", "start", "--help").ok().out
    for row in table(text("operating.md"), "flag"):
        assert f"{row[0]}=" in help_text


def transitions() -> dict[str, set[str]]:
    """The table of RunTransitions, without the changes that every status with a way on has."""
    source = (DOMAIN / "RunTransitions.java").read_text("utf-8")
    rules = re.findall(r"^        allow\(([A-Z]\w+), ([\w, ]+)\);", source, re.M)
    return {origin: set(targets.split(", ")) for origin, targets in rules}


def test_the_status_table_is_the_one_of_the_code() -> None:
    statuses = re.findall(r"^    ([A-Z]\w+)[(,;]", (DOMAIN / "RunStatus.java").read_text("utf-8"), re.M)
    rows = table(text("concepts.md"), "status")
    assert sorted(row[0] for row in rows) == sorted(set(statuses) - {"Unknown"})
    ends = {"Completed", "Failed", "Canceled"}
    for status, _, following in rows:
        plain = re.sub(r"at the next sign of life", "", following)
        named = set(re.findall(r"[A-Z]\w+", plain))
        resumed = {"Running"} if status in ends else set()
        assert named - resumed == transitions().get(status, set()), status


def test_the_errors_of_the_decision_are_those_of_the_code() -> None:
    source = (DOMAIN / "ErrorCode.java").read_text("utf-8")
    coded = {name: (http, code) for name, http, code in re.findall(r'^    (\w+)\((\d+), "\w+", (\d)\)', source, re.M)}
    written: dict[str, tuple[str, str]] = {}
    for names, http, code in table(text("adr/0005-error-model.md"), "code"):
        each = re.split(r", | / ", names)
        statuses = http.split(" / ") if " / " in http else [http] * len(each)
        assert len(statuses) == len(each)
        written.update((name, (statuses[index], code)) for index, name in enumerate(each))
    assert written == coded


def test_the_exit_codes_of_the_command_line_page_are_those_of_the_code() -> None:
    source = (DOMAIN / "ErrorCode.java").read_text("utf-8")
    coded = set(re.findall(r'", (\d)\)', source))
    assert {row[0] for row in table(text("cli.md"), "code")} == coded | {"0"}


def test_the_data_folder_page_names_every_table_of_the_database() -> None:
    folder = ROOT / "store/sql/src/main/resources/dev/runlore/store/sql/migrations"
    statements = "".join(file.read_text("utf-8") for file in sorted(folder.glob("*.sql")))
    renamed = dict(re.findall(r"ALTER TABLE (\w+) RENAME TO (\w+)", statements))
    created = {renamed.get(name, name) for name in re.findall(r"CREATE TABLE (\w+)", statements)}
    rows = re.findall(r"^\| ((?:`\w+`,? ?)+)\| ", text("formats/data-folder.md").split("## Database")[1], re.M)
    assert {name for row in rows for name in re.findall(r"`(\w+)`", row)} == created


def test_every_link_between_pages_leads_to_a_page_and_a_heading_that_are_there() -> None:
    pages = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(DOCS.rglob("*.md"))]
    broken = []
    for page in pages:
        plain = re.sub(r"^```.*?^```$", "", page.read_text("utf-8"), flags=re.M | re.S)
        for target in re.findall(r"\]\(([^)\s]+)\)", plain):
            if not target.startswith("http") and not leads_somewhere(page, target):
                broken.append(f"{page.relative_to(ROOT)}: {target}")
    assert broken == []


def leads_somewhere(page: Path, target: str) -> bool:
    path, _, anchor = target.partition("#")
    file = (page.parent / path) if path else page
    if not file.exists() or not anchor:
        return file.exists()
    headings = re.findall(r"^#+ (.*)$", file.read_text("utf-8"), re.M)
    return anchor in {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
