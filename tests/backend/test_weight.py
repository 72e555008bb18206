"""A weighing that cannot be right names the field."""

import pytest

from backend.common.errors import Invalid
from backend.common.weight import check_weighing, jin_text


def test_net_is_gross_less_tare() -> None:
    assert check_weighing(gross_g=13_500, tare_g=1_000, most_g=50_000) == 12_500


@pytest.mark.parametrize(
    ("gross_g", "tare_g", "field"),
    [(0, 0, "gross_g"), (1_000, -1, "tare_g"), (1_000, 1_000, "tare_g"), (90_000, 0, "gross_g")],
)
def test_a_wrong_weighing_names_its_field(gross_g: int, tare_g: int, field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        check_weighing(gross_g=gross_g, tare_g=tare_g, most_g=50_000)
    assert list(refusal.value.fields) == [field]


def test_grams_read_as_jin() -> None:
    assert [jin_text(g) for g in (500, 1_250, 12_500, 1)] == ["1斤", "2.5斤", "25斤", "0.002斤"]
