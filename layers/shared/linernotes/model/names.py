"""When two names are the same artist's name, and when they only look alike (contract 2, names).

Two forms of a name are compared. `written` keeps all that a writer means: only the Unicode form, case and
spacing are aside, so that a fullwidth "ＡＤＯ" is "Ado", and a composed é a decomposed one. `typed` also puts
aside what a keyboard or a copied text changes unasked: apostrophes, quotes, dashes, unseen and direction
characters, the Turkish i, and accents on Latin letters. A mark that makes another letter is no accent: "パパ"
is not "ハハ", "й" is not "и", and the stroke through an "ø" is none either.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from unicodedata import category, combining, name, normalize

_APOSTROPHES = "`´ʹʻʼʽˈˊˋ‘’‚‛′‵‹›＇׳՚ꞌ"
_QUOTES = "“”„‟″‶«»〝〞〟＂״❝❞"
_DASHES = "‐‑‒–—―−⁃﹘﹣－־⸺⸻"
_KEYBOARD = str.maketrans(
    {
        **dict.fromkeys(_APOSTROPHES, "'"),
        **dict.fromkeys(_QUOTES, '"'),
        **dict.fromkeys(_DASHES, "-"),
        "ı": "i",  # and the dot above "İ" is an accent of it
    }
)
_UNSEEN = frozenset(
    map(
        chr,
        chain(
            (0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFFA0),  # joiners and fillers
            range(0x180B, 0x1810),  # variation selectors, Mongolian, then all others
            range(0xFE00, 0xFE10),
            range(0xE0100, 0xE01F0),
        ),
    )
)
_SEEN_FORMATS = frozenset(
    map(
        chr,
        chain(
            range(0x0600, 0x0606),  # Arabic, Syriac and Kaithi signs that stand before or around a number
            (0x06DD, 0x070F, 0x0890, 0x0891, 0x08E2, 0x110BD, 0x110CD),
            range(0xFFF9, 0xFFFC),  # annotations
            range(0xE0000, 0xE0080),  # tags, by which one flag differs from another
        ),
    )
)
_FIRST_ACCENT_CLASS = 200
"""Marks of lower combining classes are strokes, nuktas, kana voicing, viramas and vowels."""


def search_term(text: str) -> str:
    """Give a name as it is searched for: composed (NFC), without blanks around it or two in a row.

    Unseen characters around it, which come with copied text, are no part of it either.
    """
    shown = [place for place, char in enumerate(text) if not (char.isspace() or unseen(char))]
    return _spaced(normalize("NFC", text[shown[0] : shown[-1] + 1] if shown else text))


def search_terms(text: str) -> tuple[str, ...]:
    """Give what to search for until somebody is found: a name as it is written, then as keyboards write it.

    The second is there only where it is another. Unseen characters within a name may belong to it, as in
    Persian, and so may a dotless i; a dash or a soft hyphen that a text program put there does not.
    """
    term = search_term(text)
    plain = _spaced("".join(char for char in term if not unseen(char)).translate(_KEYBOARD))
    return (term, plain) if plain and plain != term else (term,)


def has_dot_segment(text: str) -> bool:
    """Say whether a text would be another path where it is part of one: "." or ".." alone or between slashes.

    No artist is called so; "AC/DC" is none of these.
    """
    return any(segment in {".", ".."} for segment in search_term(text).replace("\\", "/").split("/"))


def written(text: str) -> str:
    """Give a name as it is written, Unicode form, case and spacing aside."""
    return _spaced(_caseless(text))


def typed(text: str) -> str:
    """Give a name without what keyboards change and without accents on Latin letters; see the module."""
    visible = "".join(char for char in text if not unseen(char))
    # Compatibility takes a spacing accent apart into a blank and the accent, and a double prime into two.
    plain = _caseless(visible).replace(" \u0301", "'").translate(_KEYBOARD).replace("''", '"')
    return _spaced(normalize("NFC", "".join(_without_accents(plain))))


def unseen(char: str) -> bool:
    """Say whether a character leaves no mark on the page: joiners, directions, fillers and the like."""
    return char in _UNSEEN or (category(char) == "Cf" and char not in _SEEN_FORMATS)


def _caseless(text: str) -> str:
    """Fold the case of a text by Unicode's rule for compatibility caseless matching (D146)."""
    return normalize("NFKC", normalize("NFKC", normalize("NFD", text).casefold()).casefold())


def _without_accents(text: str) -> Iterator[str]:
    latin = False
    for char in normalize("NFD", text):
        if not combining(char):
            latin = name(char, "").startswith("LATIN ")
        elif latin and combining(char) >= _FIRST_ACCENT_CLASS:
            continue
        yield char


def _spaced(text: str) -> str:
    return " ".join(text.split())
