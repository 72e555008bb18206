"""What anybody may read: the story of a lot and its certificate. No person without consent."""

from dataclasses import dataclass

from django.utils.timezone import localdate

from cooperatives.models import Certificate, Listing, Lot
from stations import queries as places
from stations.models import StationBranch


@dataclass(frozen=True, slots=True)
class LotStory:
    """A lot, the branch of its station on the day it was weighed, and where it is sold."""

    lot: Lot
    certificate: Certificate | None
    branch: StationBranch | None
    listing: Listing | None
    household_name: str


_STORY = (
    "receipt__household__area",
    "receipt__station__area__parent",
    "receipt__cooperative",
    "receipt__product__product_class",
)


def lot_story(code: str) -> LotStory | None:
    """The story behind a code whose check character is right; None where there is no such lot."""
    found = Lot.objects.select_related(*_STORY, "certificate", "pool__listing")
    lot = found.filter(code=code).first()
    if lot is None:
        return None
    receipt = lot.receipt
    household = receipt.household
    pool = getattr(lot, "pool", None)
    on_sale = pool is not None and pool.listing.status == Listing.Status.ON_SALE
    return LotStory(
        lot=lot,
        certificate=getattr(lot, "certificate", None),
        branch=places.leading_branch(receipt.station, on=localdate(receipt.weighed_at)),
        listing=pool.listing if pool and on_sale else None,
        household_name=household.head_name if household.named_in_public else "",
    )


def certificate_by_token(token: str) -> Certificate | None:
    found = Certificate.objects.select_related(*(f"lot__{path}" for path in _STORY))
    return found.filter(token=token).first()
