"""How a report's files are asked for, by its owner and by a shared link alike."""

from __future__ import annotations

from linernotes.api.openapi.components import Schema
from linernotes.api.openapi.parts import in_query, redirect
from linernotes.api.resource import CSV_FILES, FILES
from linernotes.sections.registry import SECTIONS

_FORMAT = in_query(
    "format",
    {"type": "string", "enum": list(FILES), "default": "xlsx"},
    "csv",
    "Which file: the workbook, the answer as JSON, or its daily values as CSV.",
    required=False,
)
_SEPARATOR = in_query(
    "separator",
    # A client would send a default with every format, and only a CSV takes one.
    {"type": "string", "enum": list(CSV_FILES)},
    "semicolon",
    "What separates the fields of a CSV, the comma if absent; with the semicolon, decimals have a comma.",
    required=False,
)
_SECTION = in_query(
    "section",
    {"type": "string", "enum": list(SECTIONS)},
    next(iter(SECTIONS)),
    "The table of this section in place of the daily values, as CSV; the report must have the section.",
    required=False,
)
FILE_PARAMETERS = [_FORMAT, _SEPARATOR, _SECTION]
FILE_ANSWERS: Schema = {"302": redirect("Where the file is, by a link signed now.")}
