"""What of a request line is left of a clause that was not understood, and must not become an artist."""

from __future__ import annotations

import re
from dataclasses import dataclass

from linernotes.request_line.periods import PERIOD_ALONE
from linernotes.request_line.quotes import has_quotes
from linernotes.request_line.words import BREAK, COMPARING_WORD, LEADING_WORDS, WHO_SEES_IT_PERHAPS
from linernotes.sections.registry import SECTIONS

_JOINTS = "/-–—&+"
"""What stands between two parts of a clause, as in "2024/09" or "deezer + spotfy"."""

_POLITE = re.compile(r"(?:please|pls|plz|thanks|thx|thank\s+you)[.!]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a line between commas and clauses.

    `follows` and `precedes` are what stands around it, a comma, BREAK or nothing; `behind_a_clause` says
    whether any clause came before it.
    """

    text: str
    follows: str
    precedes: str
    behind_a_clause: bool


def leftover(segment: Segment, *, shouted: bool) -> str | None:
    """Give the part of a segment that is left of a clause, or None if all of it may be a name.

    Left of a clause is: a word of comparison and what follows it; "for me" at a name, in small letters;
    nothing but words of clauses; such a word right behind a clause, or in small letters after a comma; a
    period without its "for", or a "please", behind a clause; such a word in small letters right before a
    clause. At the beginning of a line "In Flames" is a name.
    """
    if found := COMPARING_WORD.search(segment.text):
        return segment.text[found.start() :]
    found = WHO_SEES_IT_PERHAPS.search(segment.text)
    if found and is_small(found[0], shouted=shouted):
        return found[0].strip()
    words = segment.text.split()
    leads = [word.lower().rstrip(".:") in LEADING_WORDS for word in words]
    small = [is_small(word, shouted=shouted) for word in words]
    no_word = words[0][0] in _JOINTS or not any(map(str.isalnum, words[0]))
    if all(leads) or (segment.follows == BREAK and (leads[0] or no_word)):
        return segment.text
    trails = PERIOD_ALONE.fullmatch(segment.text) or _POLITE.fullmatch(segment.text)
    if segment.behind_a_clause and ((leads[0] and small[0]) or trails):
        return segment.text
    ends_a_name = len(words) > 1 and words[-2].lower() in {"in", "for"}  # as "lost in by" would
    return words[-1] if segment.precedes == BREAK and leads[-1] and small[-1] and not ends_a_name else None


def sections_at(text: str, *, shouted: bool) -> tuple[list[str], str]:
    """Give the sections a segment begins or ends with, if they are hardly part of its name, and the rest.

    They are in small letters, and the name has a capital or is in quotes: "tracks Elisa", "Radiohead radio".
    In "Songs for Drella" and "talk radio" nothing tells them from the name.
    """
    words = text.split()
    at = [word in SECTIONS for word in words]
    if shouted or all(at):
        return [], text
    first, last = at.index(False), len(words) - at[::-1].index(False)
    name = words[first:last]
    if not any(word[0].isupper() or has_quotes(word) for word in name):
        return [], text
    sections = list(dict.fromkeys(words[:first] + words[last:]))
    return sections, " ".join(name) if sections else text


def is_small(phrase: str, *, shouted: bool) -> bool:
    """Say whether a phrase ends in small letters, as clauses do and titles do not; in capitals all may."""
    return shouted or phrase.split()[-1].islower()
