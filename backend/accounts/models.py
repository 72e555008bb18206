"""People, the roles they hold for a time, their devices, and codes for signing up."""

from datetime import date, datetime

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models

from backend.accounts.rules import ROLES
from backend.common.actor import Actor
from backend.common.models import UidModel
from backend.common.sealed import SealedField


class UserManager(BaseUserManager["User"]):
    """Django asks for one; people are made by `accounts.services` alone."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username=username)


class User(UidModel, AbstractBaseUser):
    """A person who signs in. The mobile is sealed; signing in by it uses the blind index."""

    username = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=20)
    phone = SealedField(mask="phone")
    phone_index = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001
    is_active = models.BooleanField(default=True)
    # A password that somebody else has seen: no hat is worn before it is changed.
    must_change_password = models.BooleanField(default=False)

    USERNAME_FIELD = "username"
    objects = UserManager()

    def __str__(self) -> str:
        return self.username


class AssignmentQuerySet(models.QuerySet["RoleAssignment"]):
    def in_force(self, on: date) -> "AssignmentQuerySet":
        """Granted, begun, not ended: an expired assignment is no right (ROLES section 2)."""
        return self.filter(approved_by__isnull=False, valid_from__lte=on).filter(
            models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=on)
        )

    def visible_to(self, actor: Actor) -> "AssignmentQuerySet":
        """All staff for the administrator; those of one's area, cooperative or station; one's own.

        Hats of buyers and households are nobody's business but their own.
        """
        staff = self.exclude(role__in=("BY", "HM"))
        if actor.system or actor.may("create", "account"):
            return staff
        reach = models.Q(scope_ref__in=actor.cooperatives | actor.stations)
        for area in actor.ranges:
            reach |= models.Q(place_code__gte=area.low, place_code__lt=area.high)
        return staff.filter(reach)


class RoleAssignment(UidModel):
    """One hat: a role within a scope, from and to a date, agreed by a second person."""

    class ScopeKind(models.TextChoices):
        COUNTY = "county"
        TOWNSHIP = "township"
        VILLAGE = "village"
        STATION = "station"
        COOPERATIVE = "cooperative"
        HOUSEHOLD = "household"
        NONE = "none"

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="assignments")
    role = models.CharField(max_length=2, choices=[(code, name) for code, name in ROLES.items()])
    scope_kind = models.CharField(max_length=12, choices=ScopeKind.choices)
    scope_ref = models.CharField(max_length=64, default="")
    scope_name = models.CharField(max_length=60, default="")
    area_prefix = models.CharField(max_length=12, default="")
    # Where the scope lies, so that those who look after an area find its grants. Gives no reach.
    place_code = models.CharField(max_length=12, default="")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    granted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    # The second person said no; the row stays as the trace of the proposal.
    refused_at = models.DateTimeField(null=True)
    # Why two roles that keep apart are held by one person all the same (ROLES section 3).
    waiver = models.CharField(max_length=200, default="")

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="assignment_two_people",
                condition=models.Q(approved_by__isnull=True)
                | models.Q(scope_kind="none", role="BY")
                | ~models.Q(approved_by=models.F("granted_by")),
            ),
            models.CheckConstraint(
                name="assignment_never_to_oneself",
                condition=models.Q(role="BY") | ~models.Q(granted_by=models.F("user")),
            ),
            models.CheckConstraint(
                name="assignment_dates_in_order",
                condition=models.Q(valid_to__isnull=True)
                | models.Q(valid_to__gte=models.F("valid_from")),
            ),
            models.UniqueConstraint(
                fields=["user", "role", "scope_kind", "scope_ref", "area_prefix", "valid_from"],
                condition=models.Q(refused_at__isnull=True),
                name="assignment_once",
            ),
            models.CheckConstraint(
                name="assignment_not_both_agreed_and_refused",
                condition=models.Q(approved_by__isnull=True) | models.Q(refused_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.scope_name or self.area_prefix}"


class DeviceQuerySet(models.QuerySet["Device"]):
    """Chainable filters."""

    def live(self, now: datetime) -> "DeviceQuerySet":
        return self.filter(revoked_at__isnull=True, expires_at__gt=now)

    def visible_to(self, actor: Actor) -> "DeviceQuerySet":
        """One's own; those of the area one looks after; all of them for an administrator."""
        if actor.system or actor.may("create", "account"):
            return self
        reach = models.Q(user__uid=actor.user_uid) if actor.signed_in else models.Q(pk__in=[])
        for area in actor.ranges:
            reach |= models.Q(
                assignment__place_code__gte=area.low, assignment__place_code__lt=area.high
            )
        return self.filter(reach)


class Device(UidModel):
    """A phone, a wall screen or a partner's program that acts under one hat without a sign-in.

    Bound to an assignment, not to a person's present hat: what it queued offline stays the work of
    the station it was queued for (docs/adr/0004).
    """

    class Kind(models.TextChoices):
        STATION = "station", "站点设备"
        SCREEN = "screen", "大屏"
        PARTNER = "partner", "合作方程序"

    assignment = models.ForeignKey(RoleAssignment, on_delete=models.PROTECT, related_name="devices")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="devices")
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.STATION)
    name = models.CharField(max_length=30)
    scope_ref = models.CharField(max_length=64, default="")
    # Stands in lot codes made offline (DOMAIN section 7); only stations' devices have one.
    letter = models.CharField(max_length=1, default="")
    token_hash = models.CharField(max_length=64, unique=True)
    bound_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    bound_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    last_seen_at = models.DateTimeField(null=True)
    # What the device last said of its queue.
    last_sync_at = models.DateTimeField(null=True)
    unsent_count = models.PositiveIntegerField(default=0)
    oldest_unsent_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    revoke_reason = models.CharField(max_length=100, default="")

    objects = DeviceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["scope_ref", "letter"],
                condition=models.Q(revoked_at__isnull=True) & ~models.Q(letter=""),
                name="one_live_device_per_letter",
            ),
            models.CheckConstraint(
                name="device_station_has_a_letter",
                condition=~models.Q(kind="station") | ~models.Q(letter=""),
            ),
            models.CheckConstraint(
                name="device_revoked_by_somebody",
                condition=models.Q(revoked_at__isnull=True) | models.Q(revoked_by__isnull=False),
            ),
            models.CheckConstraint(
                name="device_expires_after_it_is_bound",
                condition=models.Q(expires_at__gt=models.F("bound_at")),
            ),
        ]
        indexes = [models.Index(fields=["scope_ref", "revoked_at"])]

    def __str__(self) -> str:
        return f"{self.name} {self.letter}".strip()


class SignUpCode(UidModel):
    """A code sent to a mobile. Both are sealed; the code is checked by its blind index."""

    class Purpose(models.TextChoices):
        SIGN_UP = "sign_up", "注册"
        RESET = "reset", "重设密码"

    purpose = models.CharField(max_length=8, choices=Purpose.choices, default=Purpose.SIGN_UP)
    phone = SealedField(mask="phone")
    phone_index = models.CharField(max_length=64, db_index=True)
    code = SealedField(mask="text")
    code_index = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"code {self.pk}"


class Consent(models.Model):
    """What a person agreed to or took back, in which version, and when. Append-only."""

    class Purpose(models.TextChoices):
        PRIVACY = "privacy", "用户协议和隐私说明"
        STOCK_SMS = "stock_sms", "用短信提醒到货"

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="consents")
    purpose = models.CharField(max_length=12, choices=Purpose.choices)
    version = models.CharField(max_length=10)
    given = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["user", "purpose", "-id"])]

    def __str__(self) -> str:
        return f"{self.purpose} {self.version} {self.given}"
