"""The frozen report as sections in the page's fixed order, for screen, PDF and workbook alike.

A number that may not be said is NA beside its reason, never zero (IMPACT section 7).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from impact.rules import charts
from impact.rules.report_words import NA, band, chance, digits_of, instant, number, open_band, span

Report = Mapping[str, Any]
STATES = {
    "pass": "通过", "warn": "提示", "refuse": "不通过", "block": "不得这样说", "open": "可以比较",
    "skip": "未检验",
}  # fmt: skip
KINDS = {"measured": "账本计量", "estimated": "统计估计", "not_attributable": "不可归因"}
FACTS = {
    "stations": "已开服务站（个）", "stations_led": "支部领办（个）",
    "stations_hosted": "支部托管（个）", "led_since": "最早领办日期",
    "loans_recommended": "推荐贷款（笔）", "collective_projects": "村集体经济项目（个）",
    "team_projects": "工作队争取项目（个）", "assistance_records": "帮扶记录（条）",
    "visit_persons": "走访（人次）",
}  # fmt: skip
COUNTS = {
    "rows": "调查表（户年）", "households": "农户", "villages": "村", "waves": "调查轮次",
    "observed": "取得收入的调查表",
}  # fmt: skip
GUARD = {
    "institution_premium": "机构采购高于市价的部分（转移，已剔除，元）",
    "gross_sales": "经站销售额（不是收入，元）", "paid_to_households": "分给农户（元）",
    "unreconciled_lines": "对不上账而剔除的行", "unmeasured_lines": "没有基准价而未计量的行",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph, a drawing, or a table; a drawing is followed by the table of its figures."""

    text: Sequence[str] = ()
    caption: str = ""
    svg: str = ""
    alt: str = ""
    head: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()
    # Columns of figures.
    right: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class Section:
    key: str
    heading: str
    parts: list[Part] = field(default_factory=list)


def sections_of(report: Report) -> list[Section]:
    return [Section(key, heading, make(report[key])) for key, (heading, make) in PAGES.items()]


def _verdict(found: Report) -> list[Part]:
    rows = [
        (
            gate["code"], STATES.get(gate["state"], gate["state"]), gate["value"],
            gate["text"] + (f"怎样补上：{gate['fix']}" if gate["fix"] else ""),
        )
        for gate in found["gates"]
    ]  # fmt: skip
    head = ("检验", "结果", "所见", "说明")
    return [Part([f"{found['code']}：{found['text']}"]), Part((), "十二项检验", "", "", head, rows)]


def _headline(found: Report) -> list[Part]:
    share = found.get("share")
    rows = [
        ("人均每年影响（元）", number(found.get("att"))),
        ("95% 区间（元）", band(found.get("low"), found.get("high"))),
        ("相当于开站前均值", NA if share is None else f"{share:.1f}%"),
        ("开站村 / 对照村", f"{number(found.get('treated_villages'))} / "
                         f"{number(found.get('control_villages'))}"),
        ("农户", number(found.get("households"))),
        ("价格基年", str(found.get("base_year") or NA)),
        ("看得出的最小影响（元）", number(found.get("detectable"))),
    ]  # fmt: skip
    return [Part([found["text"]]), Part((), "结论数字", "", "", ("项目", "数值"), rows, (1,))]


def _bars(found: Sequence[Report]) -> list[Part]:
    svg = charts.intervals(found)
    alt = "；".join(f"{row['name']} {span(row)}" for row in found)
    rows = [
        (row["name"], KINDS[row["kind"]], span(row), row.get("why") or row.get("note") or "")
        for row in found
    ]
    note = (
        "开站村人均每年，元。各栏口径不同，不能相加；账实增收是估计影响的一部分，不是另外一份；"
        "不可归因的各栏只作对照。"
    )
    head = ("项目", "性质", "低至高（元）", "说明")
    drawn = [Part((), "", svg, alt)] if svg else []
    return [Part([note]), *drawn, Part((), "各栏数字", "", "", head, rows, (2,))]


def _event(found: Report) -> list[Part]:
    points = found["points"]
    rows = [
        (f"{point['label']:+d}" if point["label"] else "0", number(point["att"]),
         band(point["band_low"], point["band_high"]), number(point["treated_villages"]),
         "不足 10 个村" if point.get("few") else "")
        for point in points
    ]  # fmt: skip
    head = ("距开站（年）", "影响（元）", "联合区间（元）", "开站村", "提示")
    table = Part((), "事件研究数字", "", "", head, rows, (1, 2, 3))
    svg = charts.event_study(points)
    if not svg:
        return [Part(["没有可以画出的估计。"])]
    alt = "开站前后各年的影响及联合区间，数字见下表；空心点不足 10 个村"
    return [Part((), "", svg, alt), table]


def _pretrend(found: Report) -> list[Part]:
    honest = found.get("honest") or {}
    rows = [(f"{one['m']:g}", open_band(one)) for one in honest.get("mbar", [])]
    head = ("Mbar", "各年平均影响的区间（元）")
    tried = Part((), "趋势偏离的敏感性（HonestDiD）", "", "", head, rows, (1,))
    return [Part([found["text"]]), tried, _effects("安慰剂检验", found.get("placebos", []))]


EFFECT_HEAD = ("项目", "影响（元）", "标准误", "95% 区间", "p", "说明")


def _effects(caption: str, rows: Iterable[Report]) -> Part:
    """Columns that no row of the table has are left out."""
    listed = [
        (
            row["name"], number(row.get("att"), digits), number(row.get("se"), digits),
            band(row.get("low"), row.get("high"), digits),
            chance(row.get("p_adjusted", row.get("p"))), row.get("why", ""),
        )
        for row, digits in ((row, digits_of(row)) for row in rows)
    ]  # fmt: skip
    kept = [at for at in range(6) if any(row[at] not in ("", NA) for row in listed)]
    head = [EFFECT_HEAD[at] for at in kept]
    right = [at for at, column in enumerate(kept) if 0 < column < 5]
    return Part((), caption, "", "", head, [[row[at] for at in kept] for row in listed], right)


def _points(caption: str, rows: Iterable[Report]) -> Part:
    named = [{**row, "name": str(row.get("label", "")), "p": None} for row in rows]
    return _effects(caption, named)


def _tables(found: Report) -> list[Part]:
    parts = [
        _effects("按权重", found["weights"]), _points("按开站年份", found["cohorts"]),
        _points("按日历年", found["calendar"]),
        _effects("按农户类别（p 已按多重比较调整）", found["groups"]),
        _effects("按乡镇（不足 5 个开站村或 30 户不公开，不排名次）", found["townships"]),
        _effects("稳健性", found["robustness"]),
    ]  # fmt: skip
    return [part for part in parts if part.rows] or [Part(["评估被拒绝，分组数字不公布。"])]


def _components(found: Report) -> list[Part]:
    table = _effects("按收入项目", found["rows"])
    return [Part([found["note"]]), *([table] if table.rows else [])]


def _guard(found: Report) -> list[Part]:
    rows = [(name, number(found.get(key))) for key, name in GUARD.items()]
    head = ("项目", "数值")
    return [Part(found["notes"]), Part((), "防止重复计算", "", "", head, rows, (1,))]


def _coverage(found: Report) -> list[Part]:
    counts = [(name, number((found.get("counts") or {}).get(key))) for key, name in COUNTS.items()]
    lost = [
        (str(row["reason"]), number(row["rows"]))
        for row in (*(found.get("dropped") or []), *(found.get("left_out") or []))
    ]
    gone = found.get("attrition") or {}
    gaps = [
        ("开站村与对照村流失之差（百分点）", number(gone.get("gap"), 1)),
        ("总流失（%）", number(gone.get("missing"), 1)),
        ("流失界限（元）", band(gone.get("lower"), gone.get("upper"))),
    ]
    return [
        Part(found.get("notes") or ()),
        Part((), "覆盖与流失", "", "", ("项目", "数值"), [*counts, *gaps], (1,)),
        Part((), "没有进入估计的行，逐项计数", "", "", ("原因", "行数"), lost, (1,)),
        _habits(found.get("habits") or []),
    ]


HABITS = "按采集人：整千数与贴线（只列迹象，不作结论）"


def _habits(listed: Sequence[Report]) -> Part:
    rows = [
        (
            one["enumerator"], number(one["forms"]), f"{one['heaped']:.1f}%",
            number(one["under"]), number(one["over"]), chance(one["p"]),
            "、".join(one["marks"]),
        )
        for one in listed
    ]  # fmt: skip
    head = ("采集人", "表数", "整千元", "线下 5%", "线上 5%", "p", "迹象")
    return Part((), HABITS, "", "", head, rows, (1, 2, 3, 4, 5))


def _others(found: Report) -> list[Part]:
    overlap = [
        (row["name"], number(row["served_villages"]), number(row["other_villages"]))
        for row in found["overlap"]
    ]
    facts = [(name, str(found["facts"].get(key) or 0)) for key, name in FACTS.items()]
    return [
        Part([found["branch"]]),
        Part((), "其他项目所到的村", "", "", ("项目", "开站村", "其他村"), overlap, (1, 2)),
        Part((), "党建事实：只计数量，不折算金额", "", "", ("事实", "数量"), facts, (1,)),
    ]


def _savings(found: Report) -> list[Part]:
    return [Part([found["text"]])]


def _method(found: Report) -> list[Part]:
    truth = found.get("演示真值") or {}
    rows = [
        *([("范围", found["scope"])] if found.get("scope") else []),
        ("方案", f"第 {found['spec']} 号 {found['title']}"),
        ("冻结时间", instant(found["frozen_at"])),
        ("年度", "—".join(map(str, found["years"]))), ("对照", found["control"]),
        ("随机种子", str(found["seed"])), ("方案摘要 SHA-256", found["spec_digest"]),
        ("数据摘要 SHA-256", found["data_digest"] or NA),
        ("数据来源", "合成的演示数据" if found["synthetic"] else "入户收入调查"),
        *([("演示真值（元）", f"开站当年 {truth['opening_year']}，以后每年 {truth['later']}")]
          if truth else []),
    ]  # fmt: skip
    texts = [found["estimand"], found["volume_note"]]
    method = Part((), "方法与出处", "", "", ("项目", "内容"), rows)
    return [Part(texts), method, _earlier(found.get("earlier") or [])]


def _earlier(listed: Sequence[Report]) -> Part:
    """All runs before this one, the refused ones too: nobody picks the one that pleases."""
    rows = [
        (one["run"], instant(one["made_at"]), one["verdict"], one["refusal"] or "—",
         band(one["low"], one["high"]), one["digest"][:12])
        for one in listed
    ]  # fmt: skip
    head = ("评估", "时间", "结论", "拒绝代码", "95% 区间（元）", "摘要")
    if not rows:
        return Part(["这是本县的第一次评估，此前没有别的评估。"])
    return Part((), "此前的全部评估", "", "", head, rows, (4,))


PAGES: dict[str, tuple[str, Callable[[Any], list[Part]]]] = {
    "verdict": ("一、结论", _verdict),
    "headline": ("二、主要数字", _headline),
    "bars": ("三、计量、估计与不可归因", _bars),
    "event_study": ("四、开站前后各年", _event),
    "pretrend": ("五、开站前走势与敏感性", _pretrend),
    "tables": ("六、分组", _tables),
    "components": ("七、各项收入", _components),
    "double_counting": ("八、防止重复计算", _guard),
    "coverage": ("九、覆盖与流失", _coverage),
    "other_programmes": ("十、其他项目与党建事实", _others),
    "buyer_savings": ("十一、买家节省", _savings),
    "method": ("十二、方法与出处", _method),
}
