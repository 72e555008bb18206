"""`Idempotency-Key`, through a real endpoint's door."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.test import Client, RequestFactory

from backend.common.idempotency import IdempotencyMiddleware
from backend.common.models import IdempotencyKey
from tests.cast import NOW, Cast

KEY = "0123456789abcdef"
PATH = "/api/v1/things"


class Till:
    """A view behind the middleware that counts how often it really ran."""

    def __init__(self, cast: Cast) -> None:
        self.runs = 0
        self.actor = cast.actor("buyer")
        self.status = 201
        self.door = IdempotencyMiddleware(self.view)

    def view(self, request: HttpRequest) -> HttpResponse:
        self.runs += 1
        return JsonResponse({"run": self.runs}, status=self.status)

    def send(self, body: dict[str, Any], key: str = KEY) -> HttpResponse:
        request = RequestFactory().post(
            PATH, json.dumps(body), content_type="application/json",
            headers={"Idempotency-Key": key},
        )  # fmt: skip
        request.actor = self.actor  # type: ignore[attr-defined]
        return self.door(request)


@pytest.fixture
def till(cast: Cast) -> Till:
    return Till(cast)


def test_the_same_call_again_gets_the_same_answer(till: Till) -> None:
    first, again = till.send({"a": 1}), till.send({"a": 1})
    assert (again.status_code, again.content) == (201, first.content)
    assert again["Idempotent-Replayed"] == "true"
    assert till.runs == 1


def test_another_body_under_the_same_key_is_refused(till: Till) -> None:
    till.send({"a": 1})
    answer = till.send({"a": 2})
    assert (answer.status_code, till.runs) == (422, 1)
    assert json.loads(answer.content)["code"] == "idempotency_key_reused"


def test_a_call_in_flight_is_not_run_twice(till: Till) -> None:
    till.send({"a": 1})
    IdempotencyKey.objects.update(state="in_flight")
    answer = till.send({"a": 1})
    assert (answer.status_code, till.runs) == (409, 1)


def test_a_call_that_died_may_be_repeated_after_a_minute(till: Till, clock: Any) -> None:
    till.send({"a": 1})
    IdempotencyKey.objects.update(state="in_flight", claimed_at=NOW)
    clock.shift(timedelta(seconds=61))
    assert till.send({"a": 1}).status_code == 201
    assert till.runs == 2


def test_a_server_error_is_forgotten(till: Till) -> None:
    till.status = 500
    till.send({"a": 1})
    till.status = 201
    assert till.send({"a": 1}).status_code == 201


def test_two_people_may_use_the_same_key(till: Till, cast: Cast) -> None:
    till.send({"a": 1})
    till.actor = cast.actor("stranger_buyer")
    assert (till.send({"a": 1}).status_code, till.runs) == (201, 2)


def test_a_call_without_a_key_is_refused(cast: Cast, post: Callable[..., Any]) -> None:
    answer = cast.client("buyer").post("/api/v1/anything", "{}", content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (400, "idempotency_key_required")


def test_signing_in_needs_no_key(db: None, visitor: Client) -> None:
    answer = visitor.post(
        "/api/v1/session", {"username": "x", "password": "y"}, content_type="application/json"
    )
    assert answer.json()["code"] == "wrong_credentials"
