"""How settled money is paid out, in plain Python (PAYMENTS 7, ROLES 4)."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from backend.common.errors import Conflict, Forbidden, IllegalMove, Invalid
from backend.common.money import fen, yuan
from backend.common.zone import SHANGHAI

COOLING = timedelta(days=14)
# A transfer nobody knows of is sent again, under the same number, only after this long.
RESEND_AFTER = timedelta(minutes=10)
# What nobody knows of for so long was not taken in.
GIVEN_UP_AFTER = timedelta(days=1)
OTHER_ACCOUNT = "批准后收款账号已变更，请核对后重新付款"
BACK_OFF_S = (30, 60, 300, 900, 3_600, 14_400, 86_400)
ALIPAY = "支付宝"
SETTLEMENT_NOTE, SURPLUS_NOTE = "结算款", "盈余分配款"
MOVES: dict[str, dict[str, str]] = {
    "prepared": {"release": "approved", "cancel": "cancelled"},
    "approved": {"send": "sent", "settle": "reconciled"},
    "sent": {"send": "sent", "settle": "reconciled"},
    "reconciled": {"close": "closed", "settle": "reconciled"},
    "closed": {},
}
BANK_COLUMNS = "付款编号:number,收款人:name,账号:account,开户行:bank,金额:amount,用途:note"
DECIDED = ("paid", "failed", "returned")
MOVABLE = ("approved", "sent", "unknown")


class PayoutMoved(Conflict):
    code, title = "payout_moved", "付款批次状态已变化，请刷新后查看"


class NobodyToPay(Invalid):
    code, title = "nobody_to_pay", "没有可以用这种方式付款的农户"


class AboveDailyCap(Forbidden):
    code, title = "above_daily_cap", "超过今天的付款限额"


class WrongResultFile(Invalid):
    code, title = "wrong_result_file", "结果文件与付款批次不符，没有导入任何一行"


@dataclass(frozen=True, slots=True)
class Limits:
    """A cooperative's money steps where nobody published others."""

    refund_supervisor_from_fen: int = 500_000
    supervisor_from_fen: int = 500_000
    minutes_from_fen: int = 5_000_000
    daily_cap_fen: int = 20_000_000


@dataclass(frozen=True, slots=True)
class ResultRow:
    number: str
    amount_fen: int
    outcome: str
    reason: str


def next_state(state: str, move: str) -> str:
    try:
        return MOVES[state][move]
    except KeyError:
        raise IllegalMove("付款批次当前状态不能这样办理") from None


def steps_of(*, total_fen: int, minutes_no: str, limits: Limits) -> list[list[str]]:
    """Up to 5,000 yuan the manager; above, the supervisor too; above 50,000 with the minutes."""
    if total_fen > limits.minutes_from_fen and not minutes_no.strip():
        raise Invalid(
            fields={
                "minutes_no": f"超过 {yuan(limits.minutes_from_fen)} 元，请填写成员大会纪要编号"
            }
        )
    return [["CM"], ["CS"]] if total_fen > limits.supervisor_from_fen else [["CM"]]


def why_not(
    *, method: str, has_account: bool, bank: str, changed_at: datetime | None, now: datetime
) -> str:
    """Why a household cannot be paid this way now; empty where it can."""
    if method == "cash":
        return ""
    if not has_account:
        return "没有登记收款账号，请用现金签领"
    if (ALIPAY in bank) != (method == "alipay"):
        return "登记的不是支付宝账号" if method == "alipay" else "登记的是支付宝账号"
    if changed_at is not None and now - changed_at < COOLING:
        return f"收款账号 {changed_at.astimezone(SHANGHAI):%Y-%m-%d} 变更，满 14 天后才能付"
    return ""


def check_cap(*, released_fen: int, total_fen: int, limits: Limits) -> None:
    if released_fen + total_fen > limits.daily_cap_fen:
        left = max(limits.daily_cap_fen - released_fen, 0)
        raise AboveDailyCap(f"今天还可以付 {yuan(left)} 元，本批 {yuan(total_fen)} 元，请明天再批")


def fitting(amounts_fen: Sequence[int], *, cap_fen: int) -> list[int]:
    """Which of the amounts one run takes, by place and in order: a run above the day's cap could
    never be released. What does not fit waits for the next run."""
    taken, total = [], 0
    for place, fen_due in enumerate(amounts_fen):
        if total + fen_due <= cap_fen:
            taken.append(place)
            total += fen_due
    return taken


def next_try(*, tries: int, now: datetime) -> datetime:
    return now + timedelta(seconds=BACK_OFF_S[min(tries, len(BACK_OFF_S) - 1)])


def may_resend(*, sent_at: datetime | None, now: datetime) -> bool:
    """Never sent, or so long unknown to the provider that it was not taken in."""
    return sent_at is None or now - sent_at >= RESEND_AFTER


def was_never_taken_in(*, sent_at: datetime | None, now: datetime) -> bool:
    return sent_at is not None and now - sent_at >= GIVEN_UP_AFTER


def columns_of(text: str) -> list[tuple[str, str]]:
    """(heading, field) of `heading:field,…`; fields: number name account bank amount note."""
    pairs = [pair.partition(":") for pair in (text or BANK_COLUMNS).split(",")]
    return [(heading.strip(), name.strip()) for heading, _, name in pairs]


def bank_file(
    rows: Sequence[Mapping[str, str]], *, columns: Sequence[tuple[str, str]], encoding: str
) -> bytes:
    """`columns` are (heading, what stands in it); a name the encoding lacks is an error."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([heading for heading, _ in columns])
    writer.writerows([row[name] for _, name in columns] for row in rows)
    try:
        return text.getvalue().encode(encoding)
    except UnicodeEncodeError as error:
        bad = error.object[error.start : error.end]
        raise Invalid(f"“{bad}”在 {encoding} 编码中没有，请改用 UTF-8 导出") from error


def paid_text(*, payer: str, amount_fen: int, account: str, surplus: bool) -> str:
    """The short message of a payout that arrived; no name, and the account by its last digits."""
    what = SURPLUS_NOTE if surplus else SETTLEMENT_NOTE
    where = f"，付到{account}" if account else "，现金已签领"
    return f"【乡站】{payer}付给您家{what} {yuan(amount_fen)} 元{where}。有疑问请到服务站查账。"


def returned_text(*, payer: str, amount_fen: int) -> str:
    return (
        f"【乡站】{payer}付给您家的 {yuan(amount_fen)} 元被银行退回，"
        "请到服务站核对收款账号，核对后重新付款。"
    )


OUTCOMES = {"成功": "paid", "失败": "failed", "退票": "returned", "退回": "returned"}
HEADINGS = ("付款编号", "金额", "结果")


def read_result(content: bytes) -> list[ResultRow]:
    """The bank's result file by its headings, UTF-8 or GBK; the last row may be 合计."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("gbk", errors="replace")
    table = [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(text)) if any(row)]
    if not table or not set(HEADINGS) <= set(table[0]):
        raise WrongResultFile(f"第一行应有：{'、'.join(HEADINGS)}")
    places = {name: table[0].index(name) for name in (*HEADINGS, "原因") if name in table[0]}
    rows = [_row(cells, places, at) for at, cells in enumerate(table[1:], start=2)]
    sums = [row for row in rows if row.number == "合计"]
    found = [row for row in rows if row.number != "合计"]
    if sums and sums[0].amount_fen != sum(row.amount_fen for row in found):
        raise WrongResultFile("文件的合计与各行之和不一致，请向银行重新下载")
    return found


def _row(cells: Sequence[str], places: Mapping[str, int], at: int) -> ResultRow:
    said = {name: cells[place] if place < len(cells) else "" for name, place in places.items()}
    number, outcome = said["付款编号"], OUTCOMES.get(said["结果"], "")
    if number != "合计" and not outcome:
        raise WrongResultFile(f"第 {at} 行的结果“{said['结果']}”应为成功、失败或退票")
    reason = said.get("原因", "") or said["结果"]
    return ResultRow(number, fen(said["金额"].replace(",", "")), outcome, reason[:200])


def check_result(rows: Sequence[ResultRow], due: Mapping[str, int]) -> None:
    """Every row names a payout of this run with its very amount, each once."""
    seen: set[str] = set()
    for row in rows:
        if row.number not in due:
            raise WrongResultFile(f"付款编号 {row.number} 不在这个批次")
        if row.amount_fen != due[row.number]:
            raise WrongResultFile(
                f"{row.number} 的金额应为 {yuan(due[row.number])}，文件为 {yuan(row.amount_fen)}"
            )
        if row.number in seen:
            raise WrongResultFile(f"付款编号 {row.number} 出现了两次")
        seen.add(row.number)


def check_agrees(rows: Sequence[ResultRow], known: Mapping[str, str]) -> None:
    """`known` is each payout's state. Another outcome than the one that stands is for people: who
    failed may be due in another run already, and who was paid gets nothing more."""
    for row in rows:
        before = known[row.number]
        if row.outcome == "paid" and before in ("failed", "returned"):
            raise WrongResultFile(
                f"{row.number} 此前已登记为失败或退票，文件为成功。请先向银行核实，"
                "核实前不要给这户重新付款"
            )
        if row.outcome == "failed" and before == "paid":
            raise WrongResultFile(
                f"{row.number} 此前已登记为成功，文件为失败。钱已退回的，请银行按“退票”出具结果"
            )
