"""Changes of a household: who asks, who agrees, what is written, what is refused."""

import pytest

from backend.approvals.models import ApprovalRequest
from backend.approvals.rules import MakerDecides, NotYourStep
from backend.audit.models import AccessEvent, AuditEvent
from backend.audit.services import reveal
from backend.common.errors import Conflict, Forbidden, Invalid, NotFound
from cooperatives import queries
from cooperatives.models import Household, HouseholdChange, HouseholdMember
from cooperatives.rules import register as rule
from cooperatives.services import add_evidence, ask_restore, withdraw_change
from tests.cast import NOW, Cast
from tests.cooperatives.people import CARD, add_wife, agreed, ask, decide, head_of

PHONE = {"phone": "15488880001"}


def test_a_new_phone_needs_the_secretary_alone(cast: Cast) -> None:
    change = decide(cast, ask(cast, "phone", PHONE), "secretary")
    household = Household.objects.get(pk=cast.potato_household.pk)
    assert (change.state, household.phone_tail, str(household.phone)) == (
        "applied", "0001", "154****0001",
    )  # fmt: skip
    opened = reveal(
        household.phone, subject=household, field="phone", actor=cast.actor("secretary"),
        purpose="核对", now=NOW, shown=False,
    )  # fmt: skip
    assert opened == "15488880001"
    assert household.version == 2


def test_an_account_needs_two_and_a_call_back(cast: Cast) -> None:
    change = ask(cast, "account", {"account": CARD, "bank": "农商银行"})
    decide(cast, change, "secretary")
    with pytest.raises(rule.NotCalledBack):
        decide(cast, change, "township_official")
    assert Household.objects.get(pk=cast.potato_household.pk).account is None
    decide(cast, change, "township_official", call_note="已电话核实")
    household = Household.objects.get(pk=cast.potato_household.pk)
    assert (str(household.account), household.account_bank) == ("****0128", "农商银行")
    assert household.account_changed_at == NOW


def test_who_asks_does_not_agree_and_nobody_speaks_out_of_turn(cast: Cast) -> None:
    change = ask(cast, "head", {"former": "spouse"}, target=str(add_wife(cast).uid))
    with pytest.raises(NotYourStep):
        decide(cast, change, "township_official")
    mine = ask(cast, "phone", PHONE, who="secretary")
    with pytest.raises(MakerDecides):
        decide(cast, mine, "secretary")
    assert decide(cast, mine, "township_official").state == "applied"


def test_a_secretarys_own_request_goes_to_township_and_county(cast: Cast) -> None:
    change = ask(cast, "cause", {"main_cause": "illness"}, who="secretary")
    assert decide(cast, change, "township_official").state == "evidence"
    assert decide(cast, change, "official").state == "applied"
    assert Household.objects.get(pk=cast.potato_household.pk).main_cause == "illness"


def test_one_open_request_per_field(cast: Cast) -> None:
    ask(cast, "phone", PHONE)
    with pytest.raises(rule.ChangeAlreadyOpen):
        ask(cast, "phone", {"phone": "15488880002"})
    assert ask(cast, "address", {"address": "12 号"}).state == "evidence"
    assert HouseholdChange.objects.count() == 2


def test_a_page_that_is_out_of_date_asks_for_nothing(cast: Cast) -> None:
    with pytest.raises(rule.HouseholdChanged):
        ask(cast, "phone", PHONE, version=7)
    assert not HouseholdChange.objects.exists()


def test_a_field_that_moved_meanwhile_is_not_overwritten(cast: Cast) -> None:
    change = ask(cast, "land", {"land_mu": "3"})
    Household.objects.filter(pk=cast.potato_household.pk).update(land_mu_x100=900)
    with pytest.raises(rule.HouseholdChanged):
        decide(cast, change, "secretary")
    assert Household.objects.get(pk=cast.potato_household.pk).land_mu_x100 == 900
    assert ApprovalRequest.objects.get().state == "open"


def test_a_request_without_paper_waits_for_it(cast: Cast) -> None:
    change = ask(cast, "phone", PHONE, who="farmer", evidence_kind="")
    assert (change.state, ApprovalRequest.objects.count()) == ("requested", 0)
    with pytest.raises(Conflict):
        decide(cast, change, "secretary")
    said = {"evidence_kind": "identity_card", "evidence": "身份证已核对"}
    add_evidence(change_uid=change.uid, actor=cast.actor("operator"), now=NOW, **said)
    assert decide(cast, change, "secretary").state == "applied"


def test_a_refusal_says_why_and_changes_nothing(cast: Cast) -> None:
    change = ask(cast, "phone", PHONE)
    refused = decide(cast, change, "secretary", verdict="reject", comment="号码打不通")
    assert (refused.state, refused.refusal) == ("refused", "号码打不通")
    assert Household.objects.get(pk=cast.potato_household.pk).phone_tail == "0001"
    assert ask(cast, "phone", PHONE).state == "evidence"


def test_only_who_asked_takes_it_back(cast: Cast) -> None:
    change = ask(cast, "phone", PHONE)
    with pytest.raises(rule.NotYours):
        withdraw_change(change_uid=change.uid, actor=cast.actor("secretary"), now=NOW)
    done = withdraw_change(change_uid=change.uid, actor=cast.actor("operator"), now=NOW)
    assert (done.state, ApprovalRequest.objects.get().state) == ("withdrawn", "voided")


def test_the_prior_value_comes_back_without_being_opened(cast: Cast) -> None:
    before = cast.potato_household.phone.token
    change = decide(cast, ask(cast, "phone", PHONE), "secretary")
    restoring = ask_restore(
        change_uid=change.uid, reason="号码登记错了", actor=cast.actor("operator"), now=NOW
    )
    decide(cast, restoring, "secretary")
    household = Household.objects.get(pk=cast.potato_household.pk)
    assert (household.phone.token, household.phone_tail) == (before, "0001")
    assert not AccessEvent.objects.exists()


def test_what_never_was_applied_cannot_be_restored(cast: Cast) -> None:
    change = ask(cast, "phone", PHONE)
    with pytest.raises(Conflict):
        ask_restore(change_uid=change.uid, reason="不要", actor=cast.actor("operator"), now=NOW)


def test_a_person_lives_in_one_household(cast: Cast) -> None:
    said = {"identity": "639999197809240024"}
    with pytest.raises(rule.PersonElsewhere):
        ask(cast, "identity", said, target=str(head_of(cast).uid))
    said = {"identity": "639999194807301010"}
    agreed(cast, ask(cast, "identity", said, target=str(head_of(cast).uid)))
    assert str(head_of(cast).identity) == "639999********1010"
    assert (head_of(cast).birth_year, head_of(cast).sex) == (1948, "male")


def test_a_number_entered_elsewhere_while_a_request_waits_is_refused(cast: Cast) -> None:
    said = {"identity": "639999194807301010"}
    one = ask(cast, "identity", said, target=str(head_of(cast).uid))
    other = ask(
        cast, "identity", said, target=str(head_of(cast, "monitored_household").uid),
        household="monitored_household",
    )  # fmt: skip
    agreed(cast, one)
    decide(cast, other, "secretary")
    with pytest.raises(rule.PersonElsewhere):
        decide(cast, other, "township_official", call_note="已核实")
    assert str(head_of(cast, "monitored_household").identity) == "639999********0024"


def test_an_account_of_another_household_is_refused(cast: Cast) -> None:
    said = {"account": CARD, "bank": "农商银行"}
    agreed(cast, ask(cast, "account", said))
    with pytest.raises(rule.AccountElsewhere):
        ask(cast, "account", said, household="monitored_household")


def test_the_head_changes_and_the_household_is_called_by_the_new_one(cast: Cast) -> None:
    wife = add_wife(cast)
    agreed(cast, ask(cast, "head", {"former": "spouse"}, target=str(wife.uid)))
    household = Household.objects.get(pk=cast.potato_household.pk)
    assert (household.head_name, household.initials) == ("李玉兰", "lyl")
    relations = dict(HouseholdMember.objects.filter(household=household).values_list(
        "name", "relation"))  # fmt: skip
    assert relations == {"马有福": "spouse", "李玉兰": "head"}


def test_somebody_joins_and_leaves_and_the_counts_follow(cast: Cast) -> None:
    wife = add_wife(cast)
    household = Household.objects.get(pk=cast.potato_household.pk)
    assert (household.size, household.labour_count) == (5, 3)
    said = {"action": "leave", "left_on": "2026-09-20", "left_reason": "moved"}
    agreed(cast, ask(cast, "member", said, target=str(wife.uid)))
    household.refresh_from_db()
    assert (household.size, household.labour_count) == (4, 2)
    assert HouseholdMember.objects.get(pk=wife.pk).left_reason == "moved"


def test_a_head_does_not_just_leave(cast: Cast) -> None:
    said = {"action": "leave", "left_on": "2026-09-20", "left_reason": "died"}
    change = ask(cast, "member", said, target=str(head_of(cast).uid))
    decide(cast, change, "secretary")
    with pytest.raises(Invalid):
        decide(cast, change, "township_official")
    assert head_of(cast).left_on is None


def test_a_household_moves_away_and_comes_back(cast: Cast) -> None:
    agreed(cast, ask(cast, "status", {"status": "moved", "on": "2026-09-20"}))
    assert not HouseholdMember.objects.present().filter(household=cast.potato_household).exists()
    with pytest.raises(rule.HouseholdNotActive):
        ask(cast, "phone", PHONE)
    agreed(cast, ask(cast, "status", {"status": "active", "on": "2026-09-28"}))
    household = Household.objects.get(pk=cast.potato_household.pk)
    assert (household.status, household.status_on) == ("active", None)
    assert head_of(cast).left_on is None
    assert not list(queries.broken_invariants(now=NOW))


def test_every_step_leaves_its_trace(cast: Cast) -> None:
    decide(cast, ask(cast, "phone", PHONE), "secretary")
    actions = set(AuditEvent.objects.values_list("action", flat=True))
    assert {"household_change.ask", "approval.open", "approval.decide", "household.change"} <= (
        actions
    )
    row = Household.history.filter(id=cast.potato_household.pk).first()
    assert row.history_user_id == str(cast.users["secretary"].uid)
    assert row.history_date == NOW


@pytest.mark.parametrize("who", ["stranger", "stranger_official", "stranger_farmer"])
def test_a_strangers_request_finds_no_household(cast: Cast, who: str) -> None:
    with pytest.raises(NotFound):
        ask(cast, "phone", PHONE, who=who)
    assert not HouseholdChange.objects.exists()


def test_a_manager_may_ask_for_nothing_but_merging_a_temporary_entry(cast: Cast) -> None:
    with pytest.raises(Forbidden):
        ask(cast, "phone", PHONE, who="manager")
    assert not HouseholdChange.objects.exists()
