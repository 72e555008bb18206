"""The administrator's desk: phones at the counters, hats that end soon, what waits for a yes."""

from datetime import timedelta
from hashlib import sha256

from django.utils import timezone

from backend.accounts.models import Device, RoleAssignment, User
from backend.approvals.models import ApprovalRequest
from backend.approvals.rules import DUE_AFTER, digest_of
from backend.demo.chain import Chain
from backend.demo.people import UNUSABLE
from backend.demo.plan import COUNTY, Plan
from backend.demo.store import Store
from cooperatives.services.staffing import GRANT, RESET, grant_content, reset_content

# Phones that did not send for more than a day, and hats that end within a month.
SILENT, ENDING = 2, 3


def build_desk(plan: Plan, store: Store, chain: Chain, users: dict[str, User]) -> None:
    """After people are written: their hats are read back here."""
    place_hats(chain)
    hats = RoleAssignment.objects.filter(role="SO", user__username__startswith="operator")
    for number, hat in enumerate(hats.select_related("user").order_by("pk")):
        store.add(_phone(plan, hat, number))
    ending = hats.order_by("-pk").values_list("pk", flat=True)[:ENDING]
    soon = max(plan.as_of, timezone.localdate()) + timedelta(days=20)
    RoleAssignment.objects.filter(pk__in=list(ending)).update(valid_to=soon)
    _proposal(plan, store, chain, users)
    _reset(plan, store, users)


def place_hats(chain: Chain) -> None:
    """Where each hat's scope lies, so that the officials of that area find it."""
    lies = {str(place.row.uid): place.row.area_code for place in chain.stations}
    lies |= {str(one.uid): one.area_code for one in chain.cooperatives}
    hats = list(RoleAssignment.objects.exclude(role__in=("BY", "HM")))
    for hat in hats:
        hat.place_code = hat.area_prefix or lies.get(hat.scope_ref, "")
    RoleAssignment.objects.bulk_update(hats, ["place_code"], batch_size=500)


def _phone(plan: Plan, hat: RoleAssignment, number: int) -> Device:
    seen = plan.closes_at - timedelta(minutes=7 * (number % 50))
    silent = number < SILENT
    since = plan.closes_at - timedelta(hours=31) if silent else None
    return Device(
        uid=plan.uid("phone", number), assignment_id=hat.pk, user_id=hat.user_id,
        kind=Device.Kind.STATION, name="柜台手机", scope_ref=hat.scope_ref, letter="A",
        # Nobody knows this token: the phones of the demo cannot be used.
        token_hash=sha256(str(plan.uid("phone token", number)).encode()).hexdigest(),
        bound_at=plan.closes_at - timedelta(days=90), bound_by_id=hat.user_id,
        expires_at=plan.closes_at + timedelta(days=275), last_seen_at=since or seen,
        last_sync_at=since or seen, unsent_count=3 + number if silent else 0,
        oldest_unsent_at=since,
    )  # fmt: skip


def _proposal(plan: Plan, store: Store, chain: Chain, users: dict[str, User]) -> None:
    """A village secretary whom the township has still to agree to."""
    village = chain.demo.village.area
    person = store.add(User(
        uid=plan.uid("newcomer", 1), username="demo-newcomer", name="白玉莲", password=UNUSABLE,
    ))  # fmt: skip
    hat = RoleAssignment(
        uid=plan.uid("proposed hat", 1), user=person, role="PS", scope_kind="village",
        area_prefix=village.code, place_code=village.code, scope_name=village.name,
        valid_from=plan.as_of + timedelta(days=1), granted_by_id=users["demo-sa"].pk,
    )  # fmt: skip
    store.add(hat)
    title = f"{person.name} 任村党支部书记 {village.name}"
    content = digest_of(grant_content(hat))
    store.add(_request(plan, GRANT, hat, title, content, village.code, [["TO"]], users))


def _reset(plan: Plan, store: Store, users: dict[str, User]) -> None:
    """A new password that the county has still to agree to."""
    person = users["demo-cs"]
    title, content = f"{person.name} 重置密码：手机丢失", digest_of(reset_content(person))
    store.add(_request(plan, RESET, person, title, content, COUNTY, [["CO"]], users))


def _request(
    plan: Plan, kind: str, subject: User | RoleAssignment, title: str, digest: str, area_code: str,
    steps: list[list[str]], users: dict[str, User],
) -> ApprovalRequest:  # fmt: skip
    return ApprovalRequest(
        uid=plan.uid("desk request", kind), kind=kind, object_kind=kind,
        object_uid=str(subject.uid), title=title, maker_id=users["demo-sa"].pk, digest=digest,
        steps=steps, area_code=area_code, opened_at=plan.closes_at,
        due_at=plan.closes_at + DUE_AFTER,
    )  # fmt: skip
