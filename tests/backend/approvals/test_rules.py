"""Steps, verdicts and digests."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.approvals.rules import (
    MakerDecides,
    NotYourStep,
    check_decision,
    digest_of,
    outcome,
    steps_for,
)
from backend.common.errors import Invalid

LIMITS = [(0, [["CM"]]), (500_001, [["CM"], ["CS"]])]


def test_the_highest_amount_reached_names_the_steps() -> None:
    assert steps_for(500_000, LIMITS, [["TO"]]) == [["CM"]]
    assert steps_for(500_001, LIMITS, [["TO"]]) == [["CM"], ["CS"]]
    assert steps_for(1, [], [["TO"]]) == [["TO"]]


def test_a_flow_without_a_decider_is_refused() -> None:
    with pytest.raises(Invalid):
        steps_for(1, [], [[]])


def test_only_the_last_step_approves() -> None:
    steps = [["CM"], ["CS"]]
    assert outcome("approve", 0, steps) == ("open", 1)
    assert outcome("approve", 1, steps) == ("approved", 1)
    assert outcome("return", 0, steps) == ("returned", 0)
    assert outcome("reject", 1, steps) == ("rejected", 1)


def test_the_maker_is_refused_before_the_role_is_asked() -> None:
    with pytest.raises(MakerDecides):
        check_decision(verdict="approve", comment="", roles=["CM"], role="CA", is_maker=True)
    with pytest.raises(NotYourStep):
        check_decision(verdict="approve", comment="", roles=["CM"], role="CA", is_maker=False)


def test_a_refusal_says_why() -> None:
    with pytest.raises(Invalid) as refused:
        check_decision(verdict="return", comment=" ", roles=["CM"], role="CM", is_maker=False)
    assert refused.value.fields == {"comment": "退回或否决时请写明原因"}


@given(st.dictionaries(st.text(max_size=5), st.integers(), max_size=5))
def test_the_order_of_keys_does_not_change_a_digest(content: dict[str, int]) -> None:
    assert digest_of(content) == digest_of(dict(reversed(list(content.items()))))


def test_a_changed_fen_changes_the_digest() -> None:
    assert digest_of({"price_fen": 1200}) != digest_of({"price_fen": 1201})
