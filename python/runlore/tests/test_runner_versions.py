# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Requirements in pip's words and in conda's, and which versions they allow."""

from __future__ import annotations

import pytest

from runlore._runner._conda import from_pypi
from runlore._runner._versions import normalized, parsed, requirement


@pytest.mark.parametrize(
    ("text", "version", "allowed"),
    [
        ("numpy", "1.26.4", True),
        ("numpy==1.26", "1.26.0", True),
        ("numpy == 1.26.*", "1.26.4", True),
        ("numpy==1.26.*", "1.27", False),
        ("numpy (>=1.20,<2)", "1.26.4", True),
        ("numpy>=1.20,<2", "2.0", False),
        ("numpy<2", "2.0rc1", False),
        ("numpy>1.0", "1.0.post1", False),
        ("numpy>1.0.post1", "1.0.post2", True),
        ("numpy~=1.4.2", "1.4.9", True),
        ("numpy~=1.4.2", "1.5", False),
        ("numpy~=1.4", "1.9", True),
        ("numpy!=1.4.*", "1.4.3", False),
        ("torch==2.1", "2.1+cpu", True),
        ("torch==2.1+cpu", "2.1+cu118", False),
        ("x===weird", "WEIRD", True),
        ("x>=1", "no version", False),
        ("x==1!2.0", "1!2", True),
    ],
)
def test_a_requirement_allows_what_the_standard_says(text: str, version: str, allowed: bool) -> None:
    found = requirement(text)
    assert found is not None
    assert found.allows(version) is allowed


def test_versions_are_ordered_as_the_standard_says() -> None:
    names = ["1.0.dev1", "1.0a1", "1.0a2.dev1", "1.0a2", "1.0b1", "1.0rc1", "1.0"]
    names += ["1.0.post1.dev1", "1.0.post1", "1.0.1", "1.10", "1!0.1"]
    keys = [version.key for version in map(parsed, names) if version is not None]
    assert len(keys) == len(names)
    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize(
    "text",
    [
        "-e git+https://h/x", "-r other.txt", "x @ https://h/x.whl", "x[extra]", "x; python_version < '3'",
        "./local", "/abs", "x==", "x=>1", "", "x>=1.*", "$(touch canary)", "x==1\ny",
    ],
)  # fmt: skip
def test_what_only_an_installer_can_tell_is_left_to_it(text: str) -> None:
    assert requirement(text) is None


def test_names_are_one_however_they_are_spelled() -> None:
    assert {normalized(name) for name in ("Scikit_Learn", "scikit.learn", "scikit--learn")} == {"scikit-learn"}


@pytest.mark.parametrize(
    ("spec", "pip"),
    [
        ("numpy", "numpy"),
        ("numpy=1.26", "numpy==1.26.*"),
        ("numpy=1.26.*", "numpy==1.26.*"),
        ("numpy=1.26.0=py39_0", "numpy==1.26.0.*"),
        ("numpy==1.26.0", "numpy==1.26.0"),
        ("numpy >=1.2, <2", "numpy>=1.2,<2"),
        ("numpy 1.26.4 py39_0", "numpy==1.26.4"),
        ("conda-forge::pytorch>=2", "torch>=2"),
        ("opencv", "opencv-python"),
    ],
)
def test_a_conda_package_has_its_name_and_version_of_pypi(spec: str, pip: str) -> None:
    assert from_pypi((spec,)).pip == (pip,)


def test_python_itself_and_what_wheels_bring_are_no_packages() -> None:
    assert from_pypi(("python=3.6.2", "cudatoolkit=11", "pip")) == ((), "==3.6.2.*", ())
    assert from_pypi(("numpy[version='>=1']", "--channel=x")).unreadable == ("numpy[version='>=1']", "--channel=x")
