# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""The command line as people and scripts use it."""

from __future__ import annotations

import base64
import csv
import http.client
import json
import os
import pty
import re
import select
import time
from pathlib import Path

import pytest

from harness.processes import is_alive, wait_until
from harness.product import ROOT, Sandbox
from harness.rest import Rest

ESCAPE = "\x1b"
LOG = "azureml-logs/70_driver_log.txt"


@pytest.fixture(scope="module")
def run(rest: Rest) -> str:
    """A run with a little of everything."""
    made = rest.make_run(
        experiment="cli", name="été", params={"lr": 0.1}, tags={"a": "b"}, script="train.py", arguments=["--x", "1 2"]
    )
    rest.append_new(made, *({"m": "loss", "v": v, "s": s} for s, v in enumerate([3.5, 1.25, "NaN", 2])))
    rest.append_new(made, {"m": "Accuracy", "v": 0.75}, {"m": "rows", "c": {"x": [1, 2], "y": ["a", None]}})
    rest.call("POST", f"/runs/{made}/complete").ok()
    return made


def test_a_server_is_started_when_none_runs(sandbox: Sandbox) -> None:
    outcome = sandbox.cli("history", "list", "-o", "json").ok()
    assert json.loads(outcome.out) == []
    [sentence] = outcome.err.splitlines()
    facts = json.loads((sandbox.data / "server.json").read_text())
    assert "runlore server stop" in sentence and facts["url"] in sentence
    assert sandbox.cli("history", "list").ok().err == "", "said once"
    assert sandbox.cli("server", "status").ok().err == ""
    sandbox.cli("server", "stop").ok()
    wait_until("it has ended", lambda: not is_alive(facts["pid"]))


def test_two_commands_at_once_start_one_server(sandbox: Sandbox) -> None:
    commands = [sandbox.start("history", "list") for _ in range(3)]
    assert [json.loads(command.wait().ok().out) for command in commands] == [[], [], []]
    sandbox.cli("server", "stop").ok()


def test_a_named_server_that_is_away_is_told_and_none_started(sandbox: Sandbox) -> None:
    outcome = sandbox.cli("history", "list", "--url", "http://127.0.0.1:1")
    assert (outcome.code, outcome.out) == (7, "")
    assert "http://127.0.0.1:1" in outcome.err
    assert not (sandbox.data / "server.json").exists()


def test_a_run_is_shown_whole(shared: Sandbox, rest: Rest, run: str) -> None:
    shown = shared.cli_json("run", "show", run)
    text = json.dumps(shown, ensure_ascii=False)
    for part in (run, "été", "train.py", "1 2", "Completed"):
        assert part in text
    assert "--x" in text and "0.1" in text


def test_points_are_listed_with_their_steps(shared: Sandbox, run: str) -> None:
    points = shared.cli_json("run", "points", run, "loss")
    assert [point["step"] for point in points] == [0, 1, 2, 3]
    assert [point["value"] for point in points] == [3.5, 1.25, "NaN", 2]
    assert [type(point["value"]) for point in points] == [float, float, str, int]
    columns = shared.cli_json("run", "points", run, "rows")
    assert [(row["x"], row["y"]) for row in columns] == [(1, "a"), (2, None)]


def test_a_run_is_changed(shared: Sandbox, rest: Rest) -> None:
    made = rest.make_run(experiment="changes")
    shared.cli("run", "tag", made, "selected=yes", "note=a=b", "bare").ok()
    assert rest.get(f"/runs/{made}")["tags"] == {"selected": "yes", "note": "a=b", "bare": None}
    shared.cli("run", "rename", made, "nouveau 名").ok()
    assert rest.get(f"/runs/{made}")["name"] == "nouveau 名"
    shared.cli("run", "archive", made).ok()
    assert rest.get(f"/runs/{made}")["archived"] is True
    listed = ["history", "list", "--filter", 'experiment = "changes"']
    assert shared.cli_json(*listed) == []
    shared.cli("run", "unarchive", made).ok()
    assert [entry["run_id"] for entry in shared.cli_json(*listed)] == [made]


def test_each_form_of_output(shared: Sandbox, run: str) -> None:
    def output(form: str) -> str:
        return shared.cli("history", "info", "-r", run, "-o", form).ok().out

    document = json.loads(output("json"))
    assert (document["run_id"], document["Accuracy"], document["name"]) == (run, 0.75, "été")
    assert output("json") == json.dumps(document, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
    assert output("jsonc") == output("json"), "plain when the output is no terminal"
    assert output("none") == ""
    table = output("table").splitlines()
    assert table[0].split()[:2] == ["Accuracy", "loss"] or "Accuracy" in table[0]
    assert set(table[1]) == {"-", " "} and "0.75" in table[2] and len(table) == 3
    yaml = output("yaml")
    assert re.search(r"^Accuracy: 0\.75$", yaml, re.M) and re.search(rf"^run_id: [\"']?{run}[\"']?$", yaml, re.M)
    assert output("yamlc") == yaml
    tsv = shared.cli("history", "list", "--query", f"[?run_id=='{run}'].[run_id, Accuracy, name]", "-o", "tsv").ok().out
    assert list(csv.reader([tsv.rstrip("\n")], delimiter="\t")) == [[run, "0.75", "été"]]


def test_an_unknown_form_is_wrong_usage(shared: Sandbox) -> None:
    outcome = shared.cli("history", "list", "-o", "xml")
    assert (outcome.code, outcome.out) == (2, "")
    assert "xml" in outcome.err and "yamlc" in outcome.err


def test_queries_are_applied_first(shared: Sandbox, run: str) -> None:
    one = shared.cli("history", "list", "--query", f"[?run_id=='{run}'].Accuracy | [0]").ok()
    assert one.out == "0.75\n"
    wrong = shared.cli("history", "list", "--query", "[?")
    assert (wrong.code, wrong.out) == (2, "")
    assert "Exception" not in wrong.err


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["history", "info", "-r", "nobody"], 3, "nobody"),
        (["history", "info", "-r", "../../x"], 2, "../../x"),
        (["history", "info"], 2, "--run"),
        (["history", "list", "--filter", "metrics.loss >"], 2, "character"),
        (["history", "compare", "nobody"], 2, "run"),
        (["history", "download", "-r", "nobody", "-d", "x"], 3, "nobody"),
        (["history", "promote", "-r", "nobody", "-ap", "x", "-n", "y"], 3, "nobody"),
        (["asset", "download", "-l", "nowhere.link", "-d", "x"], 3, "nowhere.link"),
        (["model", "show", "nothing"], 3, "nothing"),
        (["purge", "nobody", "--yes"], 3, "nobody"),
        (["run", "points", "nobody", "loss"], 3, "nobody"),
        (["run", "rename", "nobody", "x" * 251], 2, "250"),
        (["run", "tag", "nobody", "a=b"], 3, "nobody"),
        (["import", "az-ml", "/nowhere.json"], 3, "/nowhere.json"),
        (["nonsense"], 2, "nonsense"),
        (["history", "nonsense"], 2, "nonsense"),
    ],
)
def test_errors_have_their_exit_code_and_a_reason(shared: Sandbox, arguments: list[str], code: int, said: str) -> None:
    outcome = shared.cli(*arguments)
    assert (outcome.code, outcome.out) == (code, ""), outcome.err
    assert said in outcome.err
    assert "Exception" not in outcome.err and "\tat " not in outcome.err


def test_importing_another_run_under_a_taken_id_is_a_conflict(shared: Sandbox, rest: Rest, tmp_path: Path) -> None:
    text = (ROOT / "spec" / "examples" / "az-ml" / "history-last.json").read_text()
    made = rest.make_run(experiment="conflict")
    (tmp_path / "taken.json").write_text(text.replace("IrisDemo_1504832281116", made))
    outcome = shared.cli("import", "az-ml", tmp_path / "taken.json")
    assert outcome.code == 5 and made in outcome.err


@pytest.mark.parametrize("content", ["", "not json", '[{"run_id": 7}]', "[" * 100_000, '{"run_id": "a"}'])
def test_an_import_of_something_else_is_refused(shared: Sandbox, tmp_path: Path, content: str) -> None:
    (tmp_path / "odd.json").write_text(content)
    outcome = shared.cli("import", "az-ml", tmp_path / "odd.json")
    assert (outcome.code, outcome.out) == (2, "")
    assert "Exception" not in outcome.err and "\tat " not in outcome.err


def test_downloads_replace_nothing_unasked(shared: Sandbox, rest: Rest, tmp_path: Path) -> None:
    made = rest.make_run(experiment="downloads")
    octets = {"Content-Type": "application/octet-stream"}
    for path in ("outputs/a.txt", "outputs/b.txt"):
        rest.send("PUT", f"/api/v1/runs/{made}/artifacts", {"path": path}, path.encode(), octets).ok()
    (tmp_path / "outputs").mkdir()
    (tmp_path / "outputs" / "b.txt").write_text("mine")
    refused = shared.cli("history", "download", "-r", made, "-d", tmp_path)
    assert refused.code == 5 and "b.txt" in refused.err
    assert (tmp_path / "outputs" / "b.txt").read_text() == "mine"
    assert not (tmp_path / "outputs" / "a.txt").exists()
    shared.cli("history", "download", "-r", made, "-d", tmp_path, "--overwrite").ok()
    assert (tmp_path / "outputs" / "b.txt").read_text() == "outputs/b.txt"
    shared.cli("history", "download", "-r", made, "--artifact", "outputs/a.txt", "-d", tmp_path / "one").ok()
    assert [path.name for path in (tmp_path / "one").rglob("*") if path.is_file()] == ["a.txt"]
    assert shared.cli("history", "info", "-r", made, "-a", "outputs/a.txt").ok().out == "outputs/a.txt"


def on_terminal(sandbox: Sandbox, *arguments: str, **variables: str | None) -> str:
    """What a command prints when its output is a terminal."""
    pid, master = pty.fork()
    if pid == 0:
        os.chdir(sandbox.work)
        os.execve(str(ROOT / "runlore"), [str(ROOT / "runlore"), *arguments], sandbox.env(TERM="xterm", **variables))
    printed = b""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if not select.select([master], [], [], 1)[0]:
            continue
        try:
            part = os.read(master, 65536)
        except OSError:  # the other side is closed
            break
        if not part:
            break
        printed += part
    os.waitpid(pid, 0)
    os.close(master)
    return printed.decode("utf-8", "replace")


def test_a_terminal_gets_colours_unless_told_otherwise(shared: Sandbox, run: str) -> None:
    command = ["history", "info", "-r", run, "-o", "jsonc"]
    assert f"{ESCAPE}[" in on_terminal(shared, *command)
    plain = on_terminal(shared, *command, NO_COLOR="1")
    assert ESCAPE not in plain
    assert json.loads(plain)["run_id"] == run


HOSTILE = "\x1b]0;owned\x07\x1b[2J\x9b31mred\x07"


def test_hostile_texts_do_not_reach_a_terminal(shared: Sandbox, rest: Rest) -> None:
    made = rest.make_run(experiment="hostile", name=HOSTILE, script=HOSTILE)
    rest.append_new(made, {"m": "text", "v": HOSTILE}, {"tag": {"t": HOSTILE}}, {"m": HOSTILE, "v": 1})
    log(rest, made, LOG, 0, f"line {HOSTILE}\r\x1b[1A\n".encode())
    for command in (
        ["history", "list", "-o", "table", "--filter", f'id = "{made}"'],
        ["history", "info", "-r", made, "-o", "table"],
        ["history", "info", "-r", made, "-o", "json"],
        ["history", "info", "-r", made, "-o", "yaml"],
        ["history", "list", "-o", "tsv", "--filter", f'id = "{made}"', "--query", "[].[text]"],
        ["run", "show", made],
        ["run", "points", made, "text"],
        ["run", "logs", made, LOG],
    ):
        printed = on_terminal(shared, *command, NO_COLOR="1")
        assert not set(printed) & {ESCAPE, "\x07", "\x9b"}, f"{command}: {printed!r}"
        assert printed.strip() != ""
    raw = shared.cli("run", "logs", made, LOG).ok().out
    assert raw.startswith("line ")


def log(rest: Rest, run: str, path: str, offset: int, body: bytes) -> None:
    octets = {"Content-Type": "application/octet-stream"}
    rest.send("POST", f"/api/v1/runs/{run}/logs", {"path": path, "offset": offset}, body, octets).ok()


def test_a_log_is_followed_while_it_grows(shared: Sandbox, rest: Rest) -> None:
    made = rest.make_run(experiment="logs")
    log(rest, made, LOG, 0, b"one\n")
    following = shared.start("run", "logs", made, LOG, "-f")
    wait_until("the first line is shown", lambda: following.out == "one\n")
    log(rest, made, LOG, 4, b"two\n")
    wait_until("the second line is shown", lambda: following.out == "one\ntwo\n")
    assert following.process.poll() is None
    log(rest, made, LOG, 8, "trois é\n".encode())
    rest.call("POST", f"/runs/{made}/complete").ok()
    assert following.wait(20).ok().out == "one\ntwo\ntrois é\n"
    assert shared.cli("run", "logs", made, LOG).ok().out == "one\ntwo\ntrois é\n"


def test_a_closed_pipe_is_no_error(shared: Sandbox, rest: Rest) -> None:
    made = rest.make_run(experiment="pipes")
    rest.append_new(made, *({"m": "loss", "v": i} for i in range(20_000)))
    command = f'"$0" run points {made} loss | head -n 1; echo "${{PIPESTATUS[0]}}"'
    outcome = shared.start_command(["bash", "-c", command, ROOT / "runlore"]).wait().ok()
    assert "Exception" not in outcome.err and outcome.err == ""


def test_doctor_says_how_large_what_is_and_that_all_is_well(sandbox: Sandbox) -> None:
    rest = sandbox.serve().rest
    made = rest.make_run(experiment="doctor")
    octets = {"Content-Type": "application/octet-stream"}
    rest.send("PUT", f"/api/v1/runs/{made}/artifacts", {"path": "a.bin"}, b"x" * 50_000, octets).ok()
    for _ in range(2):  # beside a server, and without
        outcome = sandbox.cli("doctor").ok()
        sizes = dict(line.split(maxsplit=1) for line in outcome.out.replace("files of runs", "blobs").splitlines())
        assert sizes["blobs"] == "1 files, 48.8 KiB"
        assert sizes["problems"] == "none"
        assert "1 runs" in sizes["database"]
        sandbox.server.stop()


def test_doctor_finds_a_damaged_blob(sandbox: Sandbox) -> None:
    rest = sandbox.serve().rest
    made = rest.make_run(experiment="doctor")
    octets = {"Content-Type": "application/octet-stream"}
    sha256 = rest.send("PUT", f"/api/v1/runs/{made}/artifacts", {"path": "a.bin"}, b"x" * 50_000, octets).ok()["sha256"]
    sandbox.server.stop()
    blob = sandbox.data / "blobs" / sha256[:2] / sha256[2:]
    blob.chmod(0o600)
    blob.write_bytes(b"y" + b"x" * 49_999)
    outcome = sandbox.cli("doctor")
    assert outcome.code == 1
    assert f"{sha256[:2]}/{sha256[2:]}" in outcome.out
    server = sandbox.serve()
    with pytest.raises(http.client.IncompleteRead):  # its last bytes are held back: nobody takes it for whole
        server.rest.send("GET", f"/api/v1/runs/{made}/artifacts", {"path": "a.bin"})


def test_completion_is_printed_for_both_shells(shared: Sandbox) -> None:
    for shell in ("bash", "zsh"):
        script = shared.cli("completion", shell).ok().out
        assert "history" in script and "runlore" in script
    checked = shared.cli("completion", "bash").ok().out
    (shared.work / "completion.bash").write_text(checked)
    shared.start_command(["bash", "-n", "completion.bash"]).wait().ok()


def test_basic_authentication_takes_the_token_as_password(sandbox: Sandbox) -> None:
    server = sandbox.serve("--auth", "token")
    password = base64.b64encode(f"anybody:{server.rest.token}".encode()).decode()
    headers = {"Authorization": f"Basic {password}"}
    assert Rest(server.url).send("GET", "/api/v1/runs", headers=headers).status == 200


def test_history_last_without_runs_is_not_found(sandbox: Sandbox) -> None:
    sandbox.serve()
    outcome = sandbox.cli("history", "last")
    assert (outcome.code, outcome.out) == (3, "")
