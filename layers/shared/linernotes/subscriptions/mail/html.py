"""A mail as HTML: one column of words and tables, without pictures, scripts or anything fetched.

What mail clients know differs, so each element has its own style, for those that drop the sheet in the head;
that only adds dark colours, by classes, for those that know them. Whatever is said is escaped.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from linernotes.subscriptions.mail.content import Content, Listed, MailLink
from linernotes.subscriptions.mail.figures import ArtistFigures, FigureRow
from linernotes.subscriptions.mail.text import more_artists

_FONT = "-apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
_STYLES = {
    "body": f"margin:0;padding:0;background:#f6f5f2;color:#1d1b18;font:16px/1.5 {_FONT};",
    "frame": "max-width:600px;margin:0 auto;padding:24px 16px;",
    "h1": "margin:0 0 16px;font-size:22px;line-height:1.3;overflow-wrap:anywhere;",
    "h2": "margin:24px 0 4px;font-size:17px;line-height:1.3;overflow-wrap:anywhere;",
    "p": "margin:0 0 12px;overflow-wrap:anywhere;",
    "table": "width:100%;border-collapse:collapse;font-size:15px;",
    "head": "padding:6px 4px;border-bottom:1px solid #8d887d;text-align:left;font-size:13px;font-weight:600;",
    "name": "padding:8px 4px 0;text-align:left;vertical-align:top;font-weight:400;overflow-wrap:anywhere;",
    "number": "padding:8px 4px 0;text-align:right;vertical-align:top;font-variant-numeric:tabular-nums;",
    "remarks": "padding:0 4px 8px;border-bottom:1px solid #e3e0d9;font-size:13px;color:#66625a;"
    "overflow-wrap:anywhere;",
    "ul": "margin:8px 0 12px;padding:0 0 0 20px;overflow-wrap:anywhere;",
    "button": "display:inline-block;margin:0 8px 8px 0;padding:10px 16px;border-radius:6px;"
    "background:#3b3a8f;color:#ffffff;text-decoration:none;font-weight:600;",
    "foot": "margin:24px 0 0;padding:12px 0 0;border-top:1px solid #e3e0d9;font-size:13px;color:#66625a;",
    "link": "color:#3b3a8f;",
}
_SHEET = """\
:root { color-scheme: light dark; supported-color-schemes: light dark; }
@media (prefers-color-scheme: dark) {
  .body { background: #131316 !important; color: #eeedf2 !important; }
  .remarks, .foot { color: #a3a1ad !important; border-color: #303038 !important; }
  .head { border-color: #73717f !important; }
  .link { color: #b1b0f5 !important; }
  .button { background: #b1b0f5 !important; color: #17163a !important; }
}"""


def html_of(content: Content) -> str:
    """Write the mail as a document of its own."""
    return "\n".join(
        [
            '<!doctype html><html lang="en" dir="ltr"><head><meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="color-scheme" content="light dark">',
            f"<title>{escape(content.subject)}</title>",
            f"<style>{_SHEET}</style></head>",
            f"<body {_look('body')}><div {_look('frame')}>",
            *_body(content),
            "</div></body></html>",
        ]
    )


def _body(content: Content) -> Iterator[str]:
    yield _element("h1", content.heading)
    yield from (_element("p", paragraph) for paragraph in content.paragraphs)
    for each in content.lists:
        yield from _list(each)
    for artist in content.artists:
        yield from _artist(artist)
    if content.left_out:
        yield _element("p", more_artists(content.left_out))
    if content.links:
        yield f'<p style="margin:20px 0 0;">{_anchors("button", content.links)}</p>'
    yield f"<div {_look('foot')}>{_element('p', content.why)}"
    yield f'<p style="margin:0;">{_anchors("link", content.foot_links, between=" · ")}</p></div>'


def _list(listed: Listed) -> Iterator[str]:
    yield _element("h2", listed.heading)
    yield from _bullets(listed.lines)


def _artist(artist: ArtistFigures) -> Iterator[str]:
    yield _element("h2", artist.name)
    # Named for screen readers, which read its heads before the figures under them.
    yield f'<table {_look("table")} aria-label="{escape(artist.name)}">'
    yield f'<thead><tr><th scope="col" {_look("head")}>Metric</th>'
    for words, width in (("Latest", "24%"), ("Change in the period", "36%")):
        yield f'<th scope="col" {_look("head", f"text-align:right;width:{width};")}>{words}</th>'
    yield "</tr></thead><tbody>"
    for row in artist.rows:
        yield from _row(row)
    yield "</tbody></table>"
    yield from _bullets(artist.lines)


def _row(row: FigureRow) -> Iterator[str]:
    head = f'<th scope="row" {_look("name")}>{_said(row.metric)}</th>'
    if row.blank is not None:
        cells = f'<td colspan="2" {_look("number")}>{_said(row.blank)}</td>'
    else:
        cells = "".join(
            f"<td {_look('number')}>{escape(told or '')}</td>" for told in (row.latest, row.change)
        )
    yield f"<tr>{head}{cells}</tr>"
    yield f'<tr><td colspan="3" {_look("remarks")}>{_said(row.remarks)}</td></tr>'


def _bullets(lines: Sequence[str]) -> Iterator[str]:
    if lines:
        items = "".join(f"<li>{_said(line)}</li>" for line in lines)
        yield f"<ul {_look('ul')}>{items}</ul>"


def _anchors(look: str, links: Iterable[MailLink], *, between: str = "") -> str:
    return between.join(
        f'<a href="{escape(link.url)}" {_look(look)}>{escape(link.words)}</a>' for link in links
    )


def _element(name: str, text: str) -> str:
    return f"<{name} {_look(name)}>{_said(text)}</{name}>"


def _said(text: str) -> str:
    """Escape what is said, in a direction of its own: names of right-to-left scripts move nothing else."""
    return f"<bdi>{escape(text)}</bdi>"


def _look(name: str, more: str = "") -> str:
    return f'class="{name}" style="{_STYLES[name]}{more}"'
