"""您是不是找: names that come near to what somebody typed and did not find."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

# Two of three letters in common: 图豆 and 土豆 sound alike, potatoe and potato look alike.
NEAR = 0.66
MOST = 6


@dataclass(frozen=True, slots=True)
class Name:
    """What stands on a chip, and all the ways in which people write it, folded."""

    shown: str
    written: tuple[str, ...]


def nearest(typed: Sequence[str], names: Iterable[Name]) -> list[str]:
    """The names nearest to any of the typed words (each given as written and as it sounds)."""
    scored = [
        (max((_alike(word, way) for word in typed for way in name.written), default=0.0), name)
        for name in names
    ]
    near = sorted(
        (pair for pair in scored if pair[0] >= NEAR), key=lambda pair: (-pair[0], pair[1].shown)
    )
    return list(dict.fromkeys(name.shown for _, name in near))[:MOST]


def _alike(word: str, way: str) -> float:
    """1 for the same or for a word that holds the name; one letter alone is like nothing."""
    if len(way) > 1 and len(word) > 1 and (way in word or word in way):
        return 1.0
    return SequenceMatcher(None, word, way).ratio() if len(word) > 1 else 0.0
