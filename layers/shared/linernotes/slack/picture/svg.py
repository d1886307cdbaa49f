"""A chart as SVG: title, axes, lines and legend, laid out for a picture that Slack shows small."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from linernotes.slack.picture.axes import day_ticks, value_texts, value_ticks
from linernotes.slack.picture.main_chart import Chart, Line
from linernotes.slack.picture.typeface import Typeface, readable

WIDTH, HEIGHT = 1_200, 675
GROUND, INK, QUIET, RULE, GREY = "#ffffff", "#1d1b18", "#66625a", "#e3e0d9", "#b0b0b8"
COLORS = (
    "#1603b7", "#c48814", "#1ba68b", "#aa0055", "#a67fec", "#057198", "#5b6a02", "#502c06",
)  # fmt: skip
"""The page's line colours on a light ground, told apart by every kind of sight; a test compares them."""
DASHES = ("", "12 7", "3 6", "16 6 3 6")
"""What tells apart the lines of one colour."""
_TITLE, _TEXT, _SMALL = 36, 26, 24
_SIDE, _GAP = 36, 18
_PLOT_TOP, _PLOT_BOTTOM = 168, HEIGHT - 66
_VALUE_TICKS, _DAY_TICK_PX = 6, 128
_LEGEND, _LEGEND_LINE, _SAMPLE = 320, 42, 44
_MOST_DOTS = 62
"""Points of a line up to which each has a dot, as on the page."""
_ESCAPED = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_DOT, _THIN_DOT, _ALONE = 5.0, 3.0, 1.6


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where the plot lies, in pixels, and what its edges stand for."""

    left: float
    right: float
    first_day: int
    days: int
    low: Decimal
    high: Decimal

    def x(self, ordinal: int) -> float:
        """Place a day; a single one lies in the middle."""
        if self.days == 1:
            return (self.left + self.right) / 2
        return self.left + (self.right - self.left) * (ordinal - self.first_day) / (self.days - 1)

    def y(self, value: float | Decimal) -> float:
        """Place a value, exactly: as floats, huge ones that differ would be one."""
        part = (Decimal(str(value)) - self.low) / (self.high - self.low)
        return _PLOT_BOTTOM - (_PLOT_BOTTOM - _PLOT_TOP) * float(part)


def chart_svg(chart: Chart, typeface: Typeface, family: str) -> str:
    """Draw a chart in a typeface whose family is called so."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" font-family="{family}">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{GROUND}"/>',
        *_head(chart, typeface),
    ]
    values = [value for line in (*chart.lines, *chart.others) for _, value in line.points]
    ticks = value_ticks(min(values), max(values), _VALUE_TICKS)
    texts = value_texts(ticks)
    frame = _Frame(
        left=_SIDE + max(typeface.width(text, _SMALL) for text in texts) + _GAP,
        right=WIDTH - _SIDE - (_LEGEND + _GAP if chart.artists > 1 else 0),
        first_day=chart.period.start.toordinal(),
        days=chart.period.days,
        low=ticks[0],
        high=ticks[-1],
    )
    parts += _value_axis(ticks, texts, frame)
    parts += _day_axis(chart, frame, typeface)
    for line in chart.others:
        parts += _line(line, frame, GREY, "", thin=True)
    # What has more points lies below, so that no single one is hidden.
    for line in sorted(chart.lines, key=lambda line: -len(line.points)):
        parts += _line(line, frame, *_look(line), thin=False)
    if chart.artists > 1:
        parts += _legend(chart, frame.right + _GAP, typeface)
    return "".join([*parts, "</svg>"])


def shown_name(line: Line, typeface: Typeface) -> str:
    """Give the name as it stands in the picture: by the artist's number, if it cannot be written there."""
    name = readable(line.name)
    return name if typeface.has(name) else f"Artist {line.number}"


def _look(line: Line) -> tuple[str, str]:
    return COLORS[line.style % len(COLORS)], DASHES[line.style // len(COLORS) % len(DASHES)]


def _head(chart: Chart, typeface: Typeface) -> Iterator[str]:
    room = WIDTH - 2 * _SIDE
    title = chart.metric
    if chart.artists == 1:
        rest = f": {chart.metric}"
        bold = 1.08  # what bold letters are wider at most
        name = typeface.cut(
            shown_name(chart.lines[0], typeface), _TITLE, room / bold - typeface.width(rest, _TITLE)
        )
        title = name + rest
    yield _text(_SIDE, 56, title, _TITLE, weight=700, color=INK)
    yield _text(_SIDE, 96, typeface.cut(chart.place_and_time, _TEXT, room), _TEXT)
    yield _text(_SIDE, 138, chart.unit, _SMALL)


def _value_axis(ticks: Sequence[Decimal], texts: Sequence[str], frame: _Frame) -> Iterator[str]:
    for tick, text in zip(ticks, texts, strict=True):
        y = frame.y(tick)
        yield f'<path d="M{frame.left:.1f} {y:.1f}H{frame.right:.1f}" stroke="{RULE}" stroke-width="2"/>'
        yield _text(frame.left - _GAP, y + _SMALL * 0.35, text, _SMALL, anchor="end")


def _day_axis(chart: Chart, frame: _Frame, typeface: Typeface) -> Iterator[str]:
    most = max(int((frame.right - frame.left) / _DAY_TICK_PX), 2)
    for day, text in day_ticks(chart.period, most):
        half = typeface.width(text, _SMALL) / 2
        x = frame.x(day.toordinal())
        middle = min(max(x, _SIDE + half), frame.right + _SIDE / 2 - half)
        yield f'<path d="M{x:.1f} {_PLOT_BOTTOM}v10" stroke="{QUIET}" stroke-width="2"/>'
        yield _text(middle, _PLOT_BOTTOM + 40, text, _SMALL, anchor="middle")


def _line(line: Line, frame: _Frame, color: str, dash: str, *, thin: bool) -> Iterator[str]:
    """Draw the pieces of a line; where one is a single point, and where there are few, points are dots."""
    width, radius = (1.5, _THIN_DOT) if thin else (4, _DOT)
    dots = len(line.points) <= _MOST_DOTS and not (thin or dash)
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    for piece in line.pieces:
        placed = [(frame.x(day.toordinal()), frame.y(value)) for day, value in piece]
        if len(placed) > 1:
            path = " ".join(f"{x:.1f},{y:.1f}" for x, y in placed)
            yield (
                f'<polyline points="{path}" fill="none" stroke="{color}" stroke-width="{width}" '
                f'stroke-linejoin="round"{dashed}/>'
            )
        if dots or len(placed) == 1:
            size = radius * _ALONE if len(line.points) == 1 else radius
            for x, y in placed:
                yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{size:.1f}" fill="{color}"/>'


def _legend(chart: Chart, left: float, typeface: Typeface) -> Iterator[str]:
    """Name the lines, the one that ends highest first, as the eye meets them at the right edge."""
    ordered = sorted(chart.lines, key=lambda line: line.points[-1][1], reverse=True)
    room = WIDTH - _SIDE / 2 - left - _SAMPLE - _GAP / 2
    y = float(_PLOT_TOP)
    for line in ordered:
        color, dash = _look(line)
        yield _sample(left, y, color, dash, 5)
        name = typeface.cut(shown_name(line, typeface), _SMALL, room)
        yield _text(left + _SAMPLE + _GAP / 2, y + _SMALL * 0.35, name, _SMALL, color=INK)
        y += _LEGEND_LINE
    if chart.others:
        yield _sample(left, y, GREY, "", 2)
        text = f"{len(chart.others)} more"
        yield _text(left + _SAMPLE + _GAP / 2, y + _SMALL * 0.35, text, _SMALL)


def _sample(left: float, y: float, color: str, dash: str, width: int) -> str:
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return f'<path d="M{left:.1f} {y:.1f}h{_SAMPLE}" stroke="{color}" stroke-width="{width}"{dashed}/>'


def _text(
    x: float, y: float, text: str, size: int, *, color: str = QUIET, weight: int = 400, anchor: str = "start"
) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" font-weight="{weight}" fill="{color}" '
        f'text-anchor="{anchor}">{text.translate(_ESCAPED)}</text>'
    )
