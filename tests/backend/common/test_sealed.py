"""Sealed fields: what stands in the database, what opens, and what never does."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import FieldError
from django.db import connection

from backend.accounts.models import User
from backend.accounts.services import new_user
from backend.audit.models import AccessEvent
from backend.audit.services import reveal
from backend.common.actor import StepUpRequired
from backend.common.errors import Invalid
from backend.common.sealed import WrongKey, blind_index
from tests.cast import Cast

MOBILE = "15490009999"


@pytest.fixture
def person(db: None) -> User:
    user = new_user(username="sealed", name="马有福", password="x", mobile=MOBILE)
    user.save()
    return user


def stored_token(user: User) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT phone FROM accounts_user WHERE id = %s", [user.pk])
        return str(cursor.fetchone()[0])


def test_the_database_holds_no_digit_beyond_the_mask(person: User) -> None:
    token = stored_token(person)
    assert token.startswith("v1.k1.")
    assert MOBILE not in token
    assert str(User.objects.get(pk=person.pk).phone) == "154****9999"


def test_saving_again_does_not_seal_twice(person: User) -> None:
    before = stored_token(person)
    again = User.objects.get(pk=person.pk)
    again.name = "才让·卓玛"
    again.save()
    assert stored_token(person) == before
    assert User.objects.get(pk=person.pk).phone.open() == MOBILE


def test_a_value_that_was_not_loaded_is_fetched_when_it_is_asked_for(
    person: User, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(2):
        user = User.objects.defer("phone").get(pk=person.pk)
        assert str(user.phone) == "154****9999"


def test_a_token_moved_to_another_row_does_not_open(person: User) -> None:
    thief = new_user(username="thief", name="张三", password="x")
    thief.phone = person.phone
    thief.save()
    with pytest.raises(WrongKey):
        User.objects.get(pk=thief.pk).phone.open()


def test_a_wrong_key_raises(person: User, settings: Any) -> None:
    settings.FIELD_KEYS = {"k1": "00" * 32}
    with pytest.raises(WrongKey):
        User.objects.get(pk=person.pk).phone.open()


def test_a_new_key_seals_while_the_old_one_still_opens(person: User, settings: Any) -> None:
    settings.FIELD_KEYS = {"k2": "11" * 32, **settings.FIELD_KEYS}
    newer = new_user(username="newer", name="李四", password="x", mobile="15490008888")
    assert newer.phone.token.startswith("v1.k2.")
    assert User.objects.get(pk=person.pk).phone.open() == MOBILE


def test_a_sealed_field_cannot_be_searched(person: User) -> None:
    with pytest.raises(FieldError, match="blind index"):
        User.objects.filter(phone=MOBILE).exists()
    assert User.objects.get(phone_index=blind_index(MOBILE)) == person


def test_a_reveal_leaves_an_access_event_first(cast: Cast, person: User, now: datetime) -> None:
    official = replace(cast.actor("official"), stepped_up_at=now)
    words = {"subject": person, "field": "phone", "actor": official, "now": now}
    with pytest.raises(Invalid):
        reveal(person.phone, purpose=" ", **words)
    assert AccessEvent.objects.count() == 0
    assert reveal(person.phone, purpose="核对收款", **words) == MOBILE
    assert AccessEvent.objects.get().purpose == "核对收款"


def test_whoever_asks_a_value_is_shown_only_after_the_second_factor(
    cast: Cast, person: User, now: datetime
) -> None:
    late = replace(cast.actor("official"), stepped_up_at=now - timedelta(minutes=6))
    words = {"subject": person, "field": "phone", "actor": late, "purpose": "核对收款", "now": now}
    with pytest.raises(StepUpRequired):
        reveal(person.phone, **words)
    assert AccessEvent.objects.count() == 0
    assert reveal(person.phone, shown=False, **words) == MOBILE
    assert AccessEvent.objects.count() == 1


def test_neither_print_nor_repr_nor_an_error_shows_the_value(person: User) -> None:
    phone = User.objects.get(pk=person.pk).phone
    assert f"{phone} {phone!r} {[phone]}" == "154****9999 154****9999 [154****9999]"


def test_what_a_person_types_is_sealed_whatever_it_looks_like(person: User) -> None:
    person.phone = "v1.幢二单元301室"
    person.save()
    assert "二单元" not in stored_token(person)
    assert str(User.objects.get(pk=person.pk).phone).endswith("301室")
