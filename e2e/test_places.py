# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Where and how the product starts: any folder, any rights, any Python, and one server a data folder."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from harness.copies import copy_product, path_without
from harness.processes import is_alive, wait_until
from harness.product import ROOT, Sandbox
from harness.rest import Rest

SCRIPT = """
    import runlore
    with runlore.start_run("places") as run: run.log("a", 0.5)
    print(repr(run.id))
    """


def assert_whole_path_works(sandbox: Sandbox) -> None:
    """Server, SDK and command line together."""
    server = sandbox.serve()
    run = sandbox.result(SCRIPT)
    last = sandbox.cli_json("history", "last")
    assert (last["run_id"], last["a"], last["status"]) == (run, 0.5, "Completed")
    assert server.stop().code in (0, 143)


def test_from_a_path_with_spaces_and_letters_of_other_scripts(tmp_path: Path) -> None:
    root = copy_product(tmp_path / "mes données 正則化 (1) $HOME" / "run 'lore'")
    languages: list[dict[str, Any]] = [{"LANG": "C.UTF-8"}, {"LANG": "C", "LC_ALL": "C"}]
    for language in languages:
        sandbox = Sandbox(tmp_path / f"été 實驗 {language['LANG']}", root)
        try:
            server = sandbox.serve(**language)
            run = sandbox.result(SCRIPT)
            outcome = sandbox.cli("history", "last", **language).ok()
            assert json.loads(outcome.out)["run_id"] == run
            assert (sandbox.data / "runlore.db").exists()
            server.stop()
        finally:
            sandbox.close()


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that other users may enter."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    subprocess.run(["chmod", "-R", "u+w", folder], check=True)
    shutil.rmtree(folder)


def test_a_read_only_checkout_serves_another_data_folder(open_folder: Path) -> None:
    root = copy_product(open_folder / "checkout")
    subprocess.run(["chmod", "-R", "a-w,a+rX", root], check=True)
    sandbox = Sandbox(open_folder / "user", root)
    as_user: list[str] = []
    if os.geteuid() == 0:  # the modes mean nothing to root
        subprocess.run(["chown", "-R", "65534:65534", sandbox.folder], check=True)
        as_user = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--"]
    before = listing(root)
    try:
        server = sandbox.start_command([*as_user, root / "runlore", "server", "--port", "0"])
        file = sandbox.data / "server.json"
        wait_until(
            "the server is up", lambda: server.process.poll() is not None or (file.exists() and file.read_text())
        )
        assert server.process.poll() is None, server.err
        script = sandbox.work / "script.py"
        script.write_text("import runlore\nwith runlore.start_run('ro') as run: run.log('a', 1)\n")
        python = shutil.which("python3", path="/usr/bin:/usr/local/bin") or sys.executable
        paths = os.pathsep.join(str(root / "python" / name / "src") for name in ("runlore", "azureml"))
        sandbox.start_command([*as_user, python, script], PYTHONPATH=paths).wait().ok()
        listed = sandbox.start_command([*as_user, root / "runlore", "history", "last"]).wait().ok()
        assert json.loads(listed.out)["a"] == 1
        server.signal(signal.SIGTERM)
        server.wait()
        assert listing(root) == before
    finally:
        sandbox.close()


def listing(folder: Path) -> list[tuple[str, int]]:
    return sorted((str(path), path.lstat().st_mtime_ns) for path in folder.rglob("*"))


def test_a_checkout_that_is_not_built_and_cannot_be_says_so(open_folder: Path) -> None:
    root = copy_product(open_folder / "checkout")
    shutil.rmtree(root / "app" / "target")
    sandbox = Sandbox(open_folder / "user", root)
    outcome = sandbox.cli("history", "list", PATH=path_without(open_folder / "bin", "mvn"))
    assert outcome.code != 0
    assert "Maven 3.8" in outcome.err
    assert "Exception" not in outcome.err


def test_node_is_not_needed(sandbox: Sandbox) -> None:
    path = path_without(sandbox.folder / "bin", "node", "npm", "npx")
    assert shutil.which("node", path=path) is None
    sandbox.serve(PATH=path)
    run = sandbox.result(SCRIPT, PATH=path)
    assert json.loads(sandbox.cli("history", "last", PATH=path).ok().out)["run_id"] == run


def test_an_older_java_on_the_path_does_no_harm(sandbox: Sandbox) -> None:
    old = sandbox.folder / "bin"
    old.mkdir()
    (old / "java").write_text("#!/bin/sh\necho 'openjdk version \"1.8.0_292\"' >&2\nexit 1\n")
    (old / "java").chmod(0o755)
    path = os.pathsep.join([str(old), os.environ["PATH"]])
    sandbox.cli("history", "-h", PATH=path, JAVA_HOME=None).ok()


def test_w35_the_program_is_found_on_the_path(sandbox: Sandbox) -> None:
    """As a link too, from any folder."""
    links = sandbox.folder / "bin"
    links.mkdir()
    (links / "first").symlink_to(ROOT / "runlore")
    (links / "runlore").symlink_to("first")
    path = os.pathsep.join([str(links), os.environ["PATH"]])
    help_text = sandbox.start_command(["env", "runlore", "history", "-h"], PATH=path).wait().ok().out
    assert "View run history of machine learning experiments." in help_text


def test_a_busy_port_is_told(sandbox: Sandbox) -> None:
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = str(busy.getsockname()[1])
        outcome = sandbox.cli("server", "--port", port)
    assert outcome.code == 7
    assert port in outcome.err
    assert_one_reason(outcome.err)


def assert_one_reason(err: str) -> None:
    assert "Exception" not in err and "\tat " not in err
    assert 0 < len([line for line in err.splitlines() if not line.startswith("{")]) <= 2


def test_a_busy_folder_is_told_and_freed_by_a_crash(sandbox: Sandbox) -> None:
    first = sandbox.serve()
    for flags in (("--port", "0"), ("--port", str(first.port))):
        outcome = sandbox.cli("server", *flags)
        assert outcome.code == 7
        assert first.url in outcome.err and str(sandbox.data) in outcome.err
        assert_one_reason(outcome.err)
    assert Rest(first.url).send("GET", "/health").body == b"OK"
    first.kill()
    second = sandbox.serve()
    assert sandbox.cli("server", "--port", "0").code == 7
    assert second.stop().code in (0, 143)
    sandbox.serve()


@pytest.mark.parametrize(("number", "codes"), [(signal.SIGTERM, {0, 143}), (signal.SIGINT, {0, 130})])
def test_a_signal_stops_the_server_gracefully(sandbox: Sandbox, number: int, codes: set[int]) -> None:
    server = sandbox.serve()
    run = server.rest.make_run(experiment="signals")
    server.rest.append_new(run, *({"m": "a", "v": i} for i in range(100)))
    assert server.process.pid == server.pid, "the launcher becomes the server"
    server.process.signal(number)
    outcome = server.process.wait(15)
    assert outcome.code in codes
    assert "Exception" not in outcome.err
    assert not (sandbox.data / "runlore.db-wal").exists() or (sandbox.data / "runlore.db-wal").stat().st_size == 0
    assert sandbox.serve().rest.series(run, "a") == list(range(100))


def test_a_server_that_starts_prints_its_address(sandbox: Sandbox) -> None:
    server = sandbox.serve()
    wait_until("the address is printed", lambda: server.url in server.process.out + server.process.err)


def test_a_token_is_needed_and_found(sandbox: Sandbox) -> None:
    server = sandbox.serve("--auth", "token")
    file = sandbox.data / "token"
    assert file.stat().st_mode & 0o777 == 0o600
    stranger = Rest(server.url)
    assert stranger.send("GET", "/health").body == b"OK"
    assert stranger.send("GET", "/api/v1/runs").status == 401
    # The studio's page says how to sign in, and knows nothing itself; without a studio there is no page.
    page = stranger.send("GET", "/runs/x")
    assert page.status == 401 or b'<div id="studio"></div>' in page.body
    assert Rest(server.url, "wrong").send("GET", "/api/v1/runs").status == 401
    assert server.rest.send("GET", "/api/v1/runs").status == 200
    run = sandbox.result(SCRIPT)
    assert sandbox.cli_json("history", "last")["run_id"] == run
    assert server.rest.series(run, "a") == [0.5]
    assert file.read_text().strip() not in server.process.out + server.process.err

    other = Sandbox(sandbox.folder / "other")
    try:
        refused = other.cli("history", "list", RUNLORE_URL=server.url)
        assert (refused.code, refused.out) == (4, "")
        outcome = other.script(SCRIPT, RUNLORE_URL=server.url).ok()
        assert len(outcome.err.splitlines()) == 1 and "sync" in outcome.err
        token: dict[str, Any] = {"RUNLORE_URL": server.url, "RUNLORE_TOKEN": file.read_text().strip()}
        other.start_command([sys.executable, "-m", "runlore", "sync"], **token).wait().ok()
        kept = eval(outcome.out)
        assert server.rest.series(kept, "a") == [0.5]
        listed = json.loads(other.cli("history", "list", **token).ok().out)
        assert {entry["run_id"] for entry in listed} == {run, kept}
    finally:
        other.close()


def test_a_token_is_not_sent_where_a_project_file_points(sandbox: Sandbox) -> None:
    """A cloned repository may name a server; it must not be given the data folder's token or RUNLORE_TOKEN."""
    sandbox.serve("--auth", "token")
    with socket.create_server(("127.0.0.1", 0)) as trap:
        trap.settimeout(15)
        url = f"http://127.0.0.1:{trap.getsockname()[1]}"
        (sandbox.work / ".azureml").mkdir()
        (sandbox.work / ".azureml" / "config.json").write_text(json.dumps({"runlore_url": url}))
        running = sandbox.start("history", "list", RUNLORE_TOKEN="secret-of-mine")
        asked, _ = trap.accept()
        with asked:
            asked.settimeout(15)
            request = asked.recv(65536).decode()
        running.kill()
    assert request.startswith("GET /api/v1/")
    assert "authorization" not in request.lower() and "secret-of-mine" not in request


def test_any_address_but_loopback_needs_a_token(sandbox: Sandbox) -> None:
    outcome = sandbox.cli("server", "--port", "0", "--bind", "0.0.0.0")
    assert outcome.code == 2
    assert "--auth token" in outcome.err


def pythons() -> list[str]:
    """Every Python from 3.9 on that the PATH or RUNLORE_TEST_PYTHONS has, one a version."""
    named = [path for path in os.environ.get("RUNLORE_TEST_PYTHONS", "").split(":") if path]
    names = [f"python3.{minor}" for minor in range(9, 15)]
    found: dict[str, str] = {}
    for candidate in [*named, *filter(None, map(shutil.which, names))]:
        probe = "import sys; assert sys.version_info >= (3, 9); print('%d.%d' % sys.version_info[:2], sys.executable)"
        answer = subprocess.run([candidate, "-c", probe], capture_output=True, text=True)
        if answer.returncode == 0:
            version, _, executable = answer.stdout.strip().partition(" ")
            found.setdefault(version, executable)
    return sorted(found.values())


@pytest.mark.parametrize("python", pythons())
def test_every_python_logs(shared: Sandbox, rest: Rest, python: str) -> None:
    outcome = (
        shared.start_script(
            """
        import runlore
        with runlore.start_run("pythons") as run:
            for i in range(10): run.log("loss", i / 3, step=i)
            run.log_table("t", {"x": [1, 2], "y": ["a", None]})
            run.log("big", 2**63 - 1)
        print(repr(run.id))
        from azureml.logging import get_azureml_logger
        get_azureml_logger().log("nothing", 1)
        """,
            python=python,
        )
        .wait()
        .ok()
    )
    run = eval(outcome.out)
    assert outcome.err == ""
    assert rest.series(run, "loss") == [i / 3 for i in range(10)]
    assert rest.rows(run, "t") == {"x": [1, 2], "y": ["a", None]}
    assert rest.series(run, "big") == [2**63 - 1]


def test_closed_standard_streams_do_no_harm(shared: Sandbox, rest: Rest) -> None:
    closed = shared.start_command(["bash", "-c", 'exec "$0" history list -o none <&-', ROOT / "runlore"]).wait()
    assert closed.ok().err == ""
    script = "import runlore\nwith runlore.start_run('closed', run_id='closed-streams') as run: run.log('a', 1)\n"
    (shared.work / "closed.py").write_text(script)
    command = ["bash", "-c", 'exec "$0" closed.py <&- >&- 2>&-', sys.executable]
    shared.start_command(command).wait().ok()
    assert rest.series("closed-streams", "a") == [1]


def test_names_of_all_scripts_are_printed_in_the_c_locale(shared: Sandbox) -> None:
    run = shared.result(
        "import runlore\nwith runlore.start_run('c locale') as run: run.log('正則化 é', 1)\nprint(ascii(run.id))\n",
        LC_ALL="C",
        LANG="C",
    )
    assert json.loads(shared.cli("history", "info", "-r", run, LC_ALL="C", LANG="C").ok().out)["正則化 é"] == 1


def test_a_server_in_the_background_outlives_nothing_that_stops_it(sandbox: Sandbox) -> None:
    started = sandbox.cli("server", "start", "--port", "0").ok()
    facts = json.loads((sandbox.data / "server.json").read_text())
    assert facts["url"] in started.out + started.err
    assert is_alive(facts["pid"])
    status = sandbox.cli("server", "status").ok()
    assert facts["url"] in status.out
    again = sandbox.cli("server", "start").ok()
    assert facts["url"] in again.out + again.err
    sandbox.cli("server", "stop").ok()
    wait_until("the server has ended", lambda: not is_alive(facts["pid"]))
    assert facts["url"] not in sandbox.cli("server", "status").out
