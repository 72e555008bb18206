"""审批限额: from which amounts on further people agree; drafted, agreed to, never edited."""

from dataclasses import asdict
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from backend.common.zone import SHANGHAI
from orders.models import MoneyLimits, SettingProposal
from orders.queries.limits import limits_of, terms_of
from orders.rules.paying_out import Limits
from orders.rules.refunding import steps_of
from orders.rules.settling import Terms
from tests.cast import NOW, Cast
from tests.orders.settling.scenes import limits_are

SETTINGS = "/api/v1/settings"
SHIPPED = asdict(Limits()) | asdict(Terms())
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def propose(cast: Cast, post: Any, who: str = "administrator", **figures: Any) -> Any:
    return post(cast.client(who), SETTINGS, {
        "kind": "limits", "content": SHIPPED | figures,
        "effective_from": NOW.astimezone(SHANGHAI).isoformat(),
    })  # fmt: skip


def agreed(cast: Cast, post: Any, **figures: Any) -> None:
    proposal = propose(cast, post, **figures).json()
    shown = cast.client("official").get(SETTINGS).json()["results"][0]
    body = {"verdict": "approve", "comment": "", "digest": shown["digest"]}
    done = post(cast.client("official"), f"{SETTINGS}/{proposal['uid']}/decide", body)
    assert done.json()["state"] == "published"


def test_where_nobody_published_any_the_shipped_limits_hold(cast: Cast) -> None:
    assert limits_of(cast.cooperative, now=NOW) == Limits()
    assert terms_of(cast.cooperative, now=NOW) == Terms()


def test_agreed_limits_hold_from_their_day_on(cast: Cast, post: Any) -> None:
    agreed(cast, post, supervisor_from_fen=300_000, cap_bp=4_000)
    assert limits_of(cast.cooperative, now=NOW).supervisor_from_fen == 300_000
    assert terms_of(cast.cooperative, now=NOW).cap_bp == 4_000


def test_a_cooperatives_own_limits_hold_before_the_countys(cast: Cast, post: Any) -> None:
    agreed(cast, post, cooperative=str(cast.cooperative.uid), daily_cap_fen=1_000_000)
    limits_are(cast, number=2, daily_cap_fen=9_000_000)
    assert limits_of(cast.cooperative, now=NOW).daily_cap_fen == 1_000_000
    assert limits_of(cast.other_cooperative, now=NOW).daily_cap_fen == 9_000_000


def test_what_is_signed_names_the_cooperative(cast: Cast, post: Any) -> None:
    shown = propose(cast, post, cooperative=str(cast.cooperative.uid)).json()
    assert shown["scope_name"] == cast.cooperative.name


@pytest.mark.parametrize(
    ("figures", "field"),
    [
        ({"minutes_from_fen": 1}, "minutes_from_fen"),
        ({"daily_cap_fen": 0}, "daily_cap_fen"),
        ({"cap_bp": 5_001}, "cap_bp"),
        ({"floor_fen": -1}, "floor_fen"),
        ({"cooperative": "00000000-0000-0000-0000-000000000000"}, "cooperative"),
    ],
)
def test_limits_that_protect_nobody_are_refused_by_field(
    cast: Cast, post: Any, figures: dict[str, Any], field: str
) -> None:
    answer = propose(cast, post, **figures)
    assert (answer.status_code, list(answer.json()["fields"])) == (422, [field])
    assert not SettingProposal.objects.filter(kind="limits").exists()


@pytest.mark.parametrize("who", ["accountant", "manager", "stranger", "official"])
def test_a_stranger_to_the_limits_drafts_none(cast: Cast, post: Any, who: str) -> None:
    assert propose(cast, post, who).status_code == 403
    assert not SettingProposal.objects.filter(kind="limits").exists()


def test_the_supervisor_is_asked_above_the_limit_of_refunds() -> None:
    assert steps_of(500, supervisor_from_fen=500) == [["CM"]]
    assert steps_of(501, supervisor_from_fen=500) == [["CM"], ["CS"]]


def test_published_limits_are_never_edited(cast: Cast) -> None:
    held = limits_are(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        MoneyLimits.objects.filter(pk=held.pk).update(cap_bp=1)


def test_the_database_keeps_half_of_the_gross_for_the_household(cast: Cast) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        limits_are(cast, cap_bp=5_001)


def test_what_holds_now_is_read_in_one_list_with_its_names(cast: Cast, post: Any) -> None:
    agreed(cast, post, cooperative=str(cast.cooperative.uid))
    rows = cast.client("administrator").get(f"{SETTINGS}/in-force").json()
    assert [(row["kind"], row["scope_name"]) for row in rows] == [
        ("fees", ""), ("shipping", ""), ("limits", cast.cooperative.name), ("merchant", ""),
    ]  # fmt: skip


@pytest.mark.parametrize("who", ["accountant", "manager", "stranger", "buyer"])
def test_a_stranger_reads_no_rules_of_the_county(cast: Cast, who: str) -> None:
    assert cast.client(who).get(f"{SETTINGS}/in-force").status_code == 403
