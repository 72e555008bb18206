"""Who may say what of goods, and for which reasons words are not shown, in plain Python.

Nothing is deleted and a low mark is no reason to hide (e-commerce law, Art. 39).
"""

import re
from collections.abc import Mapping

from backend.common.errors import Conflict, DomainError, Forbidden, Invalid

MOST_TEXT = 300
RECEIVED = frozenset({"delivered", "completed"})
HIDE_REASONS = {
    "personal": "写有电话、证件号等个人信息",
    "unlawful": "违反法律法规",
    "advert": "广告或无关链接",
    "unrelated": "与商品无关",
    "abusive": "辱骂他人",
}
MOVES = {
    ("waiting", "publish"): "published",
    ("waiting", "hide"): "hidden",
    ("published", "hide"): "hidden",
    ("hidden", "publish"): "published",
}
_DIGITS = re.compile(r"(?:\d[\s-]?){7,}")
_LINK = re.compile(r"https?:|www\.|\.(?:com|cn|net)\b|微信|加群", re.IGNORECASE)


class OwnReview(Forbidden):
    code, title = "own_review", "不能审核自己写的评价，请由他人审核"


class NotReceivedYet(DomainError):
    code, title = "not_received_yet", "收到货后才能评价"


class AlreadyReviewed(Conflict):
    code, title = "already_reviewed", "这件商品已经评价过"


class AlreadyAnswered(Conflict):
    code, title = "already_answered", "已经回复过这条评价"


class ReviewMoved(Conflict):
    code, title = "review_moved", "这条评价的状态刚刚有变化，请刷新后再试"


def check_marks(marks: Mapping[str, int]) -> None:
    wrong = {name: "请选择 1 至 5 分" for name, mark in marks.items() if not 1 <= mark <= 5}
    if wrong:
        raise Invalid(fields=wrong)


def check_text(text: str, field: str, *, needed: bool) -> str:
    text = text.strip()
    if len(text) > MOST_TEXT:
        raise Invalid(fields={field: f"最多 {MOST_TEXT} 个字"})
    if needed and len(text) < 2:
        raise Invalid(fields={field: "请写 2 至 300 个字"})
    return text


def needs_a_look(text: str, *, photo: bool) -> bool:
    """Numbers of people, links and photos are looked at before others read them."""
    return photo or bool(_DIGITS.search(text) or _LINK.search(text))


def check_reply(text: str) -> str:
    text = check_text(text, "reply", needed=True)
    if needs_a_look(text, photo=False):
        raise Invalid(fields={"reply": "回复会公开，请不要写电话、证件号或链接"})
    return text


def next_state(state: str, move: str) -> str:
    if (state, move) not in MOVES:
        raise ReviewMoved
    return MOVES[state, move]


def check_reason(move: str, reason: str) -> str:
    if move != "hide":
        return ""
    if reason not in HIDE_REASONS:
        raise Invalid(fields={"reason": "请选择不公开的理由；评分低不是理由"})
    return reason
