"""A household objects on a page without script, for itself alone."""

import pytest
from django.test import Client

from orders.models import SettlementLine, SettlementObjection
from tests.cast import Cast
from tests.orders.settling.scenes import a_run, on_the_wall
from tests.orders.trade import sell_from

PAGE = "/my/objections"
pytestmark = pytest.mark.django_db


@pytest.fixture
def line(cast: Cast, clock: object) -> SettlementLine:
    """Two households on the wall; the line of the one who signs in."""
    sell_from(cast, "potato_household", 2, number=1)
    sell_from(cast, "monitored_household", 2, number=2)
    on_the_wall(cast, a_run(cast))
    return SettlementLine.objects.get(party__household=cast.potato_household)


def test_what_hangs_on_the_wall_is_objected_to_in_own_words(
    cast: Cast, line: SettlementLine
) -> None:
    farmer = cast.client("farmer")
    before = farmer.get(PAGE).content.decode()
    assert line.words in before
    assert "<script" not in before
    answer = farmer.post(PAGE, {"line": str(line.uid), "reason": "少记了五斤"})
    assert (answer.status_code, answer["Location"]) == (302, PAGE)
    after = farmer.get(PAGE).content.decode()
    for text in ("少记了五斤", "处理中", "已有异议，正在处理", "还没有答复"):
        assert text in after
    line.refresh_from_db()
    assert line.state == "held"


@pytest.mark.parametrize(
    ("chosen", "reason", "word"),
    [("", "少记了五斤", "请选择哪一条不对"), ("own", "不", "请写明原因，2 至 200 个字")],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(
    cast: Cast, line: SettlementLine, chosen: str, reason: str, word: str
) -> None:
    uid = str(line.uid) if chosen else ""
    answer = cast.client("farmer").post(PAGE, {"line": uid, "reason": reason})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert word in page
    assert f">{reason}</textarea>" in page
    assert not SettlementObjection.objects.exists()


def test_a_strangers_line_is_not_there(cast: Cast, line: SettlementLine) -> None:
    stranger = cast.client("stranger_farmer")
    assert str(line.uid) not in stranger.get(PAGE).content.decode()
    answer = stranger.post(PAGE, {"line": str(line.uid), "reason": "这条不对"})
    assert (answer.status_code, SettlementObjection.objects.count()) == (400, 0)


def test_a_visitor_signs_in_first_and_others_are_refused(cast: Cast, visitor: Client) -> None:
    assert visitor.get(PAGE)["Location"] == "/shop/sign-in?next=%2Fmy%2Fobjections"
    assert cast.client("accountant").get(PAGE).status_code == 403
