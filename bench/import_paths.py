"""The paths that an import is measured against: row by row, and bare COPY with three merges."""

import resource
from typing import Any

from bench.registers import ROWS, empty, row, timed, village_codes

SAMPLE = 500


def floor(path: str) -> dict[str, Any]:
    """As little as can be done with the same file and the same three tables."""
    import python_calamine
    from django.db import connection, transaction

    empty()

    def work() -> None:
        sheet = python_calamine.load_workbook(path).get_sheet_by_index(0)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(STAGE)
            with cursor.copy("COPY stage FROM STDIN") as copy:
                for number, cells in enumerate(sheet.iter_rows()):
                    if number:
                        copy.write_row([number, *cells])
            for merge in MERGES:
                cursor.execute(merge)

    seconds, _ = timed(work)
    return {
        "floor_s": seconds,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


STAGE = """CREATE TEMP TABLE stage (n int PRIMARY KEY, village text, grp text, address text,
    head text, identity text, phone text, size numeric, labour numeric, category text, land numeric,
    cause text, note text) ON COMMIT DROP"""
MERGES = [
    """INSERT INTO cooperatives_household (uid, version, updated_at, card_no, area_id, area_code,
        villager_group, address, head_name, pinyin, initials, phone, phone_tail, phone_index,
        account, account_bank, size, labour_count, category, land_mu_x100, main_cause,
        named_in_public, is_temporary, registered_on, status)
    SELECT gen_random_uuid(), 1, now(), 'HC' || lpad(n::text, 6, '0'), a.id, a.code, grp, address,
        head, '', '', phone, right(phone, 4), phone, '', '', size::int, labour::int, 'general',
        (land * 100)::int, '', false, false, current_date, 'active'
    FROM stage JOIN stations_area a ON a.code = village
    ON CONFLICT (card_no) DO UPDATE SET phone = excluded.phone, size = excluded.size""",
    """INSERT INTO cooperatives_householdmember (uid, version, updated_at, household_id, name,
        relation, sex, birth_year, labour, identity, identity_index, joined_on, left_reason)
    SELECT gen_random_uuid(), 1, now(), h.id, head, 'head', '', substr(s.identity, 7, 4)::int,
        'ordinary', s.identity, s.identity, current_date, ''
    FROM stage s JOIN cooperatives_household h ON h.card_no = 'HC' || lpad(n::text, 6, '0')
    ON CONFLICT DO NOTHING""",
    """INSERT INTO cooperatives_householdcategory (uid, household_id, category_id, valid_from,
        risk_cleared, reason, made_at)
    SELECT gen_random_uuid(), h.id, (SELECT max(id) FROM cooperatives_policycategory),
        current_date, false, '', now()
    FROM stage s JOIN cooperatives_household h ON h.card_no = 'HC' || lpad(n::text, 6, '0')
    ON CONFLICT DO NOTHING""",
]


def row_by_row(path: str) -> dict[str, Any]:
    """The path most systems take: one row, one look, one write; a sample of it."""
    from django.db import transaction
    from django.utils import timezone

    from backend.common.sealed import blind_index
    from backend.common.search import person_sounds
    from cooperatives.models import Household, HouseholdCategory, HouseholdMember, PolicyCategory
    from stations.models import Area

    empty()
    codes, today = village_codes(), timezone.localdate()
    category = PolicyCategory.objects.order_by("-pk")[0]

    def one(number: int) -> None:
        told = row(number, codes)
        area, phone = Area.objects.get(code=told[0]), told[5]
        pinyin, initials = person_sounds(told[3])
        household, _ = Household.objects.update_or_create(
            card_no=f"HC{number + 1:06d}",
            defaults={
                "area": area, "area_code": area.code, "head_name": told[3], "pinyin": pinyin,
                "initials": initials, "phone": phone, "phone_tail": phone[-4:],
                "phone_index": blind_index(phone), "size": told[6], "labour_count": told[7],
                "villager_group": told[1], "address": told[2], "registered_on": today,
            },
        )  # fmt: skip
        HouseholdMember.objects.update_or_create(
            identity_index=blind_index(told[4]), left_on=None,
            defaults={
                "household": household, "name": told[3], "relation": "head",
                "identity": told[4], "joined_on": today,
            },
        )  # fmt: skip
        HouseholdCategory.objects.update_or_create(
            household=household, valid_from=today,
            defaults={"category": category, "made_at": timezone.now()},
        )  # fmt: skip

    def work() -> None:
        with transaction.atomic():
            for number in range(SAMPLE):
                one(number)

    seconds, _ = timed(work)
    return {"sample_s": seconds, "scaled_s": seconds * ROWS / SAMPLE}
