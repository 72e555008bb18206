"""Photos as phones make them."""

from io import BytesIO
from typing import Any

from PIL import Image


def jpeg(picture: Image.Image, **more: Any) -> bytes:
    out = BytesIO()
    picture.save(out, "JPEG", **more)
    return out.getvalue()


def located() -> bytes:
    """A photo of a phone: turned on its side, with a place and a maker."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "SECRETPHONE"
    exif.get_ifd(0x8825)[1] = "N"
    return jpeg(Image.new("RGB", (1_600, 900), "green"), exif=exif)
