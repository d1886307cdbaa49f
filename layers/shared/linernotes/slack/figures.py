"""The figures of an answer in words, a block an artist, as many as a message holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

from slack_sdk.models.blocks import Block

from linernotes.model.row_status import RowStatus
from linernotes.model.words import figure
from linernotes.sections.audience.remarks import remarks
from linernotes.sections.registry import section_of
from linernotes.slack.blocks import LONGEST_TEXT, Part, bullets, cut, paragraph, rich, words

MOST_ARTISTS = 38
"""Artists shown; with all that stands around them that makes less than the 50 blocks of a message."""
MOST_CHARACTERS = 9_000
"""Characters of figures shown: what a message may have altogether, Slack does not say."""
_LONGEST_NAME = 120
_LONGEST_LINE = 300

Row = Mapping[str, Any]


def figure_blocks(result: Mapping[str, Any]) -> tuple[list[Block], int]:
    """Give a block for each artist, in the order asked for, and how many artists there is no room for."""
    blocks: list[Block] = []
    spent = left_out = 0
    of_sections = _of_sections(result)
    for uuid, group in groupby(result["detailed_breakdown"], key=lambda row: row["artist__uuid"]):
        rows = list(group)
        lines = [_row_text(row) for row in rows] + of_sections.get(uuid, [])
        name = cut(rows[0]["artist__name"] or uuid, _LONGEST_NAME)
        shown = list(_as_fit(lines, LONGEST_TEXT - len(name)))
        size = len(name) + sum(map(len, shown))
        if len(blocks) == MOST_ARTISTS or spent + size > MOST_CHARACTERS:
            left_out += 1
            continue
        spent += size
        parts: list[list[Part]] = [[words(line)] for line in shown]
        blocks.append(rich(paragraph(words(name, bold=True)), bullets(parts)))
    return blocks, left_out


def _as_fit(lines: list[str], room: int) -> Iterator[str]:
    for index, line in enumerate(lines):
        line = cut(line, _LONGEST_LINE)
        room -= len(line)
        if room < _LONGEST_LINE and index < len(lines) - 1:
            yield f"and {len(lines) - index} more"
            return
        yield line


def _row_text(row: Row) -> str:
    source = f"{row['platform__name']} {row['platform__audience_metric_name']}"
    if row["latest_value"] is None:
        return f"{source}: {RowStatus(row['status']).words}"
    return ", ".join([f"{source}: {_movement(row)}", *remarks(row)])


def _movement(row: Row) -> str:
    """Say from where to where a figure went; of a single value only what it is, and of which day."""
    if row["difference"] is None:
        return f"{figure(row['latest_value'])} on {row['latest_date']}, the only day measured"
    told = f"{figure(row['first_value'])} → {figure(row['latest_value'])}"
    if row["difference_percent"] is not None:
        told += f" ({row['difference_percent']:+.1f} %)"
    if row["metric_kind"] == "total":
        return f"{told}, {row['difference']:+,.0f} in the period"
    return f"{told}, average {figure(row['period_average'])}"


def _of_sections(result: Mapping[str, Any]) -> dict[str, list[str]]:
    """Give what the sections asked for say in a line or two, by the artist's uuid."""
    lines: dict[str, list[str]] = {}
    for name, answer in result.get("sections", {}).items():
        for uuid, told in section_of(name).lines(answer).items():
            lines.setdefault(uuid, []).extend(told)
    return lines
