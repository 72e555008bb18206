"""Photos: within the budgets, without EXIF, once each, and private."""

import uuid
from hashlib import sha256
from io import BytesIO
from typing import Any

import numpy as np
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from backend.common import photos
from backend.common.models import StoredPhoto
from cooperatives.models import ReceiptPhoto
from tests.cast import Cast
from tests.cooperatives.scenes import weigh
from tests.pictures import jpeg, located

PATH = "/api/v1/photos"


def noise(width: int = 2_400, height: int = 1_800) -> Image.Image:
    """The hardest picture to make small."""
    pixels = np.random.default_rng(7).integers(0, 256, (height, width, 3), dtype=np.uint8)
    return Image.fromarray(pixels)


def send(client: Client, raw: bytes, **fields: Any) -> Any:
    return client.post(PATH, {"photo": SimpleUploadedFile("x.jpg", raw), **fields})


def test_even_noise_fits_the_budgets() -> None:
    photo = photos.read_photo(jpeg(noise()))
    assert len(photo.full) <= 200_000
    assert len(photo.thumb) <= 30_000
    assert max(photo.width, photo.height) <= 1_280
    assert Image.open(BytesIO(photo.thumb)).width <= 320
    assert sha256(photo.full).hexdigest() == photo.digest


def test_exif_is_gone_and_the_picture_stands_upright() -> None:
    photo = photos.read_photo(located())
    stored = Image.open(BytesIO(photo.full))
    assert (stored.format, photo.width, photo.height) == ("WEBP", 720, 1_280)
    assert not stored.getexif()
    assert b"SECRETPHONE" not in photo.full + photo.thumb


@pytest.mark.parametrize(
    "raw", [b"", b"<svg/>", b"GIF89a", b"%PDF-1.4", b"\xff\xd8\xff\xe0 no picture"]
)
def test_what_is_no_photo_is_refused(cast: Cast, raw: bytes) -> None:
    answer = send(cast.client("operator"), raw)
    assert answer.status_code == 422
    assert not StoredPhoto.objects.exists()


def test_a_photo_is_kept_once(cast: Cast) -> None:
    client, raw = cast.client("operator"), located()
    first, second = send(client, raw).json(), send(client, raw).json()
    assert (first["hash"], first["width"], first["height"]) == (second["hash"], 720, 1_280)
    assert StoredPhoto.objects.count() == 1


def test_its_address_opens_it_and_a_changed_one_does_not(cast: Cast, visitor: Client) -> None:
    body = send(cast.client("operator"), located()).json()
    answer = visitor.get(body["thumb_url"])
    assert answer["Content-Type"] == "image/webp"
    assert Image.open(BytesIO(b"".join(answer.streaming_content))).height == 320
    assert visitor.get(body["url"][:-1] + "x").status_code == 404
    assert visitor.get(f"/photos/{body['hash']}.webp").status_code == 404


def test_a_receipts_photo_is_seen_by_its_readers(cast: Cast) -> None:
    receipt = weigh(cast)
    client = cast.client("operator")
    sent = [send(client, located(), receipt=str(receipt.uid), kind="signature") for _ in range(2)]
    assert [answer.status_code for answer in sent] == [201, 201]
    assert ReceiptPhoto.objects.count() == 1
    body = cast.client("manager").get(f"/api/v1/receipts/{receipt.uid}").json()
    assert [photo["kind_name"] for photo in body["photos"]] == ["签名"]
    assert cast.client("manager").get(body["photos"][0]["url"]).status_code == 200


@pytest.mark.parametrize(("who", "status"), [("stranger", 404), ("manager", 403), ("buyer", 403)])
def test_others_hang_nothing_on_it(cast: Cast, who: str, status: int) -> None:
    receipt = weigh(cast)
    answer = send(cast.client(who), located(), receipt=str(receipt.uid))
    assert answer.status_code == status
    assert not ReceiptPhoto.objects.exists()


def test_data_goes_before_its_photos(cast: Cast) -> None:
    answer = send(cast.client("operator"), located(), receipt=str(uuid.uuid4()))
    assert answer.status_code == 404
    assert not ReceiptPhoto.objects.exists()
