"""The report's two drawings as SVG, readable in grey print; each has a table beside it.

No colour carries meaning alone: few villages are hollow, kinds of bars differ by pattern.
"""

from collections.abc import Mapping, Sequence
from html import escape
from math import ceil, floor, log10
from typing import Any

WIDTH, HEIGHT, LEFT, FOOT, TOP = 720, 320, 70, 40, 16
INK, GREY, GREEN = "#1f2328", "#9aa0a8", "#1b6e3c"
FILLS = {"measured": GREEN, "estimated": "#a9cbb5", "not_attributable": "#fff"}
Point = Mapping[str, Any]


def event_study(points: Sequence[Point]) -> str:
    """Effect by years since opening with its band; empty where there is nothing to draw."""
    known = [point for point in points if point["att"] is not None]
    if not known:
        return ""
    ends = [v for p in known for v in (p["band_low"], p["band_high"], p["att"]) if v is not None]
    scale = _Scale(min(0.0, *ends), max(0.0, *ends), HEIGHT - FOOT, TOP)
    labels = [point["label"] for point in known]
    step = (WIDTH - LEFT - 20) / max(len(labels), 1)
    parts = [*scale.lines(), scale.zero()]
    for at, point in enumerate(known):
        x = LEFT + step * (at + 0.5)
        colour = GREY if point.get("few") else INK
        parts += _whisker(x, scale, point, colour)
        parts.append(_dot(x, scale.y(point["att"]), colour, hollow=bool(point.get("few"))))
        parts.append(
            _text(x, HEIGHT - FOOT + 16, f"{point['label']:+d}" if point["label"] else "0")
        )
        parts.append(_text(x, HEIGHT - FOOT + 32, f"{point['treated_villages']} 村", size=10))
    return _svg(HEIGHT, parts)


def intervals(rows: Sequence[Mapping[str, Any]]) -> str:
    """One bar from low to high for each quantity that has figures, never added up."""
    known = [row for row in rows if row.get("low") is not None and row.get("high") is not None]
    if not known:
        return ""
    ends = [float(row[name]) for row in known for name in ("low", "high")]
    left, right = min(0.0, *ends), max(0.0, *ends)
    span = (right - left) or 1.0

    def place(value: Any) -> float:
        return 220 + (float(value) - left) / span * (WIDTH - 400)

    parts = [_line(place(0), TOP, place(0), TOP + 44 * len(known), INK)]
    for at, row in enumerate(known):
        y = TOP + 44 * at + 10
        x, wide = place(row["low"]), max(place(row["high"]) - place(row["low"]), 3)
        parts.append(_text(210, y + 15, row["name"], anchor="end"))
        parts.append(
            f'<rect x="{x:.1f}" y="{y}" width="{wide:.1f}" height="22" '
            f'fill="{FILLS.get(row.get("kind", ""), "#fff")}" stroke="{INK}"/>'
        )
        low, high = float(row["low"]), float(row["high"])
        said = f"{low:,.0f}" if low == high else f"{low:,.0f} 至 {high:,.0f}"
        parts.append(_text(place(row["high"]) + 6, y + 15, said, anchor="start"))
    return _svg(TOP + 44 * len(known) + 10, parts)


class _Scale:
    """Values to heights, with about five round lines."""

    def __init__(self, low: float, high: float, bottom: float, top: float) -> None:
        span = (high - low) or 1.0
        self.low, self.high = low - 0.05 * span, high + 0.05 * span
        self.bottom, self.top = bottom, top

    def y(self, value: float) -> float:
        share = (value - self.low) / (self.high - self.low)
        return self.bottom - share * (self.bottom - self.top)

    def lines(self) -> list[str]:
        """At round values, four to nine of them."""
        rough = (self.high - self.low) / 5
        tens = 10.0 ** floor(log10(rough))
        step = next(tens * part for part in (1, 2, 5, 10) if tens * part >= rough)
        values = [step * at for at in range(ceil(self.low / step), floor(self.high / step) + 1)]
        return [
            part
            for value in values
            for part in (
                _line(LEFT, self.y(value), WIDTH - 10, self.y(value), "#d5d9de"),
                _text(LEFT - 6, self.y(value) + 4, f"{value:,.0f}", anchor="end"),
            )
        ]

    def zero(self) -> str:
        return _line(LEFT, self.y(0), WIDTH - 10, self.y(0), INK)


def _whisker(x: float, scale: _Scale, point: Point, colour: str) -> list[str]:
    if point["band_low"] is None or point["band_high"] is None:
        return []
    low, high = scale.y(point["band_low"]), scale.y(point["band_high"])
    return [
        _line(x, low, x, high, colour),
        _line(x - 6, low, x + 6, low, colour),
        _line(x - 6, high, x + 6, high, colour),
    ]


def _dot(x: float, y: float, colour: str, *, hollow: bool) -> str:
    fill = "#fff" if hollow else colour
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="{fill}" stroke="{colour}"/>'


def _line(x1: float, y1: float, x2: float, y2: float, colour: str) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}"/>'


def _text(x: float, y: float, words: str, *, anchor: str = "middle", size: int = 12) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="{anchor}" '
        f'font-family="Noto Sans SC, sans-serif" fill="{INK}">{escape(words)}</text>'
    )


def _svg(height: float, parts: Sequence[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.0f}" '
        f'width="{WIDTH}" height="{height:.0f}">{"".join(parts)}</svg>'
    )
