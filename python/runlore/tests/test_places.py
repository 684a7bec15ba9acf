# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from runlore import _spool_places
from runlore._locks import is_locked
from runlore._places import Place, data_folder, find_server
from runlore._spool_places import on_network, spool_folder, spool_folders

HOLD = """
import sys
descriptor = open(sys.argv[1], "r+b")
if sys.platform == "win32":
    import msvcrt
    msvcrt.locking(descriptor.fileno(), msvcrt.LK_NBLCK, 1)
else:
    import fcntl
    fcntl.lockf(descriptor, fcntl.LOCK_EX, 1, 0)
print("held", flush=True)
sys.stdin.read()
"""


class Home:
    """A user's home with a data folder and a project in it."""

    def __init__(self, folder: Path) -> None:
        self.user = folder / "home" / ".runlore"
        self.data = folder / "data"
        self.project = folder / "work" / "project"
        for made in (self.user, self.data, self.project):
            made.mkdir(parents=True)

    def write(self, path: Path, value: object) -> Path:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(value), encoding="utf-8")
        return path

    @contextmanager
    def server(self, url: str) -> Iterator[Path]:
        """A process that holds server.json as a running server does."""
        path = self.write(self.data / "server.json", {"url": url, "pid": 1, "version": "0.1.0"})
        (self.data / "token").write_text("file-token\n", encoding="utf-8")
        with subprocess.Popen([sys.executable, "-c", HOLD, str(path)], stdin=-1, stdout=-1) as holder:
            assert holder.stdin and holder.stdout
            assert holder.stdout.readline().strip() == b"held"
            yield path
            holder.stdin.close()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    made = Home(tmp_path)
    for name in ("RUNLORE_URL", "RUNLORE_TOKEN", "MLFLOW_TRACKING_TOKEN", "RUNLORE_SPOOL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "home"))
    monkeypatch.setenv("RUNLORE_HOME", str(made.data))
    monkeypatch.chdir(made.project)
    return made


def test_nothing_names_a_server(home: Home) -> None:
    assert find_server() is None


def test_an_argument_comes_first_and_gets_the_token_of_the_environment(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RUNLORE_URL", "http://variable:1")
    monkeypatch.setenv("RUNLORE_TOKEN", "t1")
    home.write(home.project / "config.json", {"runlore_url": "http://project:1"})
    with home.server("http://live:1"):
        assert find_server("http://argument:1/") == Place("http://argument:1", "t1", "argument")


def test_the_variable_comes_before_the_files_and_gets_the_token_of_the_environment(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RUNLORE_URL", "http://variable:1")
    monkeypatch.setenv("MLFLOW_TRACKING_TOKEN", "t2")
    home.write(home.project / "config.json", {"runlore_url": "http://project:1"})
    with home.server("http://live:1"):
        assert find_server() == Place("http://variable:1", "t2", "RUNLORE_URL")
        monkeypatch.setenv("RUNLORE_TOKEN", "t1")
        assert find_server() == Place("http://variable:1", "t1", "RUNLORE_URL")


def test_the_variable_without_a_token_gets_the_users_own_for_that_url_and_never_the_token_file(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RUNLORE_URL", "http://variable:1/")
    with home.server("http://variable:1"):
        assert find_server() == Place("http://variable:1", None, "RUNLORE_URL")
        home.write(home.user / "config.json", {"tokens": {"http://variable:1": "own", "http://other:1": "x"}})
        assert find_server() == Place("http://variable:1", "own", "RUNLORE_URL")


@pytest.mark.parametrize("name", [".azureml/config.json", "aml_config/config.json", "config.json"])
def test_a_project_file_gets_neither_the_token_file_nor_the_variables(
    name: str, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RUNLORE_TOKEN", "t1")
    monkeypatch.setenv("MLFLOW_TRACKING_TOKEN", "t2")
    path = home.write(home.project / name, {"workspace_name": "w", "runlore_url": "http://attacker:1"})
    home.write(home.user / "config.json", {"runlore_url": "http://user:1", "tokens": {"http://user:1": "own"}})
    with home.server("http://live:1"):
        assert find_server() == Place("http://attacker:1", None, str(path))


def test_a_project_file_gets_the_token_that_the_user_keeps_for_its_url(home: Home) -> None:
    path = home.write(home.project / "config.json", {"runlore_url": "http://team:1"})
    home.write(home.user / "config.json", {"tokens": {"http://team:1": "own"}})
    assert find_server() == Place("http://team:1", "own", str(path))


@pytest.mark.parametrize(
    "url", ["http://team:1.evil", "http://team:10", "http://team:1/x", "http://TEAM:1", "https://team:1"]
)
def test_a_kept_token_goes_to_no_url_that_only_looks_like_its_own(url: str, home: Home) -> None:
    home.write(home.project / "config.json", {"runlore_url": url})
    home.write(home.user / "config.json", {"tokens": {"http://team:1": "own"}})
    place = find_server()
    assert place is not None
    assert (place.url, place.token) == (url, None)


def test_the_nearest_project_file_with_a_url_counts_and_azureml_comes_first(home: Home, tmp_path: Path) -> None:
    home.write(tmp_path / "work" / ".azureml" / "config.json", {"runlore_url": "http://above:1"})
    home.write(home.project / "config.json", {"model": "bert"})  # somebody else's config.json
    assert (find_server() or Place("", None, "")).url == "http://above:1"
    home.write(home.project / "aml_config" / "config.json", {"runlore_url": "http://here:1"})
    assert (find_server() or Place("", None, "")).url == "http://here:1"
    home.write(home.project / ".azureml" / "config.json", {"runlore_url": "http://first:1"})
    assert (find_server() or Place("", None, "")).url == "http://first:1"


def test_the_search_starts_at_a_given_folder(home: Home, tmp_path: Path) -> None:
    home.write(tmp_path / "elsewhere" / "config.json", {"runlore_url": "http://elsewhere:1"})
    place = find_server(folder=str(tmp_path / "elsewhere"))
    assert place is not None
    assert place.url == "http://elsewhere:1"


@pytest.mark.parametrize("text", ["", "{", "[]", '"x"', '{"runlore_url": 5}', "[" * 100_000, '{"runlore_url": ""}'])
def test_a_config_file_that_is_no_configuration_names_no_server(text: str, home: Home) -> None:
    (home.project / "config.json").write_text(text, encoding="utf-8")
    (home.user / "config.json").write_text(text, encoding="utf-8")
    assert find_server() is None


def test_the_users_configuration_comes_after_the_project_and_before_the_live_server(home: Home) -> None:
    path = home.write(home.user / "config.json", {"runlore_url": "http://user:1", "tokens": {"http://user:1/": "own"}})
    with home.server("http://live:1"):
        assert find_server() == Place("http://user:1", "own", str(path))


def test_a_live_server_gets_the_token_file(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RUNLORE_TOKEN", "for another server")
    with home.server("http://127.0.0.1:5055") as path:
        assert find_server() == Place("http://127.0.0.1:5055", "file-token", str(path))
        (home.data / "token").unlink()
        assert find_server() == Place("http://127.0.0.1:5055", None, str(path))


def test_the_variable_of_a_run_follows_this_machines_own_server(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RUNLORE_TOKEN", "of-the-run")
    monkeypatch.setenv("RUNLORE_URL", "http://127.0.0.1:1")
    file = str(home.data / "server.json")
    monkeypatch.setenv("RUNLORE_LOCAL_URL", "http://127.0.0.1:1")
    assert find_server() == Place("http://127.0.0.1:1", "of-the-run", file)
    with home.server("http://127.0.0.1:2"):
        assert find_server() == Place("http://127.0.0.1:2", "of-the-run", file)
        monkeypatch.setenv("RUNLORE_URL", "http://far:1")  # the script's own choice
        assert find_server() == Place("http://far:1", "of-the-run", "RUNLORE_URL")


def test_a_place_does_not_show_its_token() -> None:
    place = Place("http://a:1", "s3cret", "argument")
    assert f"{place} {place!r} {[place]}" == " ".join(
        ["Place('http://a:1', a token, 'argument')"] * 2 + ["[Place('http://a:1', a token, 'argument')]"]
    )
    assert repr(Place("http://a:1", None, "argument")) == "Place('http://a:1', no token, 'argument')"


def test_a_server_that_ended_is_none(home: Home) -> None:
    with home.server("http://127.0.0.1:5055") as path:
        assert is_locked(str(path))
    assert path.exists()
    assert not is_locked(str(path))
    assert find_server() is None


def test_asking_for_a_lock_does_not_take_it(home: Home) -> None:
    path = home.write(home.data / "server.json", {})
    assert not is_locked(str(path))
    assert not is_locked(str(home.data / "absent"))
    with home.server("http://live:1"):
        assert is_locked(str(path))


def test_the_data_folder_is_below_the_home_unless_named(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    assert data_folder() == str(home.data)
    monkeypatch.delenv("RUNLORE_HOME")
    assert data_folder() == str(home.user)


def test_the_spool_is_in_the_data_folder_unless_named(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    assert spool_folder() == str(home.data / "spool")
    monkeypatch.setenv("RUNLORE_SPOOL", "/elsewhere")
    assert spool_folder() == "/elsewhere"


MOUNTS = r"""22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
30 22 0:40 / /home rw shared:2 - nfs4 server:/home rw
31 30 8:2 / /home/local\040disk rw - xfs /dev/sdb1 rw
32 22 0:41 / /mnt/share rw - cifs //host/share rw
33 22 8:3 / /mnt/share rw - ext4 /dev/sdc1 rw
broken line
"""


@pytest.mark.parametrize(
    ("path", "network"),
    [
        ("/", False),
        ("/var/lib", False),
        ("/home", True),
        ("/home/ada/.runlore/spool", True),
        ("/homes/ada", False),
        ("/home/local disk/x", False),
        ("/mnt/share/x", False),  # the later mount hides the first
    ],
)
@pytest.mark.skipif(sys.platform == "win32", reason="POSIX paths")
def test_the_deepest_mount_decides_whether_a_path_is_on_a_network(path: str, network: bool, tmp_path: Path) -> None:
    table = tmp_path / "mountinfo"
    table.write_text(MOUNTS, encoding="utf-8")
    assert on_network(path, str(table)) is network


def test_where_mounts_cannot_be_read_nothing_is_a_network(tmp_path: Path) -> None:
    assert on_network("/home", str(tmp_path / "absent")) is False


@pytest.fixture
def networked(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data folder is on a network file system, the temp folder is not."""
    (tmp_path / "temp").mkdir()
    monkeypatch.setattr(_spool_places, "on_network", lambda path: True)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temp"))
    return tmp_path / "temp" / f"runlore-spool-{os.getuid()}"


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX modes")
def test_on_a_network_the_spool_is_a_private_local_folder(networked: Path, caplog: pytest.LogCaptureFixture) -> None:
    assert spool_folder() == str(networked)
    assert networked.stat().st_mode & 0o777 == 0o700
    assert "on a network file system" in caplog.text
    assert spool_folder() == str(networked)


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX modes")
@pytest.mark.parametrize("trap", ["open", "link", "file"])
def test_a_temp_folder_that_others_could_use_is_not_used(
    trap: str, networked: Path, home: Home, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    if trap == "open":
        networked.mkdir()
        networked.chmod(0o777)
    elif trap == "link":
        (tmp_path / "target").mkdir(mode=0o700)
        networked.symlink_to(tmp_path / "target")
    else:
        networked.write_text("")
    assert spool_folder() == str(home.data / "spool")
    assert "not ours alone" in caplog.text


def test_sync_finds_every_spool_folder_that_exists(
    networked: Path, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert spool_folders() == []
    networked.mkdir(mode=0o700)
    (home.data / "spool").mkdir()
    assert spool_folders() == [str(home.data / "spool"), str(networked)]
    (home.project / "mine").mkdir()
    monkeypatch.setenv("RUNLORE_SPOOL", str(home.project / "mine"))
    assert spool_folders() == [str(home.project / "mine"), str(home.data / "spool"), str(networked)]
