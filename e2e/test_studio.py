# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""The studio of the packaged product: its files, and the link that `runlore studio` prints."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from harness.product import ROOT, Sandbox
from harness.rest import Rest


def link(sandbox: Sandbox) -> str:
    """The address of a new link from the root."""
    printed = sandbox.cli("studio").ok().out.strip()
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/open\?code=[A-Za-z0-9_-]{43}", printed)
    return printed[printed.index("/open") :]


@pytest.mark.skipif((ROOT / "app/target/dist/without-studio").exists(), reason="built without the studio")
def test_a_link_opens_the_studio_once_and_signs_in(tmp_path: Path) -> None:
    sandbox = Sandbox(tmp_path)
    try:
        server = sandbox.serve("--auth", "token")
        rest = Rest(server.rest.url)
        page = rest.send("GET", "/").body.decode()
        script = re.search(r'src="(/assets/[^"]+\.js)"', page)
        assert script and "__STYLE_NONCE__" not in page
        packed = rest.send("GET", script[1], headers={"Accept-Encoding": "gzip"})
        assert (packed.status, packed.headers["Content-Encoding"]) == (200, "gzip")
        assert rest.send("GET", "/api/v1/runs").status == 401

        path = link(sandbox)
        opened = rest.send("GET", path)
        cookie = opened.headers["Set-Cookie"].partition(";")[0]
        assert (opened.status, opened.headers["Location"]) == (303, "/")
        assert rest.send("GET", "/api/v1/runs", headers={"Cookie": cookie}).status == 200
        assert rest.send("POST", "/api/v1/runs", headers={"Cookie": cookie}).status == 403
        assert rest.send("GET", path).status == 410
    finally:
        sandbox.close()


@pytest.mark.skipif(not (ROOT / "app/target/dist/without-studio").exists(), reason="built with the studio")
def test_a_product_without_the_studio_says_how_to_add_it(tmp_path: Path) -> None:
    sandbox = Sandbox(tmp_path)
    try:
        page = sandbox.serve().rest.send("GET", "/").body.decode()
        assert "install Node 20.19 or newer and start Runlore again" in page
        assert "install Node 20.19 or newer" in sandbox.cli("studio").err
    finally:
        sandbox.close()
