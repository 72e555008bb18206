"""The story of a lot, its certificate, labels and slips."""

import pytest
from django.test import Client

from backend.audit.models import AccessEvent, AuditEvent
from cooperatives.models import Certificate
from tests.cast import NOW, Cast
from tests.cooperatives.scenes import on_sale, weigh

pytestmark = pytest.mark.usefixtures("clock")


def page(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status
    return str(answer.content.decode())


def test_anybody_reads_the_story_of_a_lot(cast: Cast, visitor: Client) -> None:
    lot = weigh(cast).lot
    story = page(visitor, f"/t/{lot.code}")
    assert "东峡镇东峡一村" in story
    assert "东峡一村电商服务站" in story
    assert "支部领办" in story
    assert "东峡一村党支部" in story
    assert "东峡种植专业合作社" in story
    assert "25.5斤" in story
    assert "2026-09-28" in story
    assert "2026-12-27" in story
    assert f"/c/{lot.certificate.token}" in story
    assert "诚信提示" in story


def test_a_household_without_consent_is_not_named(cast: Cast, visitor: Client) -> None:
    assert "马有福" not in page(visitor, f"/t/{weigh(cast).lot.code}")


def test_a_household_with_consent_is_named(cast: Cast, visitor: Client) -> None:
    cast.potato_household.named_in_public = True
    cast.potato_household.save()
    assert "马有福" in page(visitor, f"/t/{weigh(cast).lot.code}")


def test_the_page_needs_no_script_and_no_inline_style(cast: Cast, visitor: Client) -> None:
    story = page(visitor, f"/t/{weigh(cast).lot.code}")
    assert "<script" not in story
    assert "<style" not in story
    assert "style=" not in story


def test_a_lot_on_sale_leads_to_the_shop(cast: Cast, visitor: Client) -> None:
    receipt = weigh(cast)
    listing = on_sale(cast, receipt)
    assert f"/shop/p/{listing.uid}" in page(visitor, f"/t/{receipt.lot.code}")


def test_a_code_typed_by_hand_is_cleaned(cast: Cast, visitor: Client) -> None:
    code = weigh(cast).lot.code
    answer = visitor.get(f"/t/{code.lower()}")
    assert (answer.status_code, answer["Location"]) == (302, f"/t/{code}")


@pytest.mark.parametrize("code", ["DT260928001000ZZ", "DT2609280010999H", "nonsense"])
def test_a_code_nobody_issued_gets_a_warning(cast: Cast, visitor: Client, code: str) -> None:
    warning = page(visitor, f"/t/{code}", 404)
    assert "没有查到溯源码" in warning
    assert "12345" in warning


def test_a_revoked_certificate_is_a_red_banner(cast: Cast, visitor: Client) -> None:
    lot = weigh(cast).lot
    Certificate.objects.update(revoked_at=NOW)
    assert "本批次合格证已撤销" in page(visitor, f"/t/{lot.code}")
    assert "撤销" in page(visitor, f"/c/{lot.certificate.token}")


def test_a_certificate_says_what_the_order_asks_for(cast: Cast, visitor: Client) -> None:
    lot = weigh(cast).lot
    paper = page(visitor, f"/c/{lot.certificate.token}")
    assert "承诺达标合格证" in paper
    assert f"HG{lot.code}" in paper
    assert "25.5斤" in paper
    assert "东峡镇东峡一村" in paper
    assert "质量安全控制" in paper
    assert "09710000000" in paper
    assert "2026-09-28 10:00" in paper
    assert "<svg" in paper


def test_a_token_nobody_issued_is_not_found(cast: Cast, visitor: Client) -> None:
    assert "没有查到这张合格证" in page(visitor, "/c/unknown-token", 404)


@pytest.mark.parametrize("size", ["40x30", "60x40"])
def test_a_label_has_its_size_and_its_code(cast: Cast, size: str) -> None:
    lot = weigh(cast).lot
    label = page(cast.client("operator"), f"/print/label/{lot.code}?size={size}")
    assert f"/static/cooperatives/label-{size}.css" in label
    assert lot.code in label
    assert "<svg" in label
    assert "马有福" not in label
    assert AuditEvent.objects.filter(action="lot.print_label").count() == 1


def test_a_slip_names_the_household_and_leaves_a_trace(cast: Cast) -> None:
    receipt = weigh(cast)
    slip = page(cast.client("operator"), f"/print/slip/{receipt.uid}")
    assert "马有福" in slip
    assert "30.60 元" in slip
    assert AccessEvent.objects.get().subject_uid == str(cast.potato_household.uid)


def test_an_unknown_size_is_not_found(cast: Cast) -> None:
    lot = weigh(cast).lot
    assert cast.client("operator").get(f"/print/label/{lot.code}?size=1x1").status_code == 404


def test_a_stranger_prints_nothing(cast: Cast) -> None:
    receipt = weigh(cast)
    client = cast.client("stranger")
    assert client.get(f"/print/label/{receipt.lot.code}").status_code == 404
    assert client.get(f"/print/slip/{receipt.uid}").status_code == 404
    assert not AccessEvent.objects.exists()


def test_a_visitor_is_led_to_the_sign_in(cast: Cast, visitor: Client) -> None:
    code = weigh(cast).lot.code
    answer = visitor.get(f"/print/label/{code}?size=60x40")
    target = f"/shop/sign-in?next=%2Fprint%2Flabel%2F{code}%3Fsize%3D60x40"
    assert (answer.status_code, answer["Location"]) == (302, target)


def test_every_picture_of_the_cast_is_there(cast: Cast, visitor: Client) -> None:
    answer = visitor.get(f"/static/products/{cast.potato.picture}.svg")
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/svg+xml")
    assert visitor.get("/static/products/produce.svg").status_code == 200


def test_a_program_reads_of_a_lot_what_its_page_says(cast: Cast, visitor: Client) -> None:
    lot = weigh(cast).lot
    told = visitor.get(f"/api/v1/public/lots/{lot.code}").json()
    assert (told["product"], told["township"], told["village"]) == ("土豆", "东峡镇", "东峡一村")
    assert (told["cooperative"], told["branch"]) == ("东峡种植专业合作社", "东峡一村党支部")
    assert (told["received_on"], told["received_g"]) == ("2026-09-28", 12_750)
    assert (told["household"], told["revoked"]) == ("", False)


def test_a_program_that_asks_for_an_unknown_lot_is_told_so(visitor: Client) -> None:
    answer = visitor.get("/api/v1/public/lots/DT2609280010017")
    assert answer.status_code == 404
    assert "没有这个批次" in answer.json()["title"] + answer.json()["detail"]
