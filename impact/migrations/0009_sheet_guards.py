"""What was agreed or locked stays: sets in force, lines that were handed in, words that were said.

Who filled in a line neither reviews nor locks its sheet, also where another person handed it in.
"""

from django.db import migrations

from backend.common.append_only import AppendOnly, FrozenWhen, RefusedWhen

SHEET, ENTRY, EVIDENCE = "impact_scoresheet", "impact_scoreentry", "impact_scoreevidence"
SET, INDICATOR = "impact_indicatorset", "impact_indicator"


def sheet_closed(sheet_id: str) -> str:
    return (
        f"EXISTS (SELECT 1 FROM {SHEET} s WHERE s.id = {sheet_id} "
        "AND s.state NOT IN ('draft', 'returned'))"
    )


def entry_closed(entry_id: str) -> str:
    return (
        f"EXISTS (SELECT 1 FROM {ENTRY} e JOIN {SHEET} s ON s.id = e.sheet_id "
        f"WHERE e.id = {entry_id} AND s.state NOT IN ('draft', 'returned'))"
    )


def set_closed(set_id: str) -> str:
    return f"EXISTS (SELECT 1 FROM {SET} t WHERE t.id = {set_id} AND t.state <> 'draft')"


class Migration(migrations.Migration):
    dependencies = [("impact", "0008_indicators")]
    operations = [
        FrozenWhen(table=SET, condition="OLD.state IN ('in_force', 'dropped')"),
        FrozenWhen(table=INDICATOR, condition=set_closed("OLD.set_id")),
        RefusedWhen(INDICATOR, "indicator_of_a_draft", verb="INSERT",
                    condition=set_closed("NEW.set_id")),
        FrozenWhen(table=SHEET, condition="OLD.state = 'locked'"),
        FrozenWhen(table=ENTRY, condition=sheet_closed("OLD.sheet_id")),
        RefusedWhen(ENTRY, "score_entry_of_an_open_sheet", verb="INSERT",
                    condition=sheet_closed("NEW.sheet_id")),
        FrozenWhen(table=EVIDENCE, condition=entry_closed("OLD.entry_id")),
        RefusedWhen(EVIDENCE, "score_evidence_of_an_open_sheet", verb="INSERT",
                    condition=entry_closed("NEW.entry_id")),
        RefusedWhen(
            SHEET, "filler_never_checks", verb="UPDATE",
            condition=f"EXISTS (SELECT 1 FROM {ENTRY} e WHERE e.sheet_id = NEW.id "
            "AND e.filled_by_uid <> '' "
            "AND e.filled_by_uid IN (NEW.reviewed_by_uid, NEW.locked_by_uid))",
        ),
        AppendOnly(table="impact_scoreremark"),
    ]  # fmt: skip
