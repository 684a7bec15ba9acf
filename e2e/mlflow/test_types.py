# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Every field of every call with values of the wrong type, without a value, and in the spellings that are allowed."""

from __future__ import annotations

import json
from typing import Any

import pytest

from harness.mlflow import JSON, MISSING, Mlflow, invalid
from harness.mlflow_calls import (
    CALLS,
    CHOICE,
    FLAG,
    LIST,
    TEXT,
    WHOLE,
    WRONG,
    WRONG_TEXTS,
    Call,
    Field,
    Things,
    ask,
    fields_of,
    make_things,
    put,
    take,
    values_of,
)

ALL_FIELDS = list(fields_of(CALLS))


def identity(value: object) -> str | None:
    return f"{value.path}" if isinstance(value, Field) else str(value) if isinstance(value, Call) else None


@pytest.fixture(scope="module")
def things(mlflow: Mlflow) -> Things:
    return make_things(mlflow)


@pytest.mark.parametrize(("call", "field"), ALL_FIELDS, ids=identity)
def test_a_value_of_a_wrong_type_is_the_callers_fault(mlflow: Mlflow, things: Things, call: Call, field: Field) -> None:
    for wrong in WRONG_TEXTS.get(field.kind, []) if call.is_query else WRONG[field.kind]:
        values = values_of(call, things)
        put(values, field.path, wrong)
        answer = ask(mlflow, call, things, values)
        assert answer.status == 400, (wrong, answer.status, answer.body[:300])
        invalid(answer)


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
    start = f"{MISSING}'{field.shown}'" if "." not in field.path or field.path.startswith("metrics.") else ""
    for variant in variants:
        invalid(ask(mlflow, call, things, variant), start)


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
    path, whole = call.at(things), json.dumps(values_of(call, things)).encode()
    for body in (
        b"{", b"[", b"nothing", b"[]", b"5", b"true", b'"x"', b'"[]"', whole[:-1], whole + b"}", b"{" * 100_000,
        b'{"a":' * 2000 + b"1" + b"}" * 2000, b"\xff\xfe", b"\x00", whole.replace(b'"', b"'"),
    ):  # fmt: skip
        invalid(mlflow.send(call.method, path, body, None, JSON))
    empty = mlflow.send(call.method, path, b"", None, JSON)
    assert empty.status in (200, 400)
    if any(field.is_required and "." not in field.path for field in call.fields):
        invalid(empty, MISSING)


@pytest.mark.parametrize("call", [call for call in CALLS if call.method == "POST"], ids=identity)
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


@pytest.mark.parametrize("call", CALLS, ids=identity)
def test_every_call_has_a_twin(mlflow: Mlflow, things: Things, call: Call) -> None:
    path = call.at(things)
    twin = path.replace("/api/", "/ajax-api/") if path.startswith("/api/") else f"/ajax-api/2.0/mlflow{path}"
    values = {} if any(field.is_required for field in call.fields) else values_of(call, things)
    own, other = (
        mlflow.call(call.method, at, None, values) if call.is_query else mlflow.call(call.method, at, values)
        for at in (path, twin)
    )
    for answer in (own, other):
        assert json.loads(answer.body).get("error_code") != "ENDPOINT_NOT_FOUND", answer
    if own.status == 400:
        assert (own.status, own.json()) == (other.status, other.json())


def test_the_table_has_a_choice_of_every_kind() -> None:
    assert {field.kind for _, field in ALL_FIELDS} == {*WRONG} and CHOICE in WRONG
