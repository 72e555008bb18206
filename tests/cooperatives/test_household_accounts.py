"""Somebody of a household gets an account: village, township, and the person's own password."""

import re
from typing import Any

import pytest

from backend.accounts.models import RoleAssignment, SignUpCode, User
from backend.approvals import queries as approving
from backend.common.errors import NotFound
from backend.messaging.models import Message
from cooperatives.rules.staffing import AccountThere
from cooperatives.services import open_household_account, staffing
from tests.cast import NOW, Cast
from tests.cooperatives.people import head_of

MOBILE = "15477770001"
PASSWORD = "A-new-pass-2026"


def propose(cast: Cast, who: str = "secretary", **more: Any) -> RoleAssignment:
    asked = {"member": str(head_of(cast).uid), "mobile": MOBILE} | more
    uid = cast.potato_household.uid
    return open_household_account(household_uid=uid, actor=cast.actor(who), now=NOW, **asked)


def digest_of(hat: RoleAssignment) -> str:
    request = approving.open_request_of(object_kind="assignment", object_uid=str(hat.uid))
    return request.digest if request else ""


def decide(cast: Cast, hat: RoleAssignment, verdict: str = "approve", comment: str = "") -> None:
    staffing.decide_grant(
        uid=str(hat.uid), verdict=verdict, comment=comment, digest=digest_of(hat),
        actor=cast.actor("township_official"), now=NOW,
    )  # fmt: skip


@pytest.mark.usefixtures("clock")
def test_the_person_sets_the_password_by_the_code_and_reads_the_own_household(
    cast: Cast, visitor: Any, post: Any
) -> None:
    decide(cast, propose(cast))
    message = Message.objects.get(template="account_opened")
    assert "/console/reset-password" in message.text.open()
    post(visitor, "/api/v1/sign-up/reset-code", {"mobile": MOBILE})
    code = SignUpCode.objects.get().code.open()
    assert re.fullmatch(r"\d{6}", code)
    said = {"mobile": MOBILE, "code": code, "password": PASSWORD}
    assert post(visitor, "/api/v1/sign-up/reset", said).status_code == 204
    signed = post(visitor, "/api/v1/session", {"username": MOBILE, "password": PASSWORD}).json()
    assert signed["hat"]["role"] == "HM"
    (row,) = visitor.get("/api/v1/households").json()["results"]
    assert row["uid"] == str(cast.potato_household.uid)


def test_before_the_township_agrees_there_is_no_right_and_no_message(cast: Cast) -> None:
    hat = propose(cast)
    assert hat.approved_by is None
    assert not Message.objects.filter(template="account_opened").exists()
    with pytest.raises(AccountThere):
        propose(cast)


def test_the_township_reads_the_number_masked(cast: Cast) -> None:
    hat = propose(cast)
    shown = cast.client("township_official").get(f"/api/v1/approvals/assignment/{hat.uid}").json()
    assert {"label": "手机号", "value": "154****0001"} in shown["facts"]
    assert MOBILE not in str(shown)


def test_a_known_mobile_of_the_same_person_gets_one_more_hat(cast: Cast) -> None:
    first = propose(cast)
    decide(cast, first, "reject", "号码待核实")
    users = User.objects.count()
    assert propose(cast).user == first.user
    assert User.objects.count() == users


def test_a_stranger_opens_nothing(cast: Cast) -> None:
    users = User.objects.count()
    with pytest.raises(NotFound):
        propose(cast, "stranger")
    assert User.objects.count() == users
