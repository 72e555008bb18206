"""The people and places of the tests: a small valley with one of everything.

Four townships, three stations, one cooperative, three households called by their part, an operator,
a manager, an accountant, a supervisor, a secretary, officials, a buyer, and a stranger who works at
another station. Identity numbers lie in region 639999, phones begin with 154: nobody is real.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from django.test import Client
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice

from backend.accounts import queries as accounts
from backend.accounts.models import RoleAssignment, User
from backend.accounts.rules import SECOND_FACTOR
from backend.accounts.services import bind_device, new_user
from backend.common.actor import Actor
from backend.common.sealed import blind_index
from cooperatives.models import (
    Cooperative,
    Household,
    HouseholdMember,
    Membership,
    PriceEntry,
    PriceList,
    Product,
    ProductClass,
    StationAttachment,
)
from cooperatives.services import load_reference
from orders.models import FeeRule, MerchantAccount, ShippingRule
from stations.models import Area, PartyBranch, Station, StationBranch, StationCatchment

NOW = datetime(2026, 9, 28, 2, 0, tzinfo=UTC)
LONG_AGO = date(2020, 1, 1)
REGISTERED_AT = datetime(2020, 1, 1, tzinfo=UTC)
PASSWORD = "a-long-enough-phrase"
EDITION = date(2023, 6, 30)


@dataclass
class Cast:
    """Everyone by name. `actors[x]` is the actor, `client(x)` a signed-in browser."""

    users: dict[str, User] = field(default_factory=dict)
    hats: dict[str, RoleAssignment] = field(default_factory=dict)
    places: dict[str, Any] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Any:
        try:
            return self.places[name]
        except KeyError:
            raise AttributeError(name) from None

    def actor(self, who: str) -> Actor:
        return accounts.actor_for(self.users[who], self.hats[who])

    def device(self, who: str) -> Client:
        """A phone bound to this person's station: it sends its token and no cookie."""
        bound = bind_device(name="柜台手机", replaces="", actor=self.actor(who), now=NOW)
        return Client(headers={"Authorization": f"Device {bound.token}"})

    def client(self, who: str) -> Client:
        """A browser in which this person has signed in under their hat."""
        client = Client()
        client.force_login(self.users[who], backend="django.contrib.auth.backends.ModelBackend")
        session = client.session
        session["hat"] = str(self.hats[who].uid)
        if self.hats[who].role in SECOND_FACTOR:
            device, _ = TOTPDevice.objects.get_or_create(user=self.users[who], name="cast")
            session[DEVICE_ID_SESSION_KEY] = device.persistent_id
        session.save()
        return client


def build() -> Cast:
    cast = Cast()
    # Tests with real transactions empty the tables that the migrations had filled.
    load_reference()
    _areas(cast)
    _stations(cast)
    _households(cast)
    _goods(cast)
    _money(cast)
    _people(cast)
    return cast


def _area(
    code: str, level: str, parent: Area | None, name: str, pinyin: str, initials: str
) -> Area:
    return Area.objects.create(
        code=code, level=level, parent=parent, name=name, official_name=name, pinyin=pinyin,
        initials=initials, edition_on=EDITION, letters="DT" if level == "county" else "",
    )  # fmt: skip


def _areas(cast: Cast) -> None:
    county = _area("630121", "county", None, "大通县", "datongxian", "dtx")
    cast.places["county"] = county
    townships = {
        "qiaotou": ("630121100", "桥头镇", "qiaotouzhen", "qtz"),
        "dongxia": ("630121103", "东峡镇", "dongxiazhen", "dxz"),
        "qinglin": ("630121200", "青林乡", "qinglinxiang", "qlx"),
        "baoku": ("630121205", "宝库乡", "baokuxiang", "bkx"),
    }
    for key, (code, name, pinyin, initials) in townships.items():
        town = _area(code, "township", county, name, pinyin, initials)
        cast.places[key] = town
        cast.places[f"{key}_village"] = _area(
            f"{code}200", "village", town, f"{name[:2]}一村", f"{pinyin}yicun", f"{initials}yc"
        )
        cast.places[f"{key}_other_village"] = _area(
            f"{code}201", "village", town, f"{name[:2]}二村", f"{pinyin}ercun", f"{initials}ec"
        )


def _stations(cast: Cast) -> None:
    for number, key in enumerate(("dongxia", "qinglin", "baoku"), start=1):
        village = cast.places[f"{key}_village"]
        station = Station.objects.create(
            name=f"{village.name}电商服务站", letters=f"{number:03d}", area=village,
            area_code=village.code, status="operating", opened_on=date(2021, 3, 1),
            phone="09710000000",
        )  # fmt: skip
        StationCatchment.objects.create(station=station, area=village, valid_from=LONG_AGO)
        branch = PartyBranch.objects.create(
            name=f"{village.name}党支部", kind="village", area=village, area_code=village.code,
            member_count=27,
        )  # fmt: skip
        StationBranch.objects.create(
            station=station, branch=branch, part="led", valid_from=date(2021, 3, 1)
        )
        cast.places[f"{key}_station"] = station
        cast.places[f"{key}_branch"] = branch
    cooperative = Cooperative.objects.create(
        name="东峡种植专业合作社", credit_code="93639999MA990001XA", area=cast.dongxia_village,
        area_code=cast.dongxia_village.code, founded_on=date(2019, 5, 6),
    )  # fmt: skip
    cast.places["cooperative"] = cooperative
    other = cast.places["other_cooperative"] = Cooperative.objects.create(
        name="青林养殖专业合作社", credit_code="93639999MA9900028A", area=cast.qinglin_village,
        area_code=cast.qinglin_village.code, founded_on=date(2019, 5, 6),
    )  # fmt: skip
    for key, attached in (("dongxia", cooperative), ("qinglin", other), ("baoku", other)):
        station = cast.places[f"{key}_station"]
        StationAttachment.objects.create(station=station, cooperative=attached, valid_from=LONG_AGO)
        station.cooperative_ref = str(attached.uid)
        station.save()


def _household(cast: Cast, key: str, number: int, name: str, identity: str, **more: Any) -> None:
    village = cast.dongxia_village
    household = Household(
        card_no=f"HC{number:06d}", area=village, area_code=village.code, head_name=name,
        pinyin=more.pop("pinyin"), initials=more.pop("initials"), size=4, labour_count=2,
        phone_tail=f"{number:04d}", phone_index=blind_index(f"1540000{number:04d}"),
        registered_on=LONG_AGO, **more,
    )  # fmt: skip
    household.phone = f"1540000{number:04d}"
    household._history_date = REGISTERED_AT
    household.save()
    head = HouseholdMember(
        household=household, name=name, relation="head", joined_on=LONG_AGO, labour="ordinary",
        birth_year=int(identity[6:10]), identity_index=blind_index(identity),
        sex="male" if int(identity[16]) % 2 else "female",
    )  # fmt: skip
    head.identity = identity
    head._history_date = REGISTERED_AT
    head.save()
    Membership.objects.create(
        cooperative=cast.cooperative, household=household, number=f"M{number:03d}",
        valid_from=LONG_AGO,
    )  # fmt: skip
    cast.places[key] = household


def _households(cast: Cast) -> None:
    _household(
        cast,
        "potato_household",
        1,
        "马有福",
        "639999196503120017",
        pinyin="mayoufu",
        initials="myf",
    )
    _household(
        cast, "monitored_household", 2, "李秀英", "639999197809240024", pinyin="lixiuying",
        initials="lxy", category="monitored",
    )  # fmt: skip
    _household(
        cast, "objecting_household", 3, "才让·卓玛", "63999919900307007X", pinyin="cairangzhuoma",
        initials="crzm",
    )  # fmt: skip


def _goods(cast: Cast) -> None:
    vegetable = ProductClass.objects.create(
        code="vegetable", name="蔬菜", certificate_regime="commitment", return_rule="perishable",
        completes_after_h=48,
    )  # fmt: skip
    grain = ProductClass.objects.create(
        code="dry_legume", name="干豆", certificate_regime="none", return_rule="seven_day",
        completes_after_h=168,
    )  # fmt: skip
    cast.places["potato"] = Product.objects.create(
        code="potato", name="土豆", product_class=vegetable, aliases=["洋芋", "马铃薯"],
        pinyin="tudou yangyu malingshu", initials="td yy mls", picture="potato",
        shelf_life_days=90, most_g_per_receipt=2_000_000,
    )  # fmt: skip
    cast.places["broad_bean"] = Product.objects.create(
        code="broad_bean", name="蚕豆", product_class=grain, aliases=[], pinyin="candou",
        initials="cd", picture="beans", shelf_life_days=365, most_g_per_receipt=2_000_000,
    )  # fmt: skip


def _money(cast: Cast) -> None:
    made_at = datetime(2026, 1, 1, tzinfo=UTC)
    cast.places["merchant"] = MerchantAccount.objects.create(
        name="大通县电商公共服务中心", app_id="2021009999999999", seller_id="2088999999999999",
        gateway="sandbox", county_code="630121",
    )  # fmt: skip
    cast.places["fee_rule"] = FeeRule.objects.create(
        county_code="630121", number=1, published_at=made_at,
        effective_from=datetime(2026, 1, 9, tzinfo=UTC), payment_fee_bp=60,
        packaging_fen_per_package=100, station_bp=500, cooperative_bp=300, village_bp=200,
    )  # fmt: skip
    cast.places["shipping_rule"] = ShippingRule.objects.create(
        county_code="630121", number=1, effective_from=made_at, fee_fen=800, free_from_fen=9_900
    )


def _people(cast: Cast) -> None:
    people: dict[str, tuple[str, str, str, dict[str, str]]] = {
        "administrator": ("SA", "none", "系统管理员", {}),
        "official": ("CO", "county", "县电商办", {"area_prefix": "630121"}),
        "township_official": ("TO", "township", "东峡镇", {"area_prefix": "630121103"}),
        "stranger_official": ("TO", "township", "宝库乡", {"area_prefix": "630121205"}),
        "secretary": ("PS", "village", "东峡一村", {"area_prefix": "630121103200"}),
        "operator": ("SO", "station", "东峡站", {"scope_ref": str(cast.dongxia_station.uid)}),
        "stranger": ("SO", "station", "宝库站", {"scope_ref": str(cast.baoku_station.uid)}),
        "manager": ("CM", "cooperative", "东峡合作社", {"scope_ref": str(cast.cooperative.uid)}),
        "stranger_manager": (
            "CM", "cooperative", "青林合作社", {"scope_ref": str(cast.other_cooperative.uid)},
        ),
        "accountant": ("CA", "cooperative", "东峡合作社", {"scope_ref": str(cast.cooperative.uid)}),
        "supervisor": ("CS", "cooperative", "东峡合作社", {"scope_ref": str(cast.cooperative.uid)}),
        "farmer": ("HM", "household", "马有福户", {"scope_ref": str(cast.potato_household.uid)}),
        "stranger_farmer": (
            "HM", "household", "李秀英户", {"scope_ref": str(cast.monitored_household.uid)},
        ),
        "buyer": ("BY", "none", "买家", {}),
        "stranger_buyer": ("BY", "none", "买家", {}),
        "auditor": ("AU", "county", "县审计局", {"area_prefix": "630121"}),
    }  # fmt: skip
    granter = new_user(username="granter", name="授权人", password=PASSWORD)
    seconder = new_user(username="seconder", name="复核人", password=PASSWORD)
    granter.save()
    seconder.save()
    password = granter.password
    for number, (who, (role, kind, scope_name, scope)) in enumerate(people.items(), start=1):
        user = User(username=who, name=f"测试{number:02d}", password=password)
        user.phone = f"154900{number:05d}"
        user.phone_index = blind_index(f"154900{number:05d}")
        user.save()
        buys = role == "BY"
        cast.users[who] = user
        cast.hats[who] = RoleAssignment.objects.create(
            user=user, role=role, scope_kind=kind, scope_name=scope_name, valid_from=LONG_AGO,
            granted_by=user if buys else granter, approved_by=user if buys else seconder, **scope,
            place_code=scope.get("area_prefix") or _place_of(cast, scope.get("scope_ref", "")),
        )  # fmt: skip
    _price_list(cast)


def _place_of(cast: Cast, scope_ref: str) -> str:
    """Where a station, cooperative or household lies."""
    places = {str(getattr(row, "uid", "")): row for row in cast.places.values()}
    return str(places[scope_ref].area_code) if scope_ref else ""


def _price_list(cast: Cast) -> None:
    made_at = datetime(2026, 9, 1, tzinfo=UTC)
    prices = PriceList.objects.create(
        cooperative=cast.cooperative, number=1, effective_from=made_at, announced_at=made_at,
        made_by=cast.users["accountant"],
    )  # fmt: skip
    cast.places["price_list"] = prices
    cast.places["potato_price"] = PriceEntry.objects.create(
        price_list=prices, product=cast.potato, grade="first", buy_fen_per_jin=120,
        sell_fen_per_jin=240,
    )  # fmt: skip
    cast.places["bean_price"] = PriceEntry.objects.create(
        price_list=prices, product=cast.broad_bean, grade="first", buy_fen_per_jin=400,
        sell_fen_per_jin=700,
    )  # fmt: skip
