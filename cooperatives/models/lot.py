"""Lots: where every gram is, and the certificate that goes with it."""

from django.db import models
from django.db.models import F, Q

from backend.common.actor import Actor
from backend.common.models import UidModel
from cooperatives.models.receipt import Receipt
from stations.models.area import within


class LotQuerySet(models.QuerySet["Lot"]):
    def visible_to(self, actor: Actor) -> "LotQuerySet":
        return self.filter(
            within(actor, "area_code")
            | Q(receipt__station__uid__in=actor.stations)
            | Q(receipt__cooperative__uid__in=actor.cooperatives)
            | Q(receipt__household__uid__in=actor.households)
        )


class Lot(UidModel):
    """received = available + held + sold + rejected + wasted, each never below zero.

    Weights move only by guarded UPDATEs (invariant 1). The code is also the trace code.
    """

    code = models.CharField(max_length=20, unique=True)
    receipt = models.OneToOneField(Receipt, on_delete=models.PROTECT, related_name="lot")
    area_code = models.CharField(max_length=12)
    expires_on = models.DateField()
    received_g = models.PositiveIntegerField()
    available_g = models.IntegerField()
    held_g = models.IntegerField(default=0)
    sold_g = models.IntegerField(default=0)
    rejected_g = models.IntegerField(default=0)
    wasted_g = models.IntegerField(default=0)

    objects = LotQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="lot_every_gram_is_somewhere",
                condition=Q(
                    received_g=F("available_g")
                    + F("held_g")
                    + F("sold_g")
                    + F("rejected_g")
                    + F("wasted_g")
                ),
            ),
            models.CheckConstraint(
                name="lot_no_weight_below_zero",
                condition=Q(available_g__gte=0)
                & Q(held_g__gte=0)
                & Q(sold_g__gte=0)
                & Q(rejected_g__gte=0)
                & Q(wasted_g__gte=0),
            ),
        ]
        indexes = [models.Index(fields=["area_code"])]

    def __str__(self) -> str:
        return self.code


class Certificate(UidModel):
    """承诺达标合格证 of one lot (ministry order 4 of 2025-12-02); kept at least six months."""

    class Basis(models.TextChoices):
        CONTROL = "control", "质量安全控制"
        TEST = "test", "检测合格"

    number = models.CharField(max_length=24, unique=True)
    lot = models.OneToOneField(Lot, on_delete=models.PROTECT, related_name="certificate")
    basis = models.CharField(max_length=8, choices=Basis.choices)
    issuer_name = models.CharField(max_length=60)
    issuer_phone = models.CharField(max_length=20)
    issued_at = models.DateTimeField()
    statement_version = models.CharField(max_length=10)
    token = models.CharField(max_length=32, unique=True)
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.number
