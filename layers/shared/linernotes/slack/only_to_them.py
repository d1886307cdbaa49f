"""What is answered to whoever sent a command or clicked, and to nobody else."""

from __future__ import annotations

from typing import Any

from linernotes.sections.registry import SECTIONS
from linernotes.slack.blocks import COMMAND, LONGEST_TEXT, cut, paragraph, rich, to_copy, words
from linernotes.slack.markup import escaped

EXAMPLE = (
    "Billie Eilish, Achille Lauro on spotify, instagram in IT for last month compare previous_year tracks"
)


def help_text() -> dict[str, Any]:
    """Say what a line may have, every section among it, and show one."""
    sections = ", ".join(f"“{name}”" for name in SECTIONS)
    text = (
        "Type artists separated by commas, then “on” platforms, “in” a country if you want one, and “for” a "
        "month, quarter, half or year, a range of them, “last 3 months” or “YTD”, or “since” one. You can "
        f"add “compare previous_year” or “compare previous_period”, sections of the report ({sections}, or "
        "“top 10 songs”), and “privately” or “only for me” if nobody else should see the answer. With “every "
        "monday 8:30”, “every day” or “every month on the 3rd” it comes again by itself. Put quotes around a "
        "name that contains one of these words. “status” says how your last reports stand, “list” shows the "
        "last ten with links, “subscriptions” is what comes here by itself, and “settings” is what lines in "
        "this channel take where they say nothing. For example:"
    )
    return only_to_them(text, f"{COMMAND} {EXAMPLE}")


def only_to_them(text: str, line: str | None = None) -> dict[str, Any]:
    """Say something, with a line to copy.

    The text for notifications has the same characters, as somebody may copy the line from there.
    """
    text = cut(text, LONGEST_TEXT)
    # Slack shows nothing of what is too long, and a refused line may be as long as it was typed.
    line = cut(line, LONGEST_TEXT - len(text) - 1) if line and len(text) < LONGEST_TEXT - 1 else None
    blocks = [rich(paragraph(words(text)), *([to_copy(line)] if line else []))]
    return {
        "response_type": "ephemeral",
        "text": escaped(f"{text} {line or ''}".strip()),
        "mrkdwn": False,
        "blocks": [block.to_dict() for block in blocks],
    }
