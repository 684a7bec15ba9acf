# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
from __future__ import annotations

import io
import os
import socket
import sys
import threading
import time

import pytest

from answering import Answer, AnsweringServer, Request, as_json, problem
from runlore import _errors
from runlore._connection import Connection
from runlore._errors import ConnectionFailed, InvalidArgument, ServerError, UnsafeAnswer


def test_a_call_sends_json_and_returns_json() -> None:
    with AnsweringServer(lambda request: as_json({"id": "r1"}, 201)) as server:
        answer = Connection(server.url).call(
            "POST", "/runs", {"q": "a b&c/é", "none": None, "yes": True}, {"name": "é"}
        )
    assert answer == {"id": "r1"}
    (request,) = server.requests
    assert (request.method, request.path) == ("POST", "/api/v1/runs")
    assert request.query == {"q": "a b&c/é", "yes": "true"}
    assert request.body == b'{"name":"\\u00e9"}'
    assert request.headers["content-type"] == "application/json"
    assert "authorization" not in request.headers


def test_an_empty_answer_is_none() -> None:
    with AnsweringServer(lambda request: Answer(204)) as server:
        assert Connection(server.url).call("DELETE", "/runs/r1/artifacts", {"path": "a"}) is None


def test_a_path_before_the_api_is_kept() -> None:
    with AnsweringServer(lambda request: as_json({})) as server:
        Connection(server.url + "/base/").call("GET", "/runs")
    assert server.requests[0].target == "/base/api/v1/runs"


def test_requests_share_one_socket() -> None:
    with AnsweringServer(lambda request: as_json({})) as server:
        connection = Connection(server.url)
        for _ in range(3):
            connection.call("GET", "/runs")
        assert len(server.connections) == 1


def test_a_socket_that_the_server_closed_is_opened_again_and_the_request_sent_once_more() -> None:
    with AnsweringServer(lambda request: as_json({"n": 1})) as server:
        connection = Connection(server.url)
        connection.call("GET", "/runs")
        server.connections[0].shutdown(socket.SHUT_RDWR)
        assert connection.call("POST", "/runs", json={}) == {"n": 1}
        assert len(server.connections) == 2


def test_a_head_request_has_no_body_and_keeps_the_socket() -> None:
    with AnsweringServer(lambda request: Answer(200, b"12345")) as server:
        connection = Connection(server.url)
        response = connection.request("HEAD", "/blobs/a")
        assert (response.status, response.headers["Content-Length"], response.body) == (200, "5", b"")
        assert connection.request("GET", "/blobs/a").body == b"12345"
        assert len(server.connections) == 1


def test_threads_have_sockets_of_their_own() -> None:
    def slowly(request: Request) -> Answer:
        time.sleep(0.2)
        return as_json({})

    with AnsweringServer(slowly) as server:
        connection = Connection(server.url)
        threads = [threading.Thread(target=connection.call, args=("GET", "/runs")) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(server.connections) == 3


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_forked_process_opens_a_socket_of_its_own() -> None:
    with AnsweringServer(lambda request: as_json({})) as server:
        connection = Connection(server.url)
        connection.call("GET", "/before")
        child = os.fork()
        if child == 0:
            try:
                connection.call("GET", "/child")
            finally:
                os._exit(0)
        os.waitpid(child, 0)
        connection.call("GET", "/after")
        assert [request.path for request in server.requests] == ["/api/v1/before", "/api/v1/child", "/api/v1/after"]
        assert len(server.connections) == 2


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (400, "INVALID_ARGUMENT", _errors.RequestRefused),
        (401, "UNAUTHENTICATED", _errors.Unauthenticated),
        (403, "PERMISSION_DENIED", _errors.PermissionDenied),
        (404, "NOT_FOUND", _errors.NotFound),
        (404, "ENDPOINT_NOT_FOUND", _errors.NotFound),
        (409, "ALREADY_EXISTS", _errors.AlreadyExists),
        (409, "WRONG_STATE", _errors.WrongState),
        (413, "TOO_LARGE", _errors.TooLarge),
        (415, "UNSUPPORTED_MEDIA", _errors.RequestRefused),
        (429, "RATE_LIMITED", _errors.RateLimited),
        (500, "INTERNAL", ServerError),
        (501, "NOT_IMPLEMENTED", ServerError),
        (503, "UNAVAILABLE", _errors.Unavailable),
        (418, "SOMETHING_NEW", ServerError),
    ],
)
def test_a_problem_becomes_its_typed_error(status: int, code: str, kind: type[ServerError]) -> None:
    with AnsweringServer(lambda request: problem(status, code, "the run is not there")) as server:
        with pytest.raises(kind) as caught:
            Connection(server.url).call("GET", "/runs/r1")
    error = caught.value
    assert type(error) is kind
    assert (error.status, error.code, error.detail, error.request_id) == (status, code, "the run is not there", "q1")
    assert str(error) == "the run is not there (request q1)"


def test_a_request_raises_for_no_status() -> None:
    with AnsweringServer(lambda request: problem(409, "WRONG_STATE", "no")) as server:
        response = Connection(server.url).request("POST", "/runs/r1/records", body=b"x", headers={"X": "1"})
    assert response.status == 409
    assert response.headers["content-type"] == "application/json"
    assert b"WRONG_STATE" in response.body


def test_an_error_of_something_that_is_no_runlore_server_is_typed_by_its_status() -> None:
    with AnsweringServer(lambda request: Answer(503, b"<html>busy</html>")) as server:
        with pytest.raises(_errors.Unavailable, match="the server answered 503 without a reason"):
            Connection(server.url).call("GET", "/runs")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed_and_its_target_never_sees_the_token(status: int) -> None:
    with AnsweringServer(lambda request: as_json({})) as other:
        headers = {"Location": f"{other.url}/api/v1/runs"}
        with AnsweringServer(lambda request: Answer(status, b"", headers)) as server:
            connection = Connection(server.url, "secret")
            with pytest.raises(ServerError, match="redirect, which is never followed"):
                connection.call("GET", "/runs")
            with pytest.raises(ServerError, match="redirect"):
                connection.download("/blobs/a", None, io.BytesIO())
        assert other.requests == []


def test_a_connection_does_not_show_its_token() -> None:
    connection = Connection("http://127.0.0.1:1", "s3cret")
    assert "s3cret" not in f"{connection} {connection!r}"
    with pytest.raises(ConnectionFailed) as caught:
        connection.call("GET", "/runs")
    assert "s3cret" not in str(caught.value)


def test_the_token_is_sent_as_bearer() -> None:
    with AnsweringServer(lambda request: as_json({})) as server:
        Connection(server.url, "s3cret").call("GET", "/runs")
    assert server.requests[0].headers["authorization"] == "Bearer s3cret"


@pytest.mark.parametrize("token", ["", "a b", "a\r\nX: 1", "é"])
def test_a_token_that_could_change_the_request_is_refused_and_not_shown(token: str) -> None:
    with pytest.raises(InvalidArgument, match="printable ASCII") as caught:
        Connection("http://127.0.0.1:1", token)
    assert not token or token not in str(caught.value)


@pytest.mark.parametrize(
    "url",
    ["", "127.0.0.1:5055", "ftp://h/x", "file:///etc/passwd", "http://", "http://h:port", "http://h:99999", "http://[::1",
     "http://u:secret@h/", "http://h/?token=secret", "http://h/#secret"],
)  # fmt: skip
def test_a_url_that_names_no_server_is_refused_without_showing_its_secrets(url: str) -> None:
    with pytest.raises(InvalidArgument, match="server URL") as caught:
        Connection(url)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("variable", ["http_proxy", "HTTP_PROXY", "ALL_PROXY", "all_proxy"])
def test_loopback_is_reached_past_any_proxy(variable: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with AnsweringServer(lambda request: Answer(500)) as proxy, AnsweringServer(lambda request: as_json({})) as server:
        monkeypatch.setenv(variable, proxy.url)
        Connection(server.url, "secret").call("GET", "/runs")
        Connection(f"http://localhost:{server.port}", "secret").call("GET", "/runs")
        assert len(server.requests) == 2
        assert proxy.requests == []


def test_another_host_is_reached_through_the_proxy_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    with AnsweringServer(lambda request: as_json({"from": "proxy"})) as proxy:
        monkeypatch.setenv("http_proxy", f"http://user:pass@127.0.0.1:{proxy.port}")
        monkeypatch.delenv("no_proxy", raising=False)
        monkeypatch.delenv("NO_PROXY", raising=False)
        monkeypatch.delenv("REQUEST_METHOD", raising=False)
        assert Connection("http://runlore.test:5055").call("GET", "/runs") == {"from": "proxy"}
    (request,) = proxy.requests
    assert request.target == "http://runlore.test:5055/api/v1/runs"
    assert request.headers["host"] == "runlore.test:5055"
    assert request.headers["proxy-authorization"] == "Basic dXNlcjpwYXNz"


def test_a_tls_request_asks_the_proxy_for_a_tunnel_and_keeps_the_token_from_it(monkeypatch: pytest.MonkeyPatch) -> None:
    with AnsweringServer(lambda request: Answer(403)) as proxy:
        monkeypatch.setenv("https_proxy", proxy.url)
        monkeypatch.delenv("no_proxy", raising=False)
        monkeypatch.delenv("NO_PROXY", raising=False)
        with pytest.raises(ConnectionFailed):
            Connection("https://runlore.test:5055", "secret").call("GET", "/runs")
    assert [(request.method, request.target) for request in proxy.requests] == [("CONNECT", "runlore.test:5055")]
    assert "authorization" not in proxy.requests[0].headers


def test_no_server_is_a_connection_failed_that_names_it() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
        with pytest.raises(ConnectionFailed, match=url):
            Connection(url).call("GET", "/runs")


def test_a_server_that_does_not_answer_in_time_is_a_connection_failed() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        with pytest.raises(ConnectionFailed, match="timed out"):
            Connection(f"http://127.0.0.1:{silent.getsockname()[1]}", timeout=0.1).call("GET", "/runs")


def test_an_answer_that_ends_early_is_no_answer() -> None:
    with AnsweringServer(
        lambda request: Answer(200, b"{}", {"Content-Length": "100", "Connection": "close"})
    ) as server:
        with pytest.raises(ConnectionFailed, match="98 bytes are missing"):
            Connection(server.url, timeout=2).call("GET", "/runs")
        with pytest.raises(ConnectionFailed, match="98 bytes are missing"):
            Connection(server.url, timeout=2).download("/blobs/a", None, io.BytesIO())


@pytest.mark.parametrize("body", [b"<html>", b"\xff", b"[" * 100_000, b'{"a": 1'])
def test_an_answer_that_is_no_json_is_refused(body: bytes) -> None:
    with AnsweringServer(lambda request: Answer(200, body)) as server:
        with pytest.raises(UnsafeAnswer, match="is it a Runlore server"):
            Connection(server.url).call("GET", "/runs")


@pytest.mark.skipif(not hasattr(sys, "set_int_max_str_digits"), reason="this Python reads integers of any length")
def test_an_integer_of_absurd_length_is_refused() -> None:
    with AnsweringServer(lambda request: Answer(200, b"1" * 10_000)) as server:
        with pytest.raises(UnsafeAnswer, match="is it a Runlore server"):
            Connection(server.url).call("GET", "/runs")


def test_a_download_streams_the_bytes_into_the_file() -> None:
    body = os.urandom(1_000_000)
    with AnsweringServer(
        lambda request: Answer(200, body, {"Content-Disposition": 'attachment; filename="../../x"'})
    ) as server:
        file = io.BytesIO()
        connection = Connection(server.url)
        assert connection.download("/runs/r1/artifacts", {"path": "a/b c"}, file) == len(body)
        assert file.getvalue() == body
    assert server.requests[0].query == {"path": "a/b c"}


def test_an_upload_sends_exactly_the_bytes_that_it_announced() -> None:
    body = os.urandom(700_000)
    with AnsweringServer(lambda request: as_json({"path": "a"})) as server:
        file = io.BytesIO(b"before" + body + b"after")
        file.seek(6)
        response = Connection(server.url).upload("/runs/r1/artifacts", {"path": "a"}, file, len(body))
        assert response.status == 200
    (request,) = server.requests
    assert (request.method, request.body) == ("PUT", body)
    assert request.headers["content-type"] == "application/octet-stream"


def test_an_upload_on_a_closed_socket_is_sent_again_from_its_start() -> None:
    body = os.urandom(700_000)
    with AnsweringServer(lambda request: as_json({})) as server:
        connection = Connection(server.url)
        connection.call("GET", "/runs")
        server.connections[0].shutdown(socket.SHUT_RDWR)
        connection.upload("/blobs/a", None, io.BytesIO(body), len(body))
    assert server.requests[-1].body == body


def test_an_upload_of_a_file_that_became_shorter_fails_and_the_connection_works_on() -> None:
    with AnsweringServer(lambda request: as_json({})) as server:
        connection = Connection(server.url, timeout=2)
        with pytest.raises(InvalidArgument, match="must hold 10 bytes but ended 7 early"):
            connection.upload("/blobs/a", None, io.BytesIO(b"abc"), 10)
        assert connection.call("GET", "/runs") == {}


def test_a_refusal_before_the_whole_body_was_read_is_still_heard() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()

        def refuse() -> None:
            client, _ = listener.accept()
            client.recv(1000)
            client.sendall(b"HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            client.shutdown(socket.SHUT_WR)
            time.sleep(0.3)
            client.close()

        thread = threading.Thread(target=refuse)
        thread.start()
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        with pytest.raises(_errors.TooLarge):
            Connection(url, timeout=5).upload("/blobs/a", None, io.BytesIO(bytes(50_000_000)), 50_000_000)
        thread.join()


def test_a_name_that_is_no_unicode_is_refused_before_anything_is_sent() -> None:
    with AnsweringServer(lambda request: as_json({})) as server:
        with pytest.raises(InvalidArgument, match="lone surrogate"):
            Connection(server.url).call("GET", "/runs", {"filter": "\ud800"})
        assert server.requests == []


def test_requests_know_their_answers_apart_by_thread() -> None:
    def echo(request: Request) -> Answer:
        return as_json(request.query)

    with AnsweringServer(echo) as server:
        connection = Connection(server.url)
        found: list[tuple[int, int]] = []

        def ask(number: int) -> None:
            for step in range(20):
                found.append((number * 100 + step, int(connection.call("GET", "/x", {"n": number * 100 + step})["n"])))

        threads = [threading.Thread(target=ask, args=(number,)) for number in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(found) == 80
    assert all(asked == answered for asked, answered in found)
