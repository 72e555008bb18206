"""Under which account the goods of a listing are paid: it decides what becomes one order."""

from collections.abc import Collection

from django.conf import settings
from django.db.models import Q

from cooperatives.models import Listing
from orders.models import MerchantAccount
from orders.rules.placing import MerchantMissing


def merchants_of(listings: Collection[Listing]) -> dict[int, MerchantAccount]:
    """By listing: the cooperative's own account, else the county's; one statement."""
    counties = {listing.area_code[:6] for listing in listings}
    owners = {listing.cooperative_id for listing in listings}
    accounts = MerchantAccount.objects.filter(gateway=settings.PAYMENTS_GATEWAY).filter(
        Q(cooperative__in=owners) | Q(cooperative__isnull=True, county_code__in=counties)
    )
    own: dict[int, MerchantAccount] = {}
    of_county: dict[str, MerchantAccount] = {}
    for one in accounts.order_by("-pk"):
        if one.cooperative_id is not None:
            own[one.cooperative_id] = one
        else:
            of_county[one.county_code] = one
    found = {}
    for listing in listings:
        account = own.get(listing.cooperative_id) or of_county.get(listing.area_code[:6])
        if account is None:
            raise MerchantMissing
        found[listing.pk] = account
    return found
