"""Devices: bound by an operator, one letter each, a token shown once, revoked by who may."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.test import Client

from backend.accounts.models import Device
from backend.accounts.rules import free_letter, token_hash
from backend.accounts.rules.devices import LETTERS
from backend.audit.models import AuditEvent
from tests.cast import NOW, Cast

PATH = "/api/v1/devices"
Post = Callable[..., Any]


def with_token(token: str) -> Client:
    return Client(headers={"Authorization": f"Device {token}"})


def token_of(device: Client) -> str:
    return str(device.defaults["HTTP_AUTHORIZATION"])


def test_an_operator_binds_a_phone_and_sees_its_token_once(
    cast: Cast, post: Post, clock: Any
) -> None:
    answer = post(cast.client("operator"), PATH, {"name": "柜台手机"})
    body, device = answer.json(), Device.objects.get()
    assert (answer.status_code, body["letter"]) == (201, "A")
    assert device.token_hash == token_hash(body["token"])
    (row,) = cast.client("operator").get(PATH).json()["results"]
    assert (row["name"], row["mine"], "token" in row) == ("柜台手机", True, False)
    assert AuditEvent.objects.get(action="device.bind").data["letter"] == "A"


def test_each_live_phone_of_a_station_has_its_own_letter(
    cast: Cast, post: Post, clock: Any
) -> None:
    client = cast.client("operator")
    letters = [post(client, PATH, {"name": "柜台手机"}).json()["letter"] for _ in range(3)]
    other = post(cast.client("stranger"), PATH, {"name": "宝库手机"}).json()["letter"]
    assert (letters, other) == (["A", "B", "C"], "A")


def test_a_letter_given_up_is_used_again_last() -> None:
    assert free_letter(["A"], ["B", "C"]) == "D"
    assert free_letter(list(LETTERS[2:]), ["B", "A", "B"]) == "A"


def test_binding_again_ends_the_binding_before(cast: Cast, post: Post, clock: Any) -> None:
    client = cast.client("operator")
    first = post(client, PATH, {"name": "柜台手机"}).json()
    second = post(client, PATH, {"name": "柜台手机", "replaces": first["uid"]}).json()
    assert with_token(first["token"]).get("/api/v1/session").status_code == 401
    assert with_token(second["token"]).get("/api/v1/session").status_code == 200


def test_a_full_station_is_told_what_to_do(cast: Cast, post: Post, clock: Any) -> None:
    client = cast.client("operator")
    answers = [post(client, PATH, {"name": "柜台手机"}) for _ in range(len(LETTERS) + 1)]
    assert [a.status_code for a in answers] == [201] * len(LETTERS) + [409]
    assert answers[-1].json()["code"] == "no_letter_left"


def test_a_token_is_the_operator_without_cookie_or_csrf(cast: Cast, post: Post, clock: Any) -> None:
    device = cast.device("operator")
    session = device.get("/api/v1/session").json()
    assert (session["user"]["name"], session["hat"]["role"]) == ("测试06", "SO")
    assert device.get("/api/v1/stations/mine").json()["name"] == cast.dongxia_station.name
    strict = Client(enforce_csrf_checks=True, headers={"Authorization": token_of(device)})
    assert post(strict, f"{PATH}/me/beat", {"unsent_count": 0}).status_code == 200


def test_cookies_of_another_person_do_not_change_whose_token_it_is(cast: Cast, clock: Any) -> None:
    token = token_of(cast.device("operator"))
    answer = cast.client("buyer").get("/api/v1/session", headers={"Authorization": token})
    assert answer.json()["hat"]["role"] == "SO"


def test_a_revoked_token_opens_nothing(cast: Cast, post: Post, clock: Any) -> None:
    device = cast.device("operator")
    uid = Device.objects.get().uid
    post(cast.client("operator"), f"{PATH}/{uid}/revoke", {"reason": "手机丢失"})
    refused = device.get("/api/v1/households")
    assert (refused.status_code, refused.json()["code"]) == (401, "device_revoked")
    assert AuditEvent.objects.get(action="device.revoke").data["reason"] == "手机丢失"


def test_an_unknown_and_an_expired_token_are_refused_alike(cast: Cast, clock: Any) -> None:
    device = cast.device("operator")
    assert with_token("guessed").get("/api/v1/session").json()["code"] == "device_revoked"
    clock.shift(timedelta(days=366))
    assert device.get("/api/v1/session").json()["code"] == "device_revoked"


def test_a_closed_account_closes_its_devices(cast: Cast, clock: Any) -> None:
    device = cast.device("operator")
    person = cast.users["operator"]
    person.is_active = False
    person.save()
    assert device.get("/api/v1/session").status_code == 401


def test_the_township_and_the_administrator_revoke_a_lost_phone(
    cast: Cast, post: Post, clock: Any
) -> None:
    cast.device("operator")
    cast.device("operator")
    first, second = (str(device.uid) for device in Device.objects.order_by("id"))
    township, administrator = cast.client("township_official"), cast.client("administrator")
    assert post(township, f"{PATH}/{first}/revoke", {"reason": "遗失"}).status_code == 200
    assert post(administrator, f"{PATH}/{second}/revoke", {"reason": "遗失"}).status_code == 200
    assert Device.objects.live(NOW).count() == 0


def test_strangers_find_no_device_and_change_none(cast: Cast, post: Post, clock: Any) -> None:
    cast.device("operator")
    path = f"{PATH}/{Device.objects.get().uid}"
    stranger, other_town = cast.client("stranger"), cast.client("stranger_official")
    assert stranger.get(PATH).json()["results"] == []
    assert post(stranger, f"{path}/revoke", {"reason": "遗失"}).status_code == 404
    assert post(other_town, f"{path}/revoke", {"reason": "遗失"}).status_code == 404
    assert stranger.patch(
        path, '{"name": "改名"}', "application/json", headers={"Idempotency-Key": "k-rename-1"}
    ).status_code == 404  # fmt: skip
    assert post(cast.client("buyer"), PATH, {"name": "手机"}).status_code == 403
    assert (Device.objects.get().name, Device.objects.live(NOW).count()) == ("柜台手机", 1)


def test_revoking_says_why(cast: Cast, post: Post, clock: Any) -> None:
    cast.device("operator")
    path = f"{PATH}/{Device.objects.get().uid}/revoke"
    answer = post(cast.client("operator"), path, {"reason": " "})
    assert (answer.status_code, list(answer.json()["fields"])) == (422, ["reason"])


def test_a_beat_tells_how_many_records_wait(cast: Cast, post: Post, clock: Any) -> None:
    since = NOW - timedelta(hours=30)
    body = {"unsent_count": 7, "oldest_unsent_at": since.isoformat()}
    answer = post(cast.device("operator"), f"{PATH}/me/beat", body)
    device = Device.objects.get()
    assert answer.json()["unsent_count"] == 7
    assert (device.oldest_unsent_at, device.last_sync_at) == (since, NOW)


def test_a_browser_cannot_beat_for_a_device(cast: Cast, post: Post, clock: Any) -> None:
    answer = post(cast.client("operator"), f"{PATH}/me/beat", {"unsent_count": 1})
    assert (answer.status_code, answer.json()["code"]) == (403, "devices_only")


def test_an_empty_queue_has_no_oldest_record(cast: Cast, post: Post, clock: Any) -> None:
    body = {"unsent_count": 0, "oldest_unsent_at": NOW.isoformat()}
    post(cast.device("operator"), f"{PATH}/me/beat", body)
    assert Device.objects.get().oldest_unsent_at is None
