"""Households of every village, members of cooperatives, and the buyers."""

from dataclasses import dataclass, field
from datetime import date

import numpy as np

from backend.accounts.models import RoleAssignment, User
from backend.common.sealed import blind_index
from backend.demo import codes, names
from backend.demo.chain import Chain, Place
from backend.demo.places import Places
from backend.demo.plan import Plan
from backend.demo.registry import REGISTERED_ON, Register
from backend.demo.store import Store
from cooperatives.models import Household, Membership

# Phones of households, staff and buyers never meet: each counts from its own number on.
STAFF_PHONES, BUYER_PHONES = 2_000_000, 3_000_000
# No password has this hash: staff and buyers of the past cannot sign in.
UNUSABLE = "!"
BUYERS = 60
BANK = "大通农商银行"
CHUNK = 20_000


@dataclass
class Homes:
    """All households as arrays, in village order; a household's key is `first_id` + its row."""

    first_id: int
    village: np.ndarray
    size: np.ndarray
    category: np.ndarray
    names: list[str]
    codes: list[str]
    per_village: int

    def of(self, village: int) -> range:
        return range(village * self.per_village, (village + 1) * self.per_village)

    def pk(self, row: int) -> int:
        return self.first_id + row


CATEGORIES = ("general", "lifted", "monitored")


def build_homes(plan: Plan, store: Store, places: Places) -> Homes:
    chance, each = plan.chance("households"), plan.scale.households_per_village
    count = each * len(places.villages)
    sizes = chance.choice([2, 3, 4, 5, 6], size=count, p=[0.1, 0.2, 0.38, 0.22, 0.1])
    homes = Homes(
        first_id=0, village=np.repeat(np.arange(len(places.villages)), each), size=sizes,
        category=chance.choice(3, size=count, p=[0.74, 0.21, 0.05]), names=[], codes=[],
        per_village=each,
    )  # fmt: skip
    numbers, register = codes.identities(chance, count), Register(plan, store)
    for row in range(count):
        village = places.villages[int(homes.village[row])]
        tibetan = "藏族" in village.township.name
        homes.codes.append(village.area.code)
        homes.names.append(names.head_name(chance, tibetan_township=tibetan))
        made = store.add(_household(plan, homes, row, village.area, chance))
        register.enter(row, made, numbers[row])
        homes.first_id = homes.first_id or made.pk
        if row % CHUNK == CHUNK - 1:
            store.flush()
    return homes


def account_of(row: int) -> str:
    """A household's bank account; one of five has no card and signs for cash."""
    return codes.bank_account(row + 1) if row % 5 else ""


def _household(
    plan: Plan, homes: Homes, row: int, area: object, chance: np.random.Generator
) -> Household:
    size, mobile = int(homes.size[row]), codes.phone(row + 1)
    pinyin, initials = names.pinyin_of(homes.names[row])
    account = account_of(row)
    return Household(
        uid=plan.uid("household", row), card_no=f"HC{row + 1:06d}", area_id=area.pk,  # type: ignore[attr-defined]
        area_code=area.code, head_name=homes.names[row], pinyin=pinyin, initials=initials,  # type: ignore[attr-defined]
        phone=mobile, phone_tail=mobile[-4:], phone_index=blind_index(mobile),
        account=account, account_bank=BANK if account else "",
        account_index=blind_index(account) if account else None,
        registered_on=REGISTERED_ON, size=size,
        labour_count=min(size, 1 + int(chance.integers(0, 3))),
        category=CATEGORIES[int(homes.category[row])],
        land_mu_x100=int(chance.integers(200, 2_400)), named_in_public=bool(chance.random() < 0.3),
    )  # fmt: skip


def build_members(plan: Plan, store: Store, chain: Chain, homes: Homes) -> None:
    """Three of four households of a catchment belong to the cooperative of their station."""
    running: dict[int, int] = {}
    chance = plan.chance("memberships")
    for place in chain.stations:
        since = place.row.opened_on or date(2019, 6, 1)
        for row in homes.of(place.village.index):
            if chance.random() < 0.25:
                continue
            key = place.partner.pk
            running[key] = running.get(key, 0) + 1
            store.add(Membership(
                uid=plan.uid("membership", row), cooperative_id=key, household_id=homes.pk(row),
                number=f"M{running[key]:04d}",
                valid_from=since,
            ))  # fmt: skip


@dataclass
class Staff:
    """Who weighed, priced, released and signed; they cannot sign in.

    By station, by cooperative (its accountant, manager, supervisor and its village's secretary)
    and by township (its official).
    """

    granters: tuple[User, User]
    operators: dict[int, User]
    accountants: dict[int, User]
    managers: dict[int, User]
    supervisors: dict[int, User] = field(default_factory=dict)
    secretaries: dict[int, User] = field(default_factory=dict)
    officials: dict[str, User] = field(default_factory=dict)


def build_staff(plan: Plan, store: Store, chain: Chain) -> Staff:
    """An operator per station, a manager and an accountant per cooperative, two granters."""
    makers = _Makers(plan, store)
    one, two = makers.user("granter", 1), makers.user("granter", 2)
    staff = Staff((one, two), {}, {}, {})
    for user in (one, two):
        makers.hat(user, "CO", "county", granters=_others(makers, user, one, two), name="大通县",
                   area_prefix="630121")  # fmt: skip
    for place in chain.stations:
        user = staff.operators[place.row.pk] = makers.user("operator", place.row.letters)
        makers.hat(user, "SO", "station", granters=(one, two), name=place.row.name,
                   scope_ref=str(place.row.uid), since=_since(place))  # fmt: skip
    for cooperative in chain.cooperatives:
        for role, noun, held in (("CM", "manager", staff.managers),
                                 ("CA", "accountant", staff.accountants)):  # fmt: skip
            user = held[cooperative.pk] = makers.user(noun, cooperative.credit_code)
            makers.hat(user, role, "cooperative", granters=(one, two), name=cooperative.name,
                       scope_ref=str(cooperative.uid), since=cooperative.founded_on)  # fmt: skip
    _signers(makers, chain, staff)
    return staff


def _signers(makers: "_Makers", chain: Chain, staff: Staff) -> None:
    """Who agrees to money besides the manager: a supervisor and a secretary per cooperative, an
    official per township."""
    villages = {place.row.area_code: place.village for place in chain.stations}
    for one in chain.cooperatives:
        user = staff.supervisors[one.pk] = makers.user("supervisor", one.credit_code)
        makers.hat(user, "CS", "cooperative", granters=staff.granters, name=one.name,
                   scope_ref=str(one.uid), since=one.founded_on)  # fmt: skip
        user = staff.secretaries[one.pk] = makers.user("secretary", one.credit_code)
        makers.hat(user, "PS", "village", granters=staff.granters,
                   name=villages[one.area_code].area.name, area_prefix=one.area_code)  # fmt: skip
    townships = {village.township.code: village.township.name for village in villages.values()}
    for code, name in sorted(townships.items()):
        user = staff.officials[code] = makers.user("official", code)
        makers.hat(user, "TO", "township", granters=staff.granters, name=name, area_prefix=code)


def _since(place: Place) -> date:
    return place.row.opened_on or date(2019, 6, 1)


def _others(makers: "_Makers", user: User, one: User, two: User) -> tuple[User, User]:
    """The first two officials are granted by a founder and agreed by one another."""
    founder = makers.founder = makers.founder or makers.user("founder", 1)
    return founder, two if user is one else one


class _Makers:
    """Makes users and hats with running phones."""

    def __init__(self, plan: Plan, store: Store) -> None:
        self.plan, self.store = plan, store
        self.founder: User | None = None
        self.count = 0

    def user(self, noun: str, number: object) -> User:
        self.count += 1
        chance = self.plan.chance(f"{noun} {number}")
        mobile = codes.phone(STAFF_PHONES + self.count)
        return self.store.add(User(
            uid=self.plan.uid(noun, str(number)), username=f"{noun}-{number}".lower(),
            name=names.head_name(chance, tibetan_township=False), password=UNUSABLE, phone=mobile,
            phone_index=blind_index(mobile),
        ))  # fmt: skip

    def hat(
        self, user: User, role: str, kind: str, *, granters: tuple[User, User], name: str,
        since: date = date(2019, 1, 1), scope_ref: str = "", area_prefix: str = "",
    ) -> RoleAssignment:  # fmt: skip
        return self.store.add(RoleAssignment(
            uid=self.plan.uid("hat", f"{user.username} {role}"), user_id=user.pk, role=role,
            scope_kind=kind, scope_ref=scope_ref, area_prefix=area_prefix, scope_name=name,
            valid_from=since, granted_by_id=granters[0].pk, approved_by_id=granters[1].pk,
        ))  # fmt: skip


@dataclass
class Buyer:
    user: User
    kind: str
    name: str
    mobile: str


def build_buyers(plan: Plan, store: Store) -> list[Buyer]:
    """Forty persons, fifteen shops and restaurants, five institutions."""
    shops, units = (
        ("面馆", "超市", "生鲜店", "火锅店", "粮油店"),
        ("第一中学", "中心小学", "人民医院食堂", "机关食堂", "养老院"),
    )
    buyers = []
    for number in range(BUYERS):
        kind = "person" if number < 40 else "business" if number < 55 else "institution"
        name = names.head_name(plan.chance(f"buyer {number}"), tibetan_township=False)
        if kind == "business":
            name = f"夏都{name[0]}记{shops[number % len(shops)]}"
        elif kind == "institution":
            name = f"演示{units[number % len(units)]}"
        mobile = codes.phone(BUYER_PHONES + number)
        user = store.add(User(
            uid=plan.uid("buyer", number), username=f"buyer-demo-{number + 1:02d}", name=name,
            password=UNUSABLE, phone=mobile, phone_index=blind_index(mobile),
        ))  # fmt: skip
        store.add(RoleAssignment(
            uid=plan.uid("buyer hat", number), user_id=user.pk, role="BY", scope_kind="none",
            scope_name="买家", valid_from=date(2019, 12, 1), granted_by_id=user.pk,
            approved_by_id=user.pk,
        ))  # fmt: skip
        buyers.append(Buyer(user, kind, name, mobile))
    return buyers
