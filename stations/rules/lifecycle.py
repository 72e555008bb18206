"""A station's life: only listed moves exist (DOMAIN section 4)."""

from backend.common.errors import IllegalMove

STATION_MOVES: dict[str, dict[str, str]] = {
    # An application that is withdrawn or refused leaves the village free for another.
    "applied": {"approve": "approved", "withdraw": "closed", "refuse": "closed"},
    "approved": {"build": "building"},
    "building": {"accept": "accepted"},
    "accepted": {"open": "operating"},
    "operating": {"suspend": "suspended", "close": "closed"},
    "suspended": {"resume": "operating", "close": "closed"},
    "closed": {},
}


def next_status(status: str, move: str) -> str:
    """The station's status after a move."""
    try:
        return STATION_MOVES[status][move]
    except KeyError:
        raise IllegalMove(f"服务站当前状态不能执行“{move}”") from None


def station_letters(number: int) -> str:
    """A station's three characters within lot codes: 1 -> "001"."""
    if not 1 <= number <= 999:
        raise ValueError("a county numbers its stations 1 to 999")
    return f"{number:03d}"
