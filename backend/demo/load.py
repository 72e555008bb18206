"""The stages of a load, in order; each says what it made and how long it took."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import transaction
from django.utils.module_loading import module_has_submodule

from backend.accounts.services import DemoAccount
from backend.audit.services import link_events
from backend.demo.accounts import DEMO_BUYER_PHONE, build_accounts, open_accounts
from backend.demo.aftercare import Aftercare
from backend.demo.appraisal import build_appraisal
from backend.demo.books import Books
from backend.demo.chain import build_chain
from backend.demo.closing import close_months
from backend.demo.counter import Desk
from backend.demo.counts import Counts
from backend.demo.demand import orders_by_month
from backend.demo.desk import build_desk
from backend.demo.goods import build_goods
from backend.demo.incomes import build_incomes
from backend.demo.people import Buyer, build_buyers, build_homes, build_members, build_staff
from backend.demo.places import build_places
from backend.demo.plan import Plan
from backend.demo.problems import build_problems
from backend.demo.programme import build_programme
from backend.demo.reconciled import Reconciled
from backend.demo.requests import Papers
from backend.demo.sales import Sales
from backend.demo.settled import settle_and_pay
from backend.demo.shelves import Shelves
from backend.demo.station_days import build_counters, build_registers, submit_changes
from backend.demo.store import Store
from backend.demo.trades import DoubtfulTrades, check_demo_trades
from backend.demo.voices import build_voices
from backend.demo.workbooks import Workbooks
from cooperatives.services import load_reference, sort_shelf
from impact.services.estimating import run_newest
from impact.services.summing import rebuild_all

Say = Callable[[str], None]


@dataclass
class Loaded:
    """What a load leaves behind for its caller."""

    accounts: list[DemoAccount]
    accounts_file: Path
    counts: dict[str, Any]
    seconds: float
    broken: list[str] = field(default_factory=list)


class Clock:
    """Says a stage's seconds and rows."""

    def __init__(self, store: Store, say: Say) -> None:
        self.store, self.say = store, say
        self.began = self.last = time.perf_counter()

    def stage(self, name: str) -> None:
        self.store.flush()
        now = time.perf_counter()
        self.say(f"{name}: {now - self.last:.1f} s, {sum(self.store.counts.values())} rows so far")
        self.last = now

    @property
    def seconds(self) -> float:
        return time.perf_counter() - self.began


@transaction.atomic
def load_county(plan: Plan, say: Say) -> Loaded:
    """All or nothing: a load that dies leaves an empty database."""
    load_reference()
    store = Store()
    clock = Clock(store, say)
    places = build_places(plan, store)
    chain = build_chain(plan, store, places)
    clock.stage("places")
    homes = build_homes(plan, store, places)
    build_members(plan, store, chain, homes)
    staff, buyers = build_staff(plan, store, chain), build_buyers(plan, store)
    build_registers(plan, store, chain, staff)
    build_counters(plan, store, chain, homes, staff)
    users = build_accounts(plan, store, chain.demo, homes, staff)
    clock.stage("people")
    papers = Papers(plan, store, homes, staff.granters[0])
    papers.consents()
    papers.capital()
    papers.requests(chain.demo.village.index, users["demo-so"], users["demo-ps"])
    clock.stage("papers")
    build_desk(plan, store, chain, users)
    goods = build_goods(plan, store, chain, places, staff.accountants)
    clock.stage("goods and prices")
    buyer = Buyer(users["demo-by"], "person", users["demo-by"].name, DEMO_BUYER_PHONE)
    shelves = _trade(plan, store, chain, goods, homes, staff, [*buyers, buyer], say)
    _desks(plan, store, shelves, chain, staff, users)
    clock.stage("trade")
    settle_and_pay(plan, store, chain, staff, homes, shelves.books)
    clock.stage("settlements")
    build_programme(plan, store, places, chain, homes)
    clock.stage("programme")
    build_incomes(plan, store, places, chain, homes)
    clock.stage("incomes")
    _finish(plan, store, chain, users)
    accounts, accounts_file = open_accounts(users)
    broken = list(broken_rows(plan.closes_at))
    clock.stage("proof")
    return Loaded(accounts, accounts_file, store.table_counts(), clock.seconds, broken)


def _desks(plan: Plan, store: Store, shelves: Shelves, chain: Any, staff: Any, users: Any) -> None:
    """What waits at the demo's station and its cooperative, where the station ever sold."""
    place = chain.demo
    if place.row.pk not in shelves.of:
        return
    operator, partner = staff.operators[place.row.pk], place.partner.pk
    Desk(plan, store, shelves, place).lay_out(operator, staff.managers[partner])
    Counts(plan, store, shelves, place).lay_out(
        operator, staff.accountants[partner], users["demo-co"]
    )


def _trade(
    plan: Plan, store: Store, chain: Any, goods: Any, homes: Any, staff: Any, buyers: Any, say: Say
) -> Shelves:
    """Month by month, so that memory holds one month; open lots stay until they are sold."""
    books = Books(plan, store)
    shelves = Shelves(plan, store, goods, homes, staff, books)
    for place in chain.stations:
        if place.starts_on and place.starts_on <= plan.as_of:
            shelves.open_station(place)
    sales = Sales(plan, store, goods, homes, shelves, buyers, books)
    for month in orders_by_month(plan, chain):
        for moment, place in month:
            sales.sell(moment, place)
        store.flush(keep=shelves.unfinished())
        if month and month[0][0].month == 12:
            say(f"  sold until {month[-1][0]:%Y-%m}: {sales.count} orders")
    if chain.demo.row.pk in shelves.of:
        sales.show(chain.demo, buyers[-1])
        aftercare = Aftercare(plan, store, sales, chain.demo, buyers[-1])
        aftercare.lay_out()
        store.flush(keep=shelves.unfinished())
        reconciled = Reconciled(plan, store, sales.money, aftercare.accountant)
        reconciled.lay_out(aftercare.short, aftercare.stuck)
    shelves.fill_up()
    if chain.demo.row.pk in shelves.of:
        DoubtfulTrades(sales, chain.demo).lay_out()
    return shelves


def _finish(plan: Plan, store: Store, chain: Any, users: Any) -> None:
    submit_changes(plan, store, chain, users)
    build_voices(plan, store, chain, users)
    build_problems(plan, store, chain, users)
    store.finish(edited_at=plan.closes_at)
    Workbooks(plan, users).build()
    sort_shelf(now=plan.closes_at)
    check_demo_trades(plan, users)
    rebuild_all(now=plan.closes_at)
    build_appraisal(plan, users, chain.demo.village.township)
    run_newest(now=plan.closes_at)
    close_months(plan, users)
    link_events()


def broken_rows(now: datetime) -> Iterator[str]:
    """What every app's `broken_invariants` names; nothing when the county is sound."""
    for config in apps.get_app_configs():
        if config.name.startswith("django") or not module_has_submodule(config.module, "queries"):
            continue
        queries = import_module(f"{config.name}.queries")
        if check := getattr(queries, "broken_invariants", None):
            yield from (f"{config.name}: {text}" for text in check(now=now))
