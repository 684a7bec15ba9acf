# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""The launcher with JDKs whose `java` only tells how it was started: no JVM, no build."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TELL = """#!/usr/bin/env bash
printf 'java %s\\n' "$0"
printf 'locale %s\\n' "${LC_ALL-}"
printf 'argument %s\\n' "$@"
[[ " $* " == *" stay "* ]] && { echo "pid $$"; exec sleep 60; }
exit 7
"""


def jdk(folder: Path, version: str) -> Path:
    (folder / "bin").mkdir(parents=True)
    (folder / "release").write_text(f'IMPLEMENTOR="x"\nJAVA_VERSION="{version}"\n')
    (folder / "bin" / "java").write_text(TELL)
    (folder / "bin" / "java").chmod(0o755)
    return folder


class Checkout:
    """A built checkout in a folder with an awkward name."""

    def __init__(self, root: Path) -> None:
        self.root = root
        shutil.copytree(ROOT / "build", root / "build", ignore=shutil.ignore_patterns("target", "tests"))
        shutil.copy2(ROOT / "runlore", root / "runlore")
        (root / "pom.xml").write_text("<project/>")
        self.source = root / "cli" / "src" / "main" / "Main.java"
        self.source.parent.mkdir(parents=True)
        self.source.write_text("class Main {}")
        self.dist = root / "app" / "target" / "dist"
        self.dist.mkdir(parents=True)
        (self.dist / "classpath").write_text("lib/runlore-app.jar:lib/b.jar\n")
        (self.dist / "classpath-cli").write_text("lib/runlore-cli.jar:lib/c.jar\n")
        (self.dist / "sources").write_text(self.digest())
        (self.dist / "stamp").touch()
        self.java = jdk(root / "my jdk", "25.0.3")

    def digest(self) -> str:
        script = 'root=$1; source "$1/build/product.sh"; product_digest "$1"'
        done = subprocess.run(["bash", "-c", script, "-", str(self.root)], capture_output=True, text=True, check=True)
        return done.stdout

    def environment(self, **more: str) -> dict[str, str]:
        return {"PATH": os.environ["PATH"], "HOME": str(self.root), "RUNLORE_JAVA_HOME": str(self.java), **more}

    def run(self, *arguments: str, program: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(program or self.root / "runlore"), *arguments],
            env=self.environment(**environment),
            cwd="/",
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=60,
        )


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path / "é b&c 中")


def told(done: subprocess.CompletedProcess[str], what: str = "argument") -> list[str]:
    return [line.split(" ", 1)[1] for line in done.stdout.splitlines() if line.startswith(what + " ")]


def test_a_command_runs_the_command_line_with_its_own_class_path(checkout: Checkout) -> None:
    done = checkout.run("history", "list", "--filter", "a > 'b c'", "")

    arguments = told(done)
    lib = f"{checkout.dist}/lib"
    assert arguments[arguments.index("-cp") + 1] == f"{lib}/runlore-cli.jar:{lib}/c.jar"
    assert arguments[arguments.index("-cp") + 2 :] == [
        "dev.runlore.cli.Main",
        "history",
        "list",
        "--filter",
        "a > 'b c'",
        "",
    ]


@pytest.mark.parametrize("verb", ["server", "quickstart", "doctor"])
def test_the_three_verbs_of_the_application_run_it(checkout: Checkout, verb: str) -> None:
    arguments = told(checkout.run(verb, "--port", "0"))

    lib = f"{checkout.dist}/lib"
    assert arguments[-5:] == [f"{lib}/runlore-app.jar:{lib}/b.jar", "dev.runlore.app.Main", verb, "--port", "0"]


@pytest.mark.parametrize("verb", ["start", "stop", "status"])
def test_a_server_in_the_background_is_the_command_lines_business(checkout: Checkout, verb: str) -> None:
    assert told(checkout.run("server", verb))[-3:] == ["dev.runlore.cli.Main", "server", verb]


def test_the_name_of_a_verb_elsewhere_changes_nothing(checkout: Checkout) -> None:
    assert told(checkout.run("sync", "server:5055"))[-3:] == ["dev.runlore.cli.Main", "sync", "server:5055"]


def test_the_exit_code_is_the_programs(checkout: Checkout) -> None:
    assert checkout.run("history").returncode == 7


def test_it_works_through_a_relative_link_to_a_link(checkout: Checkout, tmp_path: Path) -> None:
    (tmp_path / "first").symlink_to(checkout.root / "runlore")
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "second").symlink_to("../first")

    done = checkout.run("history", program=tmp_path / "bin" / "second")

    assert f"-Drunlore.root={checkout.root}" in told(done)


def test_it_works_from_the_path(checkout: Checkout) -> None:
    environment = checkout.environment(PATH=f"{checkout.root}:{os.environ['PATH']}")
    done = subprocess.run(
        ["bash", "-c", "cd / && runlore history"], env=environment, capture_output=True, text=True, encoding="utf-8"
    )

    assert f"-Drunlore.launcher={checkout.root}/runlore" in told(done)


def test_called_az_it_says_so_and_never_runs_the_application(checkout: Checkout, tmp_path: Path) -> None:
    (tmp_path / "az").symlink_to(checkout.root / "runlore")

    arguments = told(checkout.run("ml", "history", "list", program=tmp_path / "az"))
    odd = told(checkout.run("server", program=tmp_path / "az"))

    assert "-Drunlore.invokedAs=az" in arguments
    assert arguments[-4:] == ["dev.runlore.cli.Main", "ml", "history", "list"]
    assert "dev.runlore.cli.Main" in odd


def test_start_up_caches_are_used_when_they_are_there(checkout: Checkout) -> None:
    without = told(checkout.run("history"))
    (checkout.dist / "cli.aot").touch()

    assert not [argument for argument in without if argument.startswith("-XX:AOTCache")]
    assert f"-XX:AOTCache={checkout.dist}/cli.aot" in told(checkout.run("history"))


def test_options_for_the_jvm_come_before_the_class_path(checkout: Checkout) -> None:
    arguments = told(checkout.run("history", RUNLORE_JAVA_OPTIONS="-Xmx64m -Da=b"))

    place = arguments.index("-cp")
    assert arguments[place - 2 : place] == ["-Xmx64m", "-Da=b"]


def test_home_is_the_shells(checkout: Checkout) -> None:
    assert f"-Duser.home={checkout.root}" in told(checkout.run("history"))
    assert not [argument for argument in told(checkout.run("history", HOME="")) if "user.home" in argument]


@pytest.mark.parametrize(("given", "seen"), [("C", "C.UTF-8"), ("POSIX", "C.UTF-8"), ("fr_FR.UTF-8", "fr_FR.UTF-8")])
def test_a_locale_that_cannot_name_files_is_replaced(checkout: Checkout, given: str, seen: str) -> None:
    assert told(checkout.run("history", LC_ALL=given), "locale") == [seen]


def test_an_old_java_home_is_passed_over(checkout: Checkout, tmp_path: Path) -> None:
    old = jdk(tmp_path / "old", "17.0.15")
    new = jdk(tmp_path / "new", "26")
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "java").symlink_to(new / "bin" / "java")

    done = checkout.run(
        "history", RUNLORE_JAVA_HOME="", JAVA_HOME=str(old), PATH=f"{tmp_path}/bin:{os.environ['PATH']}"
    )

    assert told(done, "java") == [f"{new}/bin/java"]


def test_java_home_wins_over_the_path(checkout: Checkout, tmp_path: Path) -> None:
    home = jdk(tmp_path / "home", "25.0.1")

    assert told(checkout.run("history", RUNLORE_JAVA_HOME="", JAVA_HOME=str(home)), "java") == [f"{home}/bin/java"]


def test_a_wrong_explicit_jdk_is_refused_in_one_sentence(checkout: Checkout, tmp_path: Path) -> None:
    old = jdk(tmp_path / "old", "1.8.0_402")

    done = checkout.run("history", RUNLORE_JAVA_HOME=str(old))

    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr == (
        f"runlore: RUNLORE_JAVA_HOME must be the folder of a JDK 25 or newer but is {old}"
        " (version 1.8.0_402, bin/java looked for); correct it or unset it\n"
    )


def test_a_copied_checkout_is_not_built_again(checkout: Checkout) -> None:
    os.utime(checkout.source, (time.time() + 60, time.time() + 60))
    os.utime(checkout.dist / "stamp", (1, 1))

    done = checkout.run("history")

    assert done.returncode == 7
    assert (checkout.dist / "stamp").stat().st_mtime > 1


def test_a_changed_source_leads_to_a_build_and_without_maven_to_one_sentence(
    checkout: Checkout, tmp_path: Path
) -> None:
    checkout.source.write_text("class Main { int changed; }")
    os.utime(checkout.dist / "stamp", (1, 1))
    (checkout.java / "bin" / "javac").symlink_to("java")
    tools = tmp_path / "tools"
    tools.mkdir()
    for tool in ("bash", "env", "find", "cksum", "sort", "mkdir", "cat", "rm", "mv", "touch", "readlink", "sleep"):
        (tools / tool).symlink_to(str(shutil.which(tool)))

    done = checkout.run("history", PATH=str(tools))

    assert done.returncode == 1
    assert done.stderr == (
        "runlore: Maven 3.8 or newer is needed to build Runlore and mvn is not on the PATH; install it"
        " (apt install maven, brew install maven) and try again\n"
    )
    assert not (checkout.root / "build" / "target" / "lock").exists()


def test_a_failed_build_shows_the_end_of_its_log(checkout: Checkout, tmp_path: Path) -> None:
    (checkout.dist / "stamp").unlink()
    (checkout.java / "bin" / "javac").symlink_to("java")
    (tmp_path / "bin").mkdir()
    maven = tmp_path / "bin" / "mvn"
    maven.write_text("#!/bin/sh\necho '[INFO] fine'\necho '[ERROR] Bad.java:[1,2] no such word'\nexit 1\n")
    maven.chmod(0o755)

    done = checkout.run("history", PATH=f"{tmp_path}/bin:{os.environ['PATH']}")

    assert done.returncode == 1
    assert "[ERROR] Bad.java:[1,2] no such word\n" in done.stderr
    assert "fine" not in done.stderr
    assert "[INFO] fine" in (checkout.root / "build" / "target" / "build.log").read_text()


def test_the_lock_of_a_dead_build_is_taken_over(checkout: Checkout, tmp_path: Path) -> None:
    ended = subprocess.Popen(["true"])
    ended.wait()
    lock = checkout.root / "build" / "target" / "lock"
    lock.mkdir(parents=True)
    (lock / "pid").write_text(f"{ended.pid}\n")
    os.utime(checkout.source, (time.time() + 60, time.time() + 60))

    done = subprocess.run(
        [str(checkout.root / "build" / "package")], env=checkout.environment(), capture_output=True, timeout=30
    )

    assert done.returncode == 0
    assert not lock.exists()


def test_a_second_builder_waits_for_the_first(checkout: Checkout) -> None:
    lock = checkout.root / "build" / "target" / "lock"
    lock.mkdir(parents=True)
    (lock / "pid").write_text(f"{os.getpid()}\n")
    waiting = subprocess.Popen(
        [str(checkout.root / "build" / "package")], env=checkout.environment(), stderr=subprocess.PIPE, text=True
    )
    try:
        assert waiting.stderr is not None
        assert f"another build is running (process {os.getpid()})" in waiting.stderr.readline()
        assert waiting.poll() is None
        shutil.rmtree(lock)
        assert waiting.wait(timeout=30) == 0
    finally:
        waiting.kill()
        waiting.wait()


def test_signals_reach_the_program_because_the_launcher_becomes_it(checkout: Checkout) -> None:
    process = subprocess.Popen(
        [str(checkout.root / "runlore"), "stay"], env=checkout.environment(), stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        line = ""
        while not line.startswith("pid "):
            line = process.stdout.readline()
            assert line
        assert int(line.split()[1]) == process.pid
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=30) == -signal.SIGTERM
    finally:
        process.kill()
        process.wait()


NPM = """#!/usr/bin/env bash
printf '%s in %s\\n' "$*" "${PWD##*/}" >>"$RUNLORE_JAVA_HOME/npm"
case $1 in
  ci) mkdir -p node_modules ;;
  run) [[ -e broken ]] && { echo "no such word"; exit 1; }; mkdir -p dist/studio && echo page >dist/studio/files ;;
esac
"""
MAVEN = """#!/usr/bin/env bash
mkdir -p "$RUNLORE_ROOT"/app/target/dist/lib "$RUNLORE_ROOT"/cli/target
echo lib/b.jar >"$RUNLORE_ROOT/app/target/classpath"
echo lib/c.jar >"$RUNLORE_ROOT/cli/target/classpath"
touch "$RUNLORE_ROOT/cli/target/runlore-cli-1.jar"
"""


class Studio:
    """A checkout with a studio, whose Node, npm and Maven only tell how they were called."""

    def __init__(self, checkout: Checkout, tools: Path) -> None:
        self.checkout, self.tools = checkout, tools
        self.web = checkout.root / "web"
        (self.web / "src").mkdir(parents=True)
        for name in ("package.json", "package-lock.json", "src/main.tsx"):
            (self.web / name).write_text("{}")
        (checkout.java / "bin" / "javac").symlink_to("java")
        tools.mkdir()
        needed = ("bash", "env", "find", "cksum", "sort", "mkdir", "cat", "rm", "mv", "touch", "sleep", "tee", "tail")
        for tool in needed:
            (tools / tool).symlink_to(str(shutil.which(tool)))
        self.tool("mvn", MAVEN)

    def tool(self, name: str, script: str) -> None:
        (self.tools / name).write_text(script)
        (self.tools / name).chmod(0o755)

    def node(self, version: str) -> None:
        self.tool("node", f"#!/bin/sh\necho {version}\n")
        self.tool("npm", NPM)

    def package(self) -> subprocess.CompletedProcess[str]:
        return self.called(str(self.checkout.root / "build" / "package"))

    def start(self) -> subprocess.CompletedProcess[str]:
        return self.called(str(self.checkout.root / "runlore"))

    def called(self, program: str) -> subprocess.CompletedProcess[str]:
        environment = self.checkout.environment(PATH=str(self.tools), RUNLORE_ROOT=str(self.checkout.root))
        return subprocess.run([program], env=environment, capture_output=True, text=True, encoding="utf-8", timeout=60)

    def npm_calls(self) -> list[str]:
        told = self.checkout.java / "npm"
        lines = told.read_text().splitlines() if told.exists() else []
        told.unlink(missing_ok=True)
        return lines

    @property
    def files(self) -> Path:
        return self.web / "dist" / "studio" / "files"


@pytest.fixture
def studio(checkout: Checkout, tmp_path: Path) -> Studio:
    return Studio(checkout, tmp_path / "tools")


def test_the_studio_is_built_once_and_again_when_its_sources_change(studio: Studio) -> None:
    studio.node("v20.19.0")
    first = studio.package()

    assert first.returncode == 0, first.stderr
    assert "built the studio in" in first.stderr
    assert studio.npm_calls() == ["ci --ignore-scripts --no-audit --no-fund in web", "run build in web"]

    studio.checkout.source.write_text("class Main { int changed; }")
    assert "studio" not in studio.package().stderr
    assert studio.npm_calls() == []

    (studio.web / "src" / "main.test.tsx").write_text("a test")
    assert studio.package().stderr == ""

    (studio.web / "src" / "main.tsx").write_text("changed")
    assert studio.package().returncode == 0
    assert studio.npm_calls() == ["run build in web"]


@pytest.mark.parametrize("version", ["", "v18.20.4", "v20.18.9", "nonsense"])
def test_without_a_new_enough_node_one_sentence_says_that_the_studio_is_left_out(studio: Studio, version: str) -> None:
    if version:
        studio.node(version)
    done = studio.package()

    assert done.returncode == 0
    assert done.stderr.count("the studio (the pages for a browser) is left out") == 1
    assert studio.npm_calls() == []
    assert studio.start().stderr == ""


def test_a_node_that_has_come_adds_the_studio_at_the_next_start(studio: Studio) -> None:
    studio.package()
    studio.node("v24.1.0")
    done = studio.start()

    assert "built the studio in" in done.stderr
    assert studio.files.exists()
    assert studio.start().stderr == ""


def test_a_studio_that_cannot_be_built_is_told_and_left_out_until_asked_for(studio: Studio) -> None:
    studio.node("v22.0.0")
    (studio.web / "broken").touch()
    done = studio.package()

    assert done.returncode == 0
    assert "the studio could not be built, so Runlore goes on without it" in done.stderr
    assert "no such word\n" in done.stderr
    assert not studio.files.exists()
    assert studio.start().stderr == ""

    (studio.web / "broken").unlink()
    assert "built the studio in" in studio.package().stderr
    assert studio.files.exists()


def test_a_folder_with_a_colon_is_refused(tmp_path: Path) -> None:
    done = Checkout(tmp_path / "a:b").run("history")

    assert done.returncode == 1
    assert done.stderr == (
        f"runlore: Java cannot run from a folder with a colon in its name, but Runlore is in {tmp_path}/a:b; move it\n"
    )
