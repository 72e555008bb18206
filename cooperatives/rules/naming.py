"""Names of people on lists and public pages."""

# Compound surnames stay whole when a name is masked (DOMAIN section 8).
_COMPOUND = (
    "欧阳司马上官诸葛东方皇甫尉迟公孙慕容令狐宇文长孙司徒司空夏侯轩辕端木南宫"
    "独孤百里东郭呼延澹台公冶宗政濮阳淳于单于太叔申屠仲孙钟离闻人赫连万俟"
)
COMPOUND_SURNAMES = frozenset(_COMPOUND[i : i + 2] for i in range(0, len(_COMPOUND), 2))


def mask_name(name: str) -> str:
    """马有福 -> 马*福, 李英 -> 李*, 欧阳娜娜 -> 欧阳*娜 (DOMAIN section 8)."""
    if len(name) <= 1:
        return name
    kept = 2 if len(name) >= 3 and name[:2] in COMPOUND_SURNAMES else 1
    rest = name[kept:]
    if len(name) == 2 or len(rest) == 1:
        return name[:kept] + "*" * len(rest)
    return name[:kept] + "*" * (len(rest) - 1) + rest[-1]
