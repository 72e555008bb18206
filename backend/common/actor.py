"""Who acts: a person under one role ("hat"), with what that hat reaches."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from backend.common.errors import Forbidden

STEP_UP_LASTS = timedelta(minutes=5)


class StepUpRequired(Forbidden):
    code, title = "step_up_required", "请再输入一次动态验证码，5 分钟内有效"


@dataclass(frozen=True, slots=True)
class AreaRange:
    """Half-open range of division codes: `low <= code < high` (630121 -> 630122)."""

    low: str
    high: str

    @classmethod
    def of(cls, prefix: str) -> "AreaRange":
        """The range of all codes that begin with `prefix` (digits)."""
        return cls(prefix, str(int(prefix) + 1).zfill(len(prefix)))

    def holds(self, code: str) -> bool:
        return self.low <= code < self.high


@dataclass(frozen=True, slots=True)
class Actor:
    """Frozen for one request. Reach is the union of the active hat's scopes.

    `user_id` is the row of a person, 0 for the system. `ranges` are areas; `stations`,
    `cooperatives`, `households` are uids of single records.
    `founds_in` is the area in which a founder registers a cooperative; it opens nothing else there.
    `grants` are (verb, object) pairs of the role matrix (ROLES section 3). `ended_on` is set where
    a device hands in what it queued under a hat that has ended since: only records made until that
    day count. `stepped_up_at` is when the second factor was last given in this session.
    """

    user_uid: str
    user_id: int = 0
    name: str = ""
    role: str = ""
    assignment_uid: str = ""
    ranges: tuple[AreaRange, ...] = ()
    stations: frozenset[str] = frozenset()
    cooperatives: frozenset[str] = frozenset()
    households: frozenset[str] = frozenset()
    founds_in: str = ""
    grants: frozenset[tuple[str, str]] = field(default=frozenset(), repr=False)
    system: bool = False
    device_uid: str = ""
    ended_on: date | None = None
    stepped_up_at: datetime | None = None

    def may(self, verb: str, object_kind: str) -> bool:
        """Whether the matrix lets this hat do `verb` on `object_kind` at all."""
        return self.system or (verb, object_kind) in self.grants

    def reaches_area(self, code: str) -> bool:
        return self.system or any(reach.holds(code) for reach in self.ranges)

    @property
    def signed_in(self) -> bool:
        return bool(self.user_uid) and not self.system

    @property
    def hat(self) -> str:
        """How audit rows name the hat."""
        return self.role or ("system" if self.system else "visitor")


def require_step_up(actor: Actor, *, now: datetime) -> None:
    """Reveals and payouts ask for the second factor within the last five minutes (ROLES 3)."""
    if actor.system:
        return
    given = actor.stepped_up_at
    if given is None or not timedelta(0) <= now - given <= STEP_UP_LASTS:
        raise StepUpRequired


ANYONE = Actor(user_uid="")


def system_actor(name: str) -> Actor:
    """The system itself: beat, sweepers, commands. It reaches everything and is named."""
    return Actor(user_uid=f"system:{name}", name=name, system=True)
