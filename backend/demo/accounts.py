"""One account per role, all round one station; passwords and second factors are this computer's."""

from datetime import date
from pathlib import Path
from secrets import token_hex, token_urlsafe

from django.conf import settings
from django.contrib.auth.hashers import make_password

from backend.accounts.models import RoleAssignment, User
from backend.accounts.rules import ROLES, SECOND_FACTOR
from backend.accounts.services import DemoAccount, add_second_factor, write_demo_accounts
from backend.common.sealed import blind_index
from backend.demo import codes
from backend.demo.chain import Place
from backend.demo.people import UNUSABLE, Homes, Staff
from backend.demo.plan import COUNTY, Plan
from backend.demo.store import Store

DEMO_PHONES = 4_000_000
LANDINGS = {"shop": "/shop/", "station": "/station/", "console": "/console/"}
# username -> (role, name)
PEOPLE = {
    "demo-sa": ("SA", "系统管理员 演示"),
    "demo-co": ("CO", "祁建国"),
    "demo-to": ("TO", "李生莲"),
    "demo-ps": ("PS", "鲍文魁"),
    "demo-so": ("SO", "马玉兰"),
    "demo-cm": ("CM", "韩成林"),
    "demo-ca": ("CA", "赵桂兰"),
    "demo-cs": ("CS", "许德林"),
    "demo-hm": ("HM", ""),
    "demo-by": ("BY", "陈晓霞"),
    "demo-by2": ("BY", "周海军"),
    "demo-au": ("AU", "魏明义"),
    # The township's second person: a maker never approves.
    "demo-to2": ("TO", "祁海云"),
}

DEMO_BUYER_PHONE = codes.phone(DEMO_PHONES + list(PEOPLE).index("demo-by"))


def demo_home(place: Place, homes: Homes) -> int:
    """The household of the demo: the first of the station's village."""
    return homes.of(place.village.index)[0]


def build_accounts(
    plan: Plan, store: Store, place: Place, homes: Homes, staff: Staff
) -> dict[str, User]:
    """Users and their hats; the two granters of the county agree on each."""
    users = {}
    for number, (username, (role, name)) in enumerate(PEOPLE.items()):
        home = demo_home(place, homes)
        mobile = codes.phone(home + 1 if role == "HM" else DEMO_PHONES + number)
        user = users[username] = store.add(User(
            uid=plan.uid("demo user", username), username=username,
            name=name or homes.names[home], password=UNUSABLE, phone=mobile,
            phone_index=blind_index(mobile),
        ))  # fmt: skip
        one, two = (user, user) if role == "BY" else staff.granters
        kind, scope_name, scope = _scope(plan, role, place, homes)
        store.add(RoleAssignment(
            uid=plan.uid("demo hat", username), user_id=user.pk, role=role, scope_kind=kind,
            scope_name=scope_name, valid_from=place.row.opened_on or date(2020, 1, 1),
            granted_by_id=one.pk, approved_by_id=two.pk, **scope,
        ))  # fmt: skip
    return users


def _scope(plan: Plan, role: str, place: Place, homes: Homes) -> tuple[str, str, dict[str, str]]:
    village, township = place.village.area, place.village.township
    if role in ("CO", "AU"):
        return "county", "大通县", {"area_prefix": COUNTY}
    if role == "TO":
        return "township", township.name, {"area_prefix": township.code}
    if role == "PS":
        return "village", village.name, {"area_prefix": village.code}
    if role == "SO":
        return "station", place.row.name, {"scope_ref": str(place.row.uid)}
    if role in ("CM", "CA", "CS"):
        return "cooperative", place.partner.name, {"scope_ref": str(place.partner.uid)}
    if role == "HM":
        home = demo_home(place, homes)
        uid = str(plan.uid("household", home))
        return "household", f"{homes.names[home]}户", {"scope_ref": uid}
    return "none", ROLES[role], {}


def open_accounts(users: dict[str, User]) -> tuple[list[DemoAccount], Path]:
    """Random passwords and second factors, written once to the data directory (mode 0600)."""
    accounts: list[DemoAccount] = []
    for username, user in users.items():
        role = PEOPLE[username][0]
        password = token_urlsafe(9)
        secret = token_hex(20) if role in SECOND_FACTOR else None
        User.objects.filter(pk=user.pk).update(password=make_password(password))
        if secret:
            add_second_factor(user=user, secret_hex=secret, demo=True)
        app = "station" if role == "SO" else "shop" if role in ("HM", "BY") else "console"
        landing = "/my/statement" if role == "HM" else LANDINGS[app]
        accounts.append(DemoAccount(
            username=username, name=user.name, role=role, role_name=ROLES[role], app=app,
            password=password, totp_secret=secret, landing=landing,
        ))  # fmt: skip
    path = Path(settings.DATA_DIR) / "demo-accounts.json"
    write_demo_accounts(path, accounts)
    return accounts, path
