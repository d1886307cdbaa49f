"""A mail as plain text, which reads well by itself: for clients without HTML, and for screen readers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from linernotes.model.words import counted
from linernotes.subscriptions.mail.content import Content, MailLink
from linernotes.subscriptions.mail.figures import ArtistFigures, FigureRow


def text_of(content: Content) -> str:
    """Write the mail; each paragraph is one line, which clients break as wide as they are."""
    blocks: list[list[str]] = [[content.heading]]
    blocks += [[paragraph] for paragraph in content.paragraphs]
    blocks += [[f"{each.heading}:", *_bullets(each.lines)] for each in content.lists]
    blocks += [list(_artist(artist)) for artist in content.artists]
    if content.left_out:
        blocks.append([more_artists(content.left_out)])
    blocks += [_links(content.links)] if content.links else []
    blocks.append([content.why])
    blocks.append(_links(content.foot_links))
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def more_artists(left_out: int) -> str:
    """Say how many artists a mail has no room for."""
    return f"… and {counted(left_out, 'more artist')} in the report and the workbook."


def _artist(artist: ArtistFigures) -> Iterator[str]:
    yield artist.name
    for row in artist.rows:
        yield f"* {_row(row)}"
    yield from _bullets(artist.lines)


def _row(row: FigureRow) -> str:
    if row.blank is not None:
        return f"{row.metric}: {row.blank}{f'. {row.remarks}' if row.remarks else ''}"
    return f"{row.metric}: {row.latest}, change {row.change}. {row.remarks}"


def _bullets(lines: Sequence[str]) -> list[str]:
    return [f"* {line}" for line in lines]


def _links(links: Sequence[MailLink]) -> list[str]:
    return [f"{link.words}: {link.url}" for link in links]
