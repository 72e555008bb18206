"""What stands on a listing's card: its picture and its township."""

from collections.abc import Mapping
from typing import Any

PHOTOS = "/photos/"


def picture_of(name: str) -> str:
    """The drawing of a product; all of them are marked 示意图 on the page."""
    return f"/static/products/{name or 'produce'}.svg"


def photo_of(digest: str, *, thumb: bool = False) -> str:
    return f"{PHOTOS}{digest}{'_thumb' if thumb else ''}.webp"


def card_picture(row: Mapping[str, Any]) -> str:
    """The first photo of the goods, else their drawing."""
    photo = row["photo"]
    return photo_of(photo, thumb=True) if photo else picture_of(row["product__picture"])


def township_of(row: Mapping[str, Any]) -> str:
    """The township of a station's village; a station may also stand in the township itself."""
    within = row["station__area__parent__level"] == "township"
    return str(row["station__area__parent__name" if within else "station__area__name"])
