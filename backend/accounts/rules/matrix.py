"""The matrix of who may do what (ROLES section 3), as the table it is there.

Letters: V view, A aggregates only, C create, E edit draft, S submit, 1 2 3 approval step,
X execute, O object or comment, R reveal a sealed value, P export. A dot is no right. This table
and the document change together.
"""

VERBS = {
    "V": "view",
    "A": "aggregate",
    "C": "create",
    "E": "edit",
    "S": "submit",
    "1": "approve_1",
    "2": "approve_2",
    "3": "approve_3",
    "X": "execute",
    "O": "object",
    "R": "reveal",
    "P": "export",
}

_TABLE = """
                   SA   CO   TO   PS   SO   CM   CA   CS   HM   BY   AU   visitor
user               CE   1    1    .    .    C    .    .    V    V    V    .
account            VCE  V1   .    .    .    .    .    .    .    .    V    .
assignment         VCE  V1   V1   .    .    VC   .    .    .    .    V    .
device             VE   V    VE   .    VCE  .    .    .    .    .    V    .
partner_client     VCE  V    .    .    .    .    .    .    .    .    V    .
health             V    V    .    .    .    .    .    .    .    .    V    .
area               CEV  1V   V    V    V    V    V    V    .    .    V    .
household          .    VP   V2P  VCS1 VCS  V    V    V    VS   .    VP   .
# The village opens a household's account, the township agrees.
household_account  .    .    .    C    C    .    .    .    .    .    .    .
# The code with which a household reads its statement at the counter, set in its presence.
household_pin      .    .    .    .    C    .    .    .    .    .    .    .
household_change   .    V2   V12  VCS1 VCS  VCS  .    .    VCS  .    V    .
sealed             .    R    R    R    .    .    R    .    R    .    R    .
# An auditor asks, a second auditor or the county agrees.
reveal_request     .    V1   .    .    .    .    .    .    .    .    VC1  .
cooperative        .    V    V1   VO   V    VCS  VE   V    V    .    V    .
station            .    V2   VCS1 VO   VE   V    .    .    .    .    V    .
branch             .    VCE  VCE  V    .    .    .    .    .    .    V    .
inspection         .    V1P  VCS  VO   VO   .    .    .    .    .    V    .
parcel             .    A    A    .    VCEX .    .    .    V    .    V    .
service_record     .    A    A    .    VCEX .    .    .    .    .    V    .
receipt            .    A    V    V    VCS  V1   V    V    V    .    V    .
listing            .    VX   VX   VO   VCS  V1   V    V    V    V    V    V
price_list         .    VX   VO   VO   V    V1   VCS  V    V    .    V    .
# Reference tables of the county: as areas and settings, a second person agrees.
product            VCS  VCS1 V    V    V    V    V    V    .    .    V    .
reference_price    .    V1   VCS  V    .    V    V    V    .    .    V    .
# Workbooks in: what a batch holds asks for the right of its own noun besides.
import             VCS  VCS2 VCS1 VCS  .    VCS1 VCS  .    .    .    V    .
cooperative_import .    V1   VCS  .    .    .    .    .    .    .    V    .
household_import   .    V2   V1   VCS  .    .    .    .    .    .    V    .
duplicate          .    V2   V1   VS   .    .    .    .    .    .    .    .
export             VC   VC1  VC   VC   VC   VC   VC   VC   .    .    VC1  .
order              .    A    A    A    VX   V    V    V    V    VC   V    .
reminder           .    .    .    .    .    .    .    .    .    VC   .    .
# Shown or not by the office of the place, never by the seller; nothing is deleted.
review             .    V1   V1   .    VO   V    .    .    .    VC   V    .
# Asked for by who bought, made out by who sold.
invoice            .    .    .    .    .    VX   VX   V    .    VC   V    .
address            .    .    .    .    .    .    .    .    .    VCE  .    .
own_data           .    .    .    .    .    .    .    .    .    VX   .    .
refund             .    .    .    .    V    V1   VC   V2   .    VC   V    .
settlement_run     .    A    V3   V2O  V    V1   VCS  V    VO   .    V    .
payout_run         .    .    .    .    .    V1X  VCS  V2X  .    .    V    .
deduction          .    .    .    .    .    V    VC   V    V    .    V    .
surplus            .    V    V    V    .    V1   VCS  V2   .    .    V    .
loan               .    VA   V    VCS  .    .    V    .    V    .    V    .
assistance         .    VP   V1   VCS  V    .    .    .    V    .    V    .
project            .    VP   V1   VCS  .    V    .    .    V    .    V    .
# Named anew and struck off by the offices, put right by whom they name: its letters X and E.
issue              .    VCX2P VCX1 VCE VCE VE   .    .    .    .    VC   .
statement          .    .    .    .    VP   .    VP   .    V    .    .    .
account_book       .    .    .    V    V    V    V    V    .    .    .    .
# A wave is the county's; its forms are the households'.
income_wave        .    VC3  V    V    V    .    .    .    V    .    V    .
income_form        .    .    V2   VCS1 VCS  .    .    .    VS   .    V    .
overview           .    VP   VP   V    .    .    .    .    .    .    VP   .
# Sales that may be false trade: one proposes what they are, the county agrees; a screen sees none.
trade_finding      .    VCS1P VS V   .    .    .    .    .    .    VP   .
impact_report      .    VP   VP   V    V    V    V    V    .    .    VP   .
# What is appraised: the administrator drafts, the county agrees and sets the targets.
indicator          VCES V1   V    V    .    .    .    .    .    .    V    .
indicator_target   .    VC   V    V    .    .    .    .    .    .    V    .
# A sheet is filled in by its own level, reviewed by the township, locked by the county.
score_sheet        .    VCS3P VCS1P VCS  .   .    .    .    .    .    VP   .
# Bills against the books; the standing alone is for the health page.
reconciliation     V    V    .    .    .    V    VC   V    .    .    VP   .
# Fee and shipping rules, merchant accounts: announced seven days ahead.
setting            VCE  V1   .    .    .    .    .    .    .    .    V    .
# A month of the books: one asks, another official confirms, nobody opens it again.
period_close       VC   VC1  .    .    .    .    .    .    .    .    V    .
ledger             .    A    .    .    .    V    V    V    .    .    VP   .
trace              .    V    .    .    .    .    .    .    .    .    VP   .
audit              .    V    .    .    .    .    .    .    V    .    VP   .
approval           .    V    V    V    .    V    .    V    .    .    V    .
job                X    V    V    .    .    V    V    .    .    .    V    .
"""


def _rows(table: str) -> dict[str, dict[str, str]]:
    """object kind -> {role: letters}; the role "" is a visitor who has not signed in."""
    heads, *lines = [line.split() for line in table.strip().splitlines() if line[0] != "#"]
    columns = ["" if head == "visitor" else head for head in heads]
    return {
        kind: {role: text for role, text in zip(columns, cells, strict=True) if text != "."}
        for kind, *cells in lines
    }


MATRIX = _rows(_TABLE)


def grants_of(role: str) -> frozenset[tuple[str, str]]:
    """All (verb, object) pairs of one role. `view` carries `aggregate` with it."""
    pairs = {(VERBS[letter], kind) for kind, row in MATRIX.items() for letter in row.get(role, "")}
    return frozenset(pairs | {("aggregate", kind) for verb, kind in pairs if verb == "view"})
