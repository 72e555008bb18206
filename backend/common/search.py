"""What people type, and the names it should find: one folded form, pinyin and initials.

Names are stored as they are written; beside them stand their sounds. A word typed in traditional
characters, full width or capitals folds to the same text as the name (DOMAIN section 2).
"""

import unicodedata
from functools import cache, lru_cache

from opencc import OpenCC
from pypinyin import lazy_pinyin, load_phrases_dict

# Readings that the library gets wrong. A local person must still confirm 堡 咀 尕 卡 闇 硖 什.
load_phrases_dict(
    {
        "长宁": [["cháng"], ["níng"]],
        "藏族": [["zàng"], ["zú"]],
        "麻什藏": [["má"], ["shí"], ["zàng"]],
    }
)
# Characters that are read otherwise at the head of a person's name.
_SURNAMES = {"单": "shan", "曾": "zeng", "解": "xie", "仇": "qiu", "查": "zha", "尉": "yu"}


@cache
def _to_simplified() -> OpenCC:
    return OpenCC("t2s")


@lru_cache(maxsize=20_000)
def fold(text: str) -> str:
    """The form in which names and what is typed are compared: NFKC, lower case, simplified."""
    plain = unicodedata.normalize("NFKC", text).strip().lower()
    return str(_to_simplified().convert(plain))


@lru_cache(maxsize=20_000)
def syllables(text: str) -> tuple[str, ...]:
    """Without tones; ü is written v. The dot within a name is silent."""
    plain = "".join(fold(text).replace("·", "").split())
    return tuple(lazy_pinyin(plain, v_to_u=False))


def pinyin_of(text: str) -> str:
    """`桥头镇` -> "qiaotouzhen"."""
    return "".join(syllables(text))


def initials_of(text: str) -> str:
    """`桥头镇` -> "qtz"; letters and digits within a name stay whole."""
    return "".join(one if _typed(one, text) else one[:1] for one in syllables(text))


def person_sounds(name: str) -> tuple[str, str]:
    """(pinyin, initials) of a person, whose first character is read as a surname."""
    sounds = syllables(name)
    if sounds and name[:1] in _SURNAMES:
        sounds = (_SURNAMES[name[0]], *sounds[1:])
    return "".join(sounds), "".join(sound[:1] for sound in sounds)


def is_sound(text: str) -> bool:
    """Whether what was typed is pinyin or initials, not characters."""
    return bool(text) and text.isascii() and any(letter.isalpha() for letter in text)


def _typed(sound: str, text: str) -> bool:
    """A run of letters or digits that stood in the text itself."""
    return sound in fold(text)
