"""Sets of indicators: drafted by the administrator, agreed to by the county, then unchanged."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from impact.models import Indicator, IndicatorSet
from impact.rules.formulas import FORMULAS
from impact.rules.scoring import check_sums
from impact.services import defining
from tests.cast import NOW, Cast
from tests.impact.appraisal.conftest import Post, put

SETS = "/api/v1/indicator-sets"
NEW = {"county_code": "630121", "level": "township", "cycle": "quarter"}
PUBLISHED = [
    ("village", "year"), ("township", "quarter"), ("township", "year"), ("county", "quarter"),
    ("county", "year"),
]  # fmt: skip


def draft(cast: Cast, post: Post, **more: str) -> dict[str, Any]:
    made = post(cast.client("administrator"), SETS, NEW | more)
    assert made.status_code == 201, made.content
    body: dict[str, Any] = made.json()
    return body


def agree(cast: Cast, post: Post, made: dict[str, Any], verdict: str = "approve") -> Any:
    client = cast.client("administrator")
    sent = post(client, f"{SETS}/{made['uid']}/submit", {"version": made["version"]})
    assert sent.status_code == 200, sent.content
    county, path = cast.client("official"), f"/api/v1/approvals/indicator-set/{made['uid']}"
    said = {"verdict": verdict, "comment": "请改", "digest": county.get(path).json()["digest"]}
    return post(county, f"{path}/decide", said)


def lines_of(made: dict[str, Any]) -> list[dict[str, Any]]:
    """As the page sends them back."""
    shown = ("origin_name", "method_name", "formula_name")
    return [
        {key: value for key, value in line.items() if key not in shown}
        for line in made["indicators"]
    ]


def revised(made: dict[str, Any], **more: Any) -> dict[str, Any]:
    body = {"version": made["version"], "title": made["title"],
            "applies_from": made["applies_from"], "indicators": lines_of(made)}  # fmt: skip
    return body | more


@pytest.mark.parametrize(("level", "cycle"), PUBLISHED)
def test_the_published_sets_give_a_hundred_and_ten(level: str, cycle: str) -> None:
    _, lines = defining.programme_lines(level, cycle)
    rows = [line.values() for line in lines]
    check_sums([(row["bonus"], row["most_centipoints"]) for row in rows])
    assert {row["formula_key"] for row in rows} - {""} <= set(FORMULAS)


def test_what_no_paper_was_held_against_says_so(cast: Cast, post: Post) -> None:
    made = draft(cast, post)
    assert {line["origin"] for line in made["indicators"]} == {"national", "county"}
    assert not any(line["source_checked"] for line in made["indicators"])
    assert all(line["source"] for line in made["indicators"])


def test_a_second_office_agrees_and_the_set_applies(cast: Cast, post: Post) -> None:
    made = draft(cast, post)
    assert (made["base"], made["bonus"], made["state"]) == ("100", "10", "draft")
    decided = agree(cast, post, made)
    assert (decided.status_code, decided.json()["state"]) == (200, "in_force")
    shown = cast.client("township_official").get(f"{SETS}/{made['uid']}").json()
    assert shown["state_name"] == "已生效"


def test_only_the_administrator_drafts_and_only_the_county_agrees(cast: Cast, post: Post) -> None:
    assert post(cast.client("official"), SETS, NEW).status_code == 403
    made = draft(cast, post)
    path = f"/api/v1/approvals/indicator-set/{made['uid']}/decide"
    said = {"verdict": "approve", "digest": "0" * 64}
    assert post(cast.client("administrator"), path, said).status_code == 403
    assert post(cast.client("township_official"), path, said).status_code == 403


def test_a_set_that_is_not_a_hundred_is_not_handed_in(cast: Cast, post: Post) -> None:
    made = draft(cast, post)
    lines = lines_of(made)
    lines[0]["points"] = "14.5"
    client = cast.client("administrator")
    saved = put(client, f"{SETS}/{made['uid']}", revised(made, indicators=lines)).json()
    refused = post(client, f"{SETS}/{made['uid']}/submit", {"version": saved["version"]})
    assert (refused.status_code, refused.json()["code"]) == (422, "not_whole_hundred")
    assert "现在基本项合计 99.5 分" in refused.json()["detail"]


def test_a_wrong_line_is_named_and_the_draft_stays(cast: Cast, post: Post) -> None:
    made = draft(cast, post)
    lines = lines_of(made)
    lines[1]["source"], lines[2]["code"] = "", lines[0]["code"]
    refused = put(
        cast.client("administrator"), f"{SETS}/{made['uid']}", revised(made, indicators=lines)
    )
    assert refused.status_code == 422
    assert "请填写出处" in refused.json()["fields"]["lines.2"]
    assert "与前面的行重复" in refused.json()["fields"]["lines.3"]
    assert IndicatorSet.objects.get(uid=made["uid"]).version == 1


def test_two_open_editors_meet(cast: Cast, post: Post) -> None:
    made, client = draft(cast, post), cast.client("administrator")
    assert put(client, f"{SETS}/{made['uid']}", revised(made, title="甲")).status_code == 200
    assert put(client, f"{SETS}/{made['uid']}", revised(made, title="乙")).status_code == 409


def test_a_returned_set_is_a_draft_again(cast: Cast, post: Post) -> None:
    made = draft(cast, post)
    assert agree(cast, post, made, "return").json()["state"] == "draft"


def test_a_refused_or_dropped_set_frees_its_place(cast: Cast, post: Post) -> None:
    made = draft(cast, post)
    assert post(cast.client("administrator"), SETS, NEW).status_code == 409
    assert agree(cast, post, made, "reject").json()["state"] == "dropped"
    again = draft(cast, post)
    dropped = post(cast.client("administrator"), f"{SETS}/{again['uid']}/drop")
    assert (again["number"], dropped.json()["state"]) == (2, "dropped")


def test_the_next_version_begins_on_the_last_and_never_looks_back(
    cast: Cast, post: Post, clock: Any
) -> None:
    agree(cast, post, draft(cast, post))
    made = draft(cast, post)
    assert (made["number"], made["applies_from"], made["base"]) == (2, "2027-01-01", "100")
    client = cast.client("administrator")
    body = revised(made, applies_from="2026-01-01")
    early = put(client, f"{SETS}/{made['uid']}", body).json()
    refused = post(client, f"{SETS}/{made['uid']}/submit", {"version": early["version"]})
    assert "从今天以后的日子起用" in refused.json()["fields"]["applies_from"]


def test_a_set_in_force_stands_in_the_database(cast: Cast, post: Post) -> None:
    made = draft(cast, post)
    agree(cast, post, made)
    in_force = IndicatorSet.objects.get(uid=made["uid"])
    with pytest.raises(IntegrityError), transaction.atomic():
        IndicatorSet.objects.filter(pk=in_force.pk).update(title="改")
    with pytest.raises(IntegrityError), transaction.atomic():
        Indicator.objects.filter(set=in_force).update(most_centipoints=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Indicator.objects.create(
            set=in_force, position=99, code="Z1", name="加塞", origin="county", source="x",
            meaning="x", method="judged", most_centipoints=100, evidence_required=True,
        )  # fmt: skip


def test_a_county_sees_its_own_sets(cast: Cast, post: Post) -> None:
    made = draft(cast, post)
    IndicatorSet.objects.create(
        county_code="630122", level="township", cycle="quarter", number=1, title="邻县",
        applies_from=NOW.date(), made_by_uid="x", made_at=NOW,
    )  # fmt: skip
    shown = cast.client("official").get(SETS).json()["results"]
    assert [one["uid"] for one in shown] == [made["uid"]]
    foreign = post(cast.client("administrator"), SETS, NEW | {"county_code": "999999"})
    assert foreign.status_code == 404
