"""Every noun of stations and cooperatives that comes in and goes out as a workbook."""

from dataclasses import dataclass

from backend.common.actor import Actor
from backend.exchange.rules.columns import Column
from backend.exchange.services.kinds import Kind
from cooperatives.services.importing.cooperatives import CooperativesKind
from cooperatives.services.importing.households import Households
from cooperatives.services.importing.members import Members
from cooperatives.services.importing.memberships import Memberships
from cooperatives.services.importing.price_lists import PriceLists
from cooperatives.services.importing.products import Products
from cooperatives.services.importing.reference_prices import ReferencePrices
from stations.services.importing import Stations

_ALL: tuple[Kind, ...] = (
    Stations(), Households(), Members(), CooperativesKind(), Memberships(), Products(),
    PriceLists(), ReferencePrices(),
)  # fmt: skip
KINDS: dict[str, Kind] = {kind.code: kind for kind in _ALL}


@dataclass(frozen=True, slots=True)
class Described:
    """A kind as one hat sees it."""

    code: str
    title: str
    may_import: bool
    may_export: bool
    may_export_personal: bool
    personal: bool
    needs_approval: bool
    only_new: bool
    afterwards: str
    columns: list[Column]


def describe(actor: Actor) -> list[Described]:
    """The kinds this hat may bring in or take out."""
    found = [
        Described(
            code=kind.code,
            title=kind.title,
            may_import=actor.may("create", kind.import_object),
            may_export=actor.may("view", kind.view_object),
            may_export_personal=kind.personal and actor.may("export", kind.view_object),
            personal=kind.personal,
            needs_approval=bool(kind.steps),
            only_new=kind.only_new,
            afterwards=kind.afterwards,
            columns=[column for column in kind.columns if not column.read_only],
        )
        for kind in KINDS.values()
    ]
    return [kind for kind in found if kind.may_import or kind.may_export]


__all__ = ["KINDS", "Described", "describe"]
