"""发票: asked for by the buyer, issued by the cooperative that sold (e-commerce law, Art. 14)."""

from django.db import models
from django.db.models import Q

from backend.accounts.models import User
from backend.common.actor import Actor
from backend.common.models import UidModel
from cooperatives.models import Cooperative
from orders.models.order import Order
from stations.models.area import within


class InvoiceQuerySet(models.QuerySet["Invoice"]):
    def visible_to(self, actor: Actor) -> "InvoiceQuerySet":
        """The buyer's own; the selling cooperative's and the auditor's once the order is paid."""
        if actor.system:
            return self.all()
        sellers = Q(cooperative__uid__in=actor.cooperatives)
        if actor.role == "AU":
            sellers |= within(actor, "cooperative__area_code")
        reach = sellers & Q(order__paid_at__isnull=False)
        if actor.role == "BY":
            reach |= Q(buyer__uid=actor.user_uid)
        return self.filter(reach)


class Invoice(UidModel):
    """One request for what one cooperative sold in an order."""

    class TitleKind(models.TextChoices):
        PERSON = "person", "个人"
        ORGANISATION = "organisation", "单位"

    class State(models.TextChoices):
        ASKED = "asked", "待开票"
        ISSUED = "issued", "已开票"
        REFUSED = "refused", "未能开票"
        WITHDRAWN = "withdrawn", "已撤回"
        VOIDED = "voided", "已红冲"

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="invoices")
    cooperative = models.ForeignKey(Cooperative, on_delete=models.PROTECT, related_name="+")
    buyer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    title_kind = models.CharField(max_length=12, choices=TitleKind.choices)
    title = models.CharField(max_length=60)
    tax_number = models.CharField(max_length=18, default="")
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    asked_at = models.DateTimeField()
    # When the seller's desk was told that the goods are there; empty while it was not.
    desk_told_at = models.DateTimeField(null=True)
    # What the paper says, frozen when it was issued.
    number = models.CharField(max_length=20, default="")
    amount_fen = models.BigIntegerField(null=True)
    issued_at = models.DateTimeField(null=True)
    file_name = models.CharField(max_length=60, default="")
    answer = models.CharField(max_length=200, default="")

    objects = InvoiceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["order", "cooperative"],
                condition=Q(state__in=["asked", "issued"]),
                name="one_invoice_in_force",
            ),
            models.UniqueConstraint(
                fields=["cooperative", "number"],
                condition=~Q(number=""),
                name="invoice_number_once",
            ),
            models.CheckConstraint(
                name="organisation_has_its_tax_number",
                condition=Q(title_kind="organisation") & ~Q(tax_number="")
                | Q(title_kind="person", tax_number=""),
            ),
            models.CheckConstraint(
                name="issued_invoice_has_number_and_amount",
                condition=Q(state__in=["issued", "voided"])
                & ~Q(number="")
                & Q(amount_fen__gt=0, issued_at__isnull=False)
                | Q(
                    state__in=["asked", "refused", "withdrawn"],
                    number="",
                    amount_fen__isnull=True,
                    issued_at__isnull=True,
                ),
            ),
            models.CheckConstraint(
                name="invoice_refused_says_why",
                condition=~Q(state__in=["refused", "voided"]) | ~Q(answer=""),
            ),
        ]
        indexes = [
            models.Index(fields=["cooperative", "state", "-id"]),
            models.Index(
                fields=["id"],
                name="invoices_desk_untold",
                condition=Q(state="asked", desk_told_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order_id} {self.state}"


class InvoiceStep(models.Model):
    """Who asked, issued, refused or struck off, and why. Append-only."""

    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="steps")
    from_state = models.CharField(max_length=10, default="")
    to_state = models.CharField(max_length=10)
    said = models.CharField(max_length=200, default="")
    actor_uid = models.CharField(max_length=64)
    hat = models.CharField(max_length=10)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.invoice_id} {self.to_state}"
