"""An auditor opens one sealed value, once, after a second person has agreed (ROLES 3 and 5)."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from backend.approvals.rules import AlreadyOpen, MakerDecides, NotYourStep
from backend.audit.models import AccessEvent
from backend.common.actor import StepUpRequired
from backend.common.errors import NotFound
from cooperatives.models import RevealRequest
from cooperatives.queries import reveal_digest
from cooperatives.rules.register import SecondPersonNeeded
from cooperatives.services import ask_reveal, decide_reveal, reveal_value
from tests.cast import NOW, Cast

PHONE = "15400000001"


def ask(cast: Cast, who: str = "auditor") -> RevealRequest:
    return ask_reveal(
        household_uid=cast.potato_household.uid, field="phone", member="", reason="抽查付款通知",
        actor=cast.actor(who), now=NOW,
    )  # fmt: skip


def decide(cast: Cast, asked: RevealRequest, who: str = "official", **said: Any) -> RevealRequest:
    word = {"verdict": "approve", "comment": "", "digest": reveal_digest(asked)}
    return decide_reveal(uid=asked.uid, actor=cast.actor(who), now=NOW, **word | said)


def look(cast: Cast, field: str = "phone", later: timedelta = timedelta(0)) -> str:
    now = NOW + later
    return reveal_value(
        household_uid=cast.potato_household.uid, field=field, member="", reason="",
        actor=replace(cast.actor("auditor"), stepped_up_at=now), now=now,
    )  # fmt: skip


def test_an_agreed_value_is_opened_once_and_the_household_reads_who_agreed(cast: Cast) -> None:
    decide(cast, ask(cast))
    assert look(cast) == PHONE
    official = cast.users["official"].name
    assert AccessEvent.objects.get().purpose == f"抽查付款通知（{official}同意）"
    with pytest.raises(SecondPersonNeeded):
        look(cast)


def test_nothing_opens_before_the_word_after_a_day_or_beside_what_was_asked(cast: Cast) -> None:
    asked = ask(cast)
    with pytest.raises(SecondPersonNeeded):
        look(cast)
    decide(cast, asked)
    with pytest.raises(SecondPersonNeeded):
        look(cast, later=timedelta(hours=25))
    with pytest.raises(NotFound):
        look(cast, field="account")
    assert not AccessEvent.objects.exists()


def test_a_refused_request_opens_nothing(cast: Cast) -> None:
    assert decide(cast, ask(cast), verdict="reject", comment="理由不足").state == "refused"
    with pytest.raises(SecondPersonNeeded):
        look(cast)


def test_the_second_factor_is_asked_for_and_the_word_is_kept(cast: Cast) -> None:
    decide(cast, ask(cast))
    with pytest.raises(StepUpRequired):
        reveal_value(
            household_uid=cast.potato_household.uid, field="phone", member="", reason="",
            actor=cast.actor("auditor"), now=NOW,
        )  # fmt: skip
    assert look(cast) == PHONE


@pytest.mark.parametrize(
    ("who", "refusal"),
    [
        ("auditor", MakerDecides),
        ("township_official", NotYourStep),
        ("stranger_official", NotFound),
    ],
)
def test_others_do_not_agree(cast: Cast, who: str, refusal: type[Exception]) -> None:
    asked = ask(cast)
    with pytest.raises(refusal):
        decide(cast, asked, who)
    asked.refresh_from_db()
    assert asked.state == "asked"


def test_one_waiting_request_per_value(cast: Cast) -> None:
    ask(cast)
    with pytest.raises(AlreadyOpen):
        ask(cast)
