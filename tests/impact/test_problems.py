"""What is open and unmended at an instant, each problem once."""

from datetime import date, timedelta

from impact.queries.problems import problems
from stations.models import Inspection
from tests.cast import NOW, Cast
from tests.programme.problems import opened

EARLIER = NOW - timedelta(days=30)


def counted(code: str) -> dict[str, tuple[int, int]]:
    """Those there are: now, and a month earlier."""
    found = problems(code, NOW, EARLIER)
    return {one.key: (one.count, one.before) for one in found if one.count or one.before}


def inspected(cast: Cast, grade: str, on: date = date(2026, 8, 20)) -> Inspection:
    return Inspection.objects.create(
        station=cast.dongxia_station, inspected_on=on, scores={}, total=40, grade=grade,
        made_by=cast.users["official"], at=EARLIER,
    )  # fmt: skip


def test_nothing_open_is_nothing(cast: Cast) -> None:
    assert counted("630121") == {}


def test_an_item_counts_from_its_opening_in_its_own_places(cast: Cast) -> None:
    opened(cast)
    assert counted("630121") == counted("630121103") == {"issue": (1, 0)}
    assert counted("630121205") == {}


def test_an_item_taken_back_never_was_a_problem(cast: Cast) -> None:
    issue = opened(cast)
    type(issue).objects.filter(pk=issue.pk).update(state="withdrawn")
    assert counted("630121") == {}


def test_a_failing_station_counts_until_a_later_inspection_is_better(cast: Cast) -> None:
    inspected(cast, Inspection.Grade.BELOW)
    assert counted("630121") == {"inspection": (1, 1)}
    inspected(cast, Inspection.Grade.QUALIFIED, date(2026, 9, 10))
    assert counted("630121") == {"inspection": (0, 1)}


def test_what_became_an_item_is_counted_there_and_not_twice(cast: Cast) -> None:
    failing = inspected(cast, Inspection.Grade.BELOW)
    opened(cast, source_kind="inspection", source_uid=str(failing.uid))
    assert counted("630121") == {"issue": (1, 0)}


def test_an_item_taken_back_leaves_its_source_open(cast: Cast) -> None:
    failing = inspected(cast, Inspection.Grade.BELOW)
    issue = opened(cast, source_kind="inspection", source_uid=str(failing.uid))
    type(issue).objects.filter(pk=issue.pk).update(state="withdrawn")
    assert counted("630121") == {"inspection": (1, 1)}


def test_a_source_that_is_no_key_names_nothing(cast: Cast) -> None:
    inspected(cast, Inspection.Grade.BELOW)
    opened(cast, source_kind="inspection", source_uid="上月检查")
    assert counted("630121") == {"issue": (1, 0), "inspection": (1, 1)}
