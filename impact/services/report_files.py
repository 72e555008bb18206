"""A run's frozen report as PDF, workbook or JSON, its verdict and headline on every page."""

from collections.abc import Callable, Sequence
from datetime import datetime
from json import dumps
from typing import Any
from uuid import UUID

from backend.accounts.models import User
from backend.accounts.rules import ROLES
from backend.audit import services as audit
from backend.common import printing, tables
from backend.common.actor import Actor
from backend.common.errors import NotFound
from backend.common.zone import SHANGHAI
from impact.models import AttributionRun
from impact.queries.reporting import SECTIONS
from impact.queries.runs import runs
from impact.rules import wording
from impact.rules.report_pages import Part, Section, sections_of
from impact.rules.report_words import NA, band, number

TEMPLATE = "backend/common/papers/report.typ"
# Characters of a column that is no longer short; the least and most room it then asks for.
LONG, SHARED, LONGEST = 14, 22, 60
LATIN = 0x2FF
TITLE = "支部引领模式下的增收评估报告"
COLUMNS = (
    ("章节", "报告的固定顺序"), ("表", "章节内的表；空为文字"), ("项目", "表的首栏"),
    ("栏", "数值所在的栏"), ("值", "NA 为不能说的数字，不是 0"),
)  # fmt: skip


def take_report(*, uid: UUID, file_format: str, actor: Actor, now: datetime) -> bytes:
    """The same sections as on screen; taking it out leaves a trace."""
    run = runs(actor).filter(uid=uid).first()
    if run is None:
        raise NotFound("没有找到这次评估")
    person = User.objects.get(uid=actor.user_uid)
    data = {"run": str(run.uid), "format": file_format, "digest": run.digest}
    audit.record(actor=actor, action="attribution.export", subject=person, at=now, data=data)
    mark = tables.watermark(
        name=person.name, hat=ROLES.get(actor.role, ""), purpose="增收评估报告", now=now
    )
    return MAKERS[file_format](run, mark, now)


def on_every_page(run: AttributionRun) -> str:
    """Run, verdict, headline, trend and loss in a line (IMPACT section 7: 1, 2, 5 and 9)."""
    head, coverage = run.report["headline"], run.report["coverage"]
    interval = band(head.get("low"), head.get("high"))
    tried = (run.report["pretrend"].get("randomisation") or {}).get("pretrend_p")
    lost = (coverage.get("attrition") or {}).get("missing")
    return (
        f"{run.spec.number}-{run.number} {run.digest[:12]}｜{run.get_verdict_display()}｜"
        f"人均每年 {number(head.get('att'))} 元（{interval}）｜开站前走势 p {number(tried, 3)}｜"
        f"流失 {number(lost, 1)}%"
    )


def _scope(run: AttributionRun) -> str:
    """Whose figures these are; a report is a whole county's, whoever takes it out."""
    return str(run.report["method"].get("scope") or run.spec.county_code)


def _pdf(run: AttributionRun, mark: str, now: datetime) -> bytes:
    found = sections_of(run.report)
    content = {
        "title": TITLE, "number": on_every_page(run), "mark": mark,
        "about": f"{_scope(run)}　第 {run.spec.number} 号方案第 {run.number} 次评估　"
        f"SHA-256 {run.digest}",
        "caveats": [run.report["verdict"]["text"], wording.ESTIMAND, *wording.NOT_CAUSAL],
        "sections": [part for section in found for part in _printed(section)],
    }  # fmt: skip
    return printing.pdf(TEMPLATE, content, now=now)


def _printed(section: Section) -> list[dict[str, Any]]:
    """The heading once, then its paragraphs, drawings and tables."""
    made: list[dict[str, Any]] = [{"heading": section.heading}]
    for part in section.parts:
        text = [*part.text, *([part.caption] if part.caption else [])]
        said: dict[str, Any] = {"text": text, "svg": part.svg}
        if part.rows:
            said |= {
                "head": list(part.head), "rows": [list(row) for row in part.rows],
                "right": list(part.right), "widths": widths(part),
            }  # fmt: skip
        made.append(said)
    return made


def widths(part: Part) -> list[int]:
    """Columns of long words share the page; the others are as wide as their words."""
    longest = [
        max(_breadth(str(row[at])) for row in (part.head, *part.rows))
        for at in range(len(part.head))
    ]
    shares = [
        min(max(size, SHARED), LONGEST) if size > LONG and at not in part.right else 0
        for at, size in enumerate(longest)
    ]
    return shares if any(shares) else [1, *shares[1:]]


def _breadth(words: str) -> int:
    """In Chinese characters; Latin letters and figures take about half."""
    return round(sum(1 if ord(letter) > LATIN else 0.55 for letter in words))


def _workbook(run: AttributionRun, mark: str, now: datetime) -> bytes:
    rows = [row for section in sections_of(run.report) for row in _flat(section)]
    spec = run.spec
    filters = [
        ("范围", _scope(run)), ("年度", f"{spec.first_year}—{spec.last_year}"),
        ("方案", f"第 {spec.number} 号 {spec.title}"), ("评估", on_every_page(run)),
        ("评估时间", f"{run.made_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"),
        ("摘要 SHA-256", run.digest),
    ]  # fmt: skip
    return tables.book("xlsx", title=TITLE, mark=mark, columns=COLUMNS, rows=rows, filters=filters)


def _flat(section: Section) -> list[Sequence[object]]:
    return [
        *((section.heading, "", "", "", text) for part in section.parts for text in part.text),
        *(
            (section.heading, part.caption, row[0], name, value or NA)
            for part in section.parts
            for row in part.rows
            for name, value in zip(part.head[1:], row[1:], strict=True)
        ),
    ]


def _json(run: AttributionRun, mark: str, now: datetime) -> bytes:
    content = {
        "title": TITLE, "scope": _scope(run), "run": str(run.uid), "line": on_every_page(run),
        "mark": mark,
        "digest": run.digest, "spec_digest": run.spec.digest, "data_digest": run.data_digest,
        "verdict": run.verdict, "gates": run.gates,
        "report": {name: run.report[name] for name in SECTIONS},
    }  # fmt: skip
    return dumps(content, ensure_ascii=False, indent=1).encode()


MAKERS: dict[str, Callable[[AttributionRun, str, datetime], bytes]] = {
    "pdf": _pdf,
    "xlsx": _workbook,
    "json": _json,
}
