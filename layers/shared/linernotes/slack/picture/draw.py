"""A chart as PNG, by resvg and Roboto, which only the function that answers in Slack has."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from linernotes.slack.picture.main_chart import Chart
from linernotes.slack.picture.svg import chart_svg
from linernotes.slack.picture.typeface import Typeface

_FAMILY = "Roboto"


def draw_chart(chart: Chart) -> bytes:
    """Draw a chart. What draws is loaded here, as few messages end a report."""
    import resvg_py

    file, typeface = _font()
    return resvg_py.svg_to_bytes(
        svg_string=chart_svg(chart, typeface, _FAMILY),
        skip_system_fonts=True,
        font_files=[str(file)],
        font_family=_FAMILY,
    )


@cache
def _font() -> tuple[Path, Typeface]:
    import fontpkg_roboto

    file = fontpkg_roboto.ROOT / "files" / "Roboto[wdth,wght].ttf"
    return file, Typeface(file.read_bytes())
