"""The same seed makes the same county; another seed, another; and the books are equal."""

import uuid
from datetime import date
from hashlib import sha256
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import models, transaction

from backend.common.sealed import SealedField
from backend.demo.load import load_county
from backend.demo.plan import SCALES, Plan
from cooperatives.models import Household
from impact.models import IncomeEntry
from stations.models import Station
from tests.backend.demo.conftest import tiny

APPS = ("stations", "cooperatives", "programme", "orders", "impact", "ledger", "approvals")


def digest() -> str:
    """All rows of all tables; a token's nonce, keys of rows and this computer's keys left out."""
    whole = sha256()
    for label in APPS:
        for model in apps.get_app_config(label).get_models():
            names = [field.attname for field in model._meta.concrete_fields if _told(field)]
            for row in model._default_manager.order_by("pk").values_list(*names):
                whole.update(repr(row).encode())
    return whole.hexdigest()


def _told(field: "models.Field[Any, Any]") -> bool:
    keyed = field.primary_key or field.is_relation
    return not keyed and not isinstance(field, SealedField) and not field.name.endswith("_index")


class Undo(Exception):
    pass


def digest_of(plan: Plan) -> str:
    try:
        with transaction.atomic():
            load_county(plan, lambda line: None)
            found = digest()
            raise Undo
    except Undo:
        return found


@pytest.mark.django_db
def test_the_same_seed_makes_the_same_rows() -> None:
    assert digest_of(tiny()) == digest_of(tiny())


@pytest.mark.django_db
def test_a_full_database_is_left_alone(cast: Any, capsys: Any) -> None:
    before = Household.objects.count()
    call_command("demo", "--if-empty")
    assert "nothing loaded" in capsys.readouterr().out
    with pytest.raises(CommandError, match="只能装入空数据库"):
        call_command("demo")
    assert Household.objects.count() == before


@pytest.mark.django_db
def test_an_installation_without_leave_is_refused(settings: Any) -> None:
    settings.ALLOW_DEMO = False
    with pytest.raises(CommandError, match="ALLOW_DEMO"):
        call_command("demo", "--if-empty")
    assert not Station.objects.exists()


@pytest.mark.django_db
def test_few_leaves_three_stations_that_ever_sold() -> None:
    loaded = load_county(tiny(scenario="few"), lambda line: None)
    assert Station.objects.filter(status="operating").count() == 3
    assert Station.objects.filter(status="accepted").count() == 87
    assert loaded.broken == []


@pytest.mark.django_db
def test_attrition_loses_treated_households_more_often() -> None:
    load_county(tiny(scenario="attrition"), lambda line: None)
    late = IncomeEntry.objects.filter(survey__year=2025)
    treated = late.filter(area_code__in=Station.objects.values("area_code"))
    lost = treated.exclude(status="observed").count() / treated.count()
    others = late.exclude(area_code__in=Station.objects.values("area_code"))
    assert lost > others.exclude(status="observed").count() / others.count() + 0.05


def test_uids_are_valid_and_differ_by_noun() -> None:
    plan = Plan(1, SCALES["small"], date(2026, 9, 30))
    assert plan.uid("household", 1) == plan.uid("household", 1)
    assert plan.uid("household", 1) != plan.uid("order", 1)
    assert plan.uid("household", 1).variant == uuid.RFC_4122
    assert plan.uid("household", 1) != tiny(seed=8).uid("household", 1)
    assert plan.chance("sales").random() != tiny(seed=8).chance("sales").random()
