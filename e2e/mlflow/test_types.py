# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Every field of every call with values of the wrong type, without a value, and in the spellings that are allowed."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from harness.mlflow import AT_ROOT, JSON, MISSING, TRACKING, Mlflow, fresh, invalid, refused
from harness.mlflow_calls import (
    CALLS,
    CHOICE,
    FLAG,
    LIST,
    ODD,
    ODD_IN_QUERIES,
    TEXT,
    TEXTS,
    WHOLE,
    WRONG,
    WRONG_TEXTS,
    Call,
    Field,
    Things,
    ask,
    ask_at,
    fields_of,
    make_things,
    put,
    spare_things,
    take,
    values_of,
)
from harness.product import ROOT
from harness.rest import Answer

ALL_FIELDS = list(fields_of(CALLS))


def identity(value: object) -> str | None:
    return f"{value.path}" if isinstance(value, Field) else str(value) if isinstance(value, Call) else None


@pytest.fixture(scope="module")
def things(mlflow: Mlflow) -> Things:
    return make_things(mlflow)


def whole(call: Call, things: Things | None = None) -> str:
    path = call.path if things is None else call.at(things)
    return path if path.startswith(AT_ROOT) else TRACKING + path


@pytest.mark.parametrize(("call", "field"), ALL_FIELDS, ids=identity)
def test_a_value_of_a_wrong_type_is_the_callers_fault(mlflow: Mlflow, things: Things, call: Call, field: Field) -> None:
    for wrong in WRONG_TEXTS.get(field.kind, []) if call.is_query else WRONG[field.kind]:
        values = values_of(call, things)
        put(values, field.path, wrong)
        answer = ask(mlflow, call, things, values)
        assert answer.status == 400, (wrong, answer.status, answer.body[:300])
        assert f" for parameter '{field.shown}" in invalid(answer, "Invalid value "), wrong


@pytest.mark.parametrize(
    ("call", "field"),
    [(call, field) for call, field in ALL_FIELDS if not call.is_query and "/mpu/" not in call.path],
    ids=identity,
)
def test_what_is_wrong_is_told_before_what_is_not_there(mlflow: Mlflow, call: Call, field: Field) -> None:
    nothing = dict.fromkeys(("run", "spare"), "0" * 32) | dict.fromkeys(("model", "spent"), "m-" + "0" * 32)
    nothing |= dict.fromkeys(("experiment", "other"), "999999999") | {"registered": fresh("registered")}
    values = values_of(call, nothing)
    put(values, field.path, {"a": 1})
    invalid(ask(mlflow, call, nothing, values))


def kept_or_refused(answer: Answer) -> None:
    """A success, or an error of the caller's that says what is wrong; 501 is what no caller ever gets."""
    if answer.status != 200:
        refused(answer, str(answer.json()["error_code"]))
        assert answer.status < 500 or answer.status == 501


@pytest.mark.parametrize(
    ("call", "field"),
    [(call, field) for call, field in ALL_FIELDS if field.kind == TEXT or (call.is_query and field.kind == LIST)],
    ids=identity,
)
def test_odd_texts_are_kept_or_refused(mlflow: Mlflow, things: Things, call: Call, field: Field) -> None:
    things = {**things, **spare_things(mlflow, things["experiment"])}
    for odd in ODD_IN_QUERIES if call.is_query else ODD:
        values = values_of(call, things)
        put(values, field.path, odd)
        kept_or_refused(ask(mlflow, call, things, values))


ODD_PARTS = ["%00", "%ff", "%ED%A0%80", "a%2Fb", "%2e%2e", "%2f", ";a=b", "%0d%0a", "x" * 5000, "%", "%zz"]


@pytest.mark.parametrize("call", [call for call in CALLS if "$" in call.path], ids=identity)
def test_odd_paths_are_the_callers_fault(mlflow: Mlflow, things: Things, call: Call) -> None:
    for odd in ODD_PARTS:
        answer = mlflow.rest.send(call.method, re.sub(r"\$\w+", odd, whole(call)), None, b"{}", JSON)
        kept_or_refused(answer)


@pytest.mark.parametrize(
    ("call", "field"), [(call, field) for call, field in ALL_FIELDS if field.is_required], ids=identity
)
def test_what_is_needed_is_asked_for_by_its_name(mlflow: Mlflow, things: Things, call: Call, field: Field) -> None:
    values = values_of(call, things)
    take(values, field.path)
    variants = [values]
    if not call.is_query:
        variants.append(values_of(call, things))
        put(variants[1], field.path, None)
    if field.kind == TEXT:
        variants.append(values_of(call, things))
        put(variants[-1], field.path, "")
    if field.kind == LIST:
        variants.append(values_of(call, things))
        put(variants[-1], field.path, [])
    for variant in variants:
        invalid(ask(mlflow, call, things, variant), f"{MISSING}'{field.shown}'")


@pytest.mark.parametrize(
    ("call", "field"), [(call, field) for call, field in ALL_FIELDS if not call.is_query], ids=identity
)
def test_null_is_absent(mlflow: Mlflow, things: Things, call: Call, field: Field) -> None:
    values = values_of(call, things)
    if "." not in field.path and field.path not in values:
        put(values, field.path, None)
        answer = ask(mlflow, call, things, values)
        assert answer.status == 200 or not call.is_repeatable, answer


REPEATABLE = [call for call in CALLS if call.is_repeatable]


@pytest.mark.parametrize("call", REPEATABLE, ids=identity)
def test_fields_that_nobody_knows_are_ignored(mlflow: Mlflow, things: Things, call: Call) -> None:
    values = {**values_of(call, things), "from_a_later_version": "x", "b": ["1"] if call.is_query else {"c": [1, None]}}
    answer = ask(mlflow, call, things, values)
    assert answer.status == 200, answer


def camel(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(part.capitalize() for part in others)


def cameled(value: Any) -> Any:
    if isinstance(value, dict):
        return {camel(key): cameled(one) for key, one in value.items()}
    return [cameled(one) for one in value] if isinstance(value, list) else value


@pytest.mark.parametrize("call", [call for call in REPEATABLE if not call.is_query], ids=identity)
def test_other_spellings_of_an_object(mlflow: Mlflow, things: Things, call: Call) -> None:
    path = call.at(things)
    for body, kind in (
        (json.dumps(cameled(values_of(call, things))), "application/json"),
        (json.dumps(json.dumps(values_of(call, things))), "application/json"),
        (" \n" + json.dumps(values_of(call, things), ensure_ascii=False) + "\n", "application/json; charset=utf-8"),
        (json.dumps(values_of(call, things)), "Application/JSON"),
    ):
        answer = mlflow.send(call.method, path, body.encode(), None, {"Content-Type": kind})
        assert answer.status == 200, (body, answer)


@pytest.mark.parametrize("call", [call for call in CALLS if not call.is_query and call.fields], ids=identity)
def test_bodies_that_are_no_objects(mlflow: Mlflow, things: Things, call: Call) -> None:
    path, good = call.at(things), json.dumps(values_of(call, things)).encode()
    for body in (
        b"{", b"[", b"nothing", b"[]", b"5", b"true", b"null", b"NaN", b'"x"', b'"[]"', b'"null"', good[:-1],
        good + b"}", b"{" * 100_000, b'{"a":' * 2000 + b"1" + b"}" * 2000, b'{"a":' + b"[" * 2000 + b"]" * 2000 + b"}",
        b"\xff\xfe", b"\x00", good.replace(b'"', b"'"), good[:-1] + b', "a": "\xff"}', good[:-1] + b', "a": 1,}',
        good[:-1] + b', "a": "\n"}', b"/* */" + good, good + good,
    ):  # fmt: skip
        invalid(mlflow.send(call.method, path, body, None, JSON))
    empty = mlflow.send(call.method, path, b"", None, JSON)
    assert empty.status in (200, 400)
    if any(field.is_required and "." not in field.path for field in call.fields):
        invalid(empty, MISSING)


@pytest.mark.parametrize(
    "call", [call for call in CALLS if call.method == "POST" and call.fields and not call.is_file], ids=identity
)
def test_a_body_of_another_type_is_refused(mlflow: Mlflow, things: Things, call: Call) -> None:
    body = json.dumps(values_of(call, things)).encode()
    for kind in (None, "text/plain", "application/x-www-form-urlencoded", "text/html", "", "json"):
        answer = mlflow.send("POST", call.at(things), body, None, {} if kind is None else {"Content-Type": kind})
        invalid(answer)


ALLOWED: dict[str, list[tuple[object, object]]] = {  # what is sent instead of what
    WHOLE: [(1, "1"), (1, 1.0), (1, "1e0"), (1, "1.0")],
    FLAG: [(True, "TRUE"), (True, "true"), (False, "FALSE"), (False, "false"), (True, "True")],
}


@pytest.mark.parametrize(
    ("call", "field"),
    [(call, field) for call, field in ALL_FIELDS if field.kind in ALLOWED and call.is_repeatable],
    ids=identity,
)
def test_numbers_and_flags_may_be_texts(mlflow: Mlflow, things: Things, call: Call, field: Field) -> None:
    for plain, spelled in ALLOWED[field.kind]:
        for value in (plain, spelled):
            values = values_of(call, things)
            put(values, field.path, value)
            answer = ask(mlflow, call, things, values)
            assert answer.status == 200 or (call.is_query and spelled in (1.0, "1e0", "1.0")), (value, answer)


@pytest.mark.parametrize("call", [call for call in REPEATABLE if not call.is_query], ids=identity)
def test_fields_that_come_twice(mlflow: Mlflow, things: Things, call: Call) -> None:
    good = json.dumps(values_of(call, things))
    for twice in (f"{good[:-1]}, {good[1:]}", f'{good[:-1]}, "a": 1, "a": [2]}}'):
        body = twice.replace("{, ", "{").replace(", }", "}").encode()
        kept_or_refused(mlflow.send(call.method, call.at(things), body, None, JSON))


@pytest.mark.parametrize(
    "call", [call for call in REPEATABLE if call.method in ("PATCH", "DELETE") and call.fields], ids=identity
)
def test_patch_and_delete_say_no_type(mlflow: Mlflow, things: Things, call: Call) -> None:
    body = json.dumps(values_of(call, things)).encode()
    for headers in ({}, {"Content-Type": "text/plain"}):
        assert mlflow.send(call.method, call.at(things), body, None, headers).status == 200
    invalid(mlflow.send(call.method, call.at(things), body[:-1], None, {}))


@pytest.mark.parametrize("call", [call for call in CALLS if call.method == "GET"], ids=identity)
def test_head_is_get_without_a_body(mlflow: Mlflow, things: Things, call: Call) -> None:
    values = values_of(call, things)
    got, head = (mlflow.call(method, call.at(things), None, values) for method in ("GET", "HEAD"))
    assert (head.status, head.headers["Content-Type"], head.body) == (got.status, got.headers["Content-Type"], b"")


@pytest.mark.parametrize("call", [call for call in CALLS if not whole(call).startswith(AT_ROOT[2:])], ids=identity)
def test_every_call_has_a_twin(mlflow: Mlflow, things: Things, call: Call) -> None:
    path = whole(call, things)
    values = {} if any(field.is_required for field in call.fields) else values_of(call, things)
    own, other = (ask_at(mlflow, call, at, values) for at in (path, path.replace("/api/", "/ajax-api/", 1)))
    for answer in (own, other):
        assert json.loads(answer.body).get("error_code") != "ENDPOINT_NOT_FOUND", answer
    if own.status == 400:
        assert (own.status, own.json()) == (other.status, other.json())


def test_the_table_has_every_call_that_the_server_answers() -> None:
    """The list is compared with the routes themselves where these are known, in the server's own tests."""
    listed = (ROOT / "spec/mlflow-calls.txt").read_text("utf-8").splitlines()
    forms = {re.sub(r"<\w+>", ".+", re.sub(r"\{\w+}", "[$]\\\\w+", line)): line for line in listed}
    ours = [f"{call.method} {whole(call)}" for call in (*CALLS, *TEXTS)]
    assert sorted(listed) == sorted(
        {form for one in ours for pattern, form in forms.items() if re.fullmatch(pattern, one)}
    )
    assert [one for one in ours if not any(re.fullmatch(pattern, one) for pattern in forms)] == []


def test_the_table_has_a_choice_of_every_kind() -> None:
    assert {field.kind for _, field in ALL_FIELDS} == {*WRONG} and CHOICE in WRONG
