"""The files of a report, written one after the other and stored while the next is written."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

from linernotes.model.report import Report, Status
from linernotes.reports.file_names import RESULT_NAME, WORKBOOK_NAME, FileName, file_name
from linernotes.reports.ports import ReportFiles, Writer
from linernotes.reports.result_json import result_json
from linernotes.reports.section_csv import section_writers
from linernotes.sections.audience.result import Result

UNWRITTEN_REASON = "it could not be written; the failure was recorded"
_PUTS_AT_ONCE = 4
"""Files that are stored at once, while the next are written."""


def write_files(
    report: Report,
    result: Result,
    status: Status,
    folder: str,
    *,
    files: ReportFiles,
    writers: Mapping[str, Writer],
    now: datetime,
    tell_unwritten: Callable[[str, Exception], None],
) -> dict[str, str]:
    """Write what the report delivers; returns what could not be written, by name, and why.

    Into a folder of this try, so that of two tries at once, which may have found different windows, the one
    that ends the report is also the one whose files it has. A crash leaves files that nothing names.
    """
    document = result_json(report, result, status)
    files.put_json(folder, RESULT_NAME, document, save_as=_save_as(report, result, RESULT_NAME))
    missing: dict[str, str] = {}
    if status is Status.FAILED:
        return missing
    with tempfile.TemporaryDirectory() as scratch, ThreadPoolExecutor(_PUTS_AT_ONCE) as pool:
        being_stored: list[Future[None]] = []
        for name, write in {**section_writers(result), **writers}.items():
            path = Path(scratch) / name
            try:
                write(path, report, result, made_at=now, status=status)
            except Exception as error:
                # Whatever it is, the other files are as good as before.
                missing[name] = UNWRITTEN_REASON
                tell_unwritten(name, error)
            else:
                if name == WORKBOOK_NAME:
                    # Nothing is stored once it is: whoever finds it finds the others.
                    _wait_for(being_stored)
                save_as = _save_as(report, result, name)
                being_stored.append(pool.submit(files.put, folder, name, path, save_as=save_as))
        _wait_for(being_stored)
    return missing


def _wait_for(being_stored: Iterable[Future[None]]) -> None:
    """Wait until files are stored; raises what keeps one from being so."""
    for future in being_stored:
        future.result()


def _save_as(report: Report, result: Result, name: str) -> FileName:
    return file_name(report.request, result.artists, name)
