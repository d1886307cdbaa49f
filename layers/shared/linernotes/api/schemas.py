"""What the API takes and gives, as JSON schemas drawn from the request model and the registry of sources."""

from __future__ import annotations

from linernotes.api.queries import PLATFORMS
from linernotes.api.resource import FILES
from linernotes.api.schema_parts import Schema, a_list, an_object, ref
from linernotes.api.validation import ReportRequestModel
from linernotes.charts.charts import Frequency
from linernotes.model.report import Status
from linernotes.model.row_status import RowStatus
from linernotes.sections.registry import SECTIONS
from linernotes.sections.sources import SOURCES, Kind, Places

_SECTION: Schema = {"type": "string", "enum": list(SECTIONS)}
_NUMBER: Schema = {"type": ["number", "null"]}
_TEXT: Schema = {"type": ["string", "null"]}
_DATE: Schema = {"type": ["string", "null"], "format": "date"}
_INSTANT: Schema = {"type": "string", "format": "date-time"}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_PROGRESS: Schema = {"total": _COUNT, "done": _COUNT, "failed": _COUNT}
UUID_SCHEMA: Schema = {"type": "string", "pattern": "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"}
_SLUG: Schema = {"type": "string", "enum": list(SOURCES)}
_POSITION: Schema = {"type": ["integer", "null"], "minimum": 1}
_PERIOD: Schema = {
    "type": "object",
    "properties": {"start": _DATE, "end": _DATE, "days": _COUNT},
    "required": ["start", "end", "days"],
}
NOTES_SCHEMA: Schema = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {"code": {"type": "string"}},
        "required": ["code"],
        "additionalProperties": True,
    },
    "description": "What `note` says, by codes and their parts, to be said in any language.",
}
_FREQUENCY: Schema = {"type": "string", "enum": [frequency.value for frequency in Frequency]}
_CHART_DAYS: Schema = {
    "type": "object",
    "properties": {"stored": _COUNT, "expected": _COUNT},
    "required": ["stored", "expected"],
    "description": "For how many of the period's days the main chart is stored, or weeks of weekly charts.",
}
_TRACKS_STATUS: Schema = {
    "type": "string",
    "enum": ["measured", "lower_bound"],
    "description": "A lower bound unless all chart days are stored and no figure is a sum of countries.",
}
MONTH_PATTERN = "^[0-9]{4}-(0[1-9]|1[0-2])$"
_POINT: Schema = {
    "type": "array",
    "prefixItems": [{"type": "string", "format": "date"}, {"type": "number"}],
    "minItems": 2,
    "maxItems": 2,
}


def component_schemas() -> Schema:
    """Give every schema by its name."""
    request = ReportRequestModel.model_json_schema(ref_template="#/components/schemas/{model}")
    return {
        "ReportRequest": request,
        "Report": _report(),
        "Result": _result(),
        "Preview": an_object(
            {
                "request": {"type": "object"},
                "jobs": _COUNT,
                "upstream_calls": _COUNT,
                "sections": a_list(
                    an_object(
                        {
                            "name": _SECTION,
                            "jobs": _COUNT,
                            "upstream_calls": _COUNT,
                            "cached": _COUNT,
                            "at_most": {"type": "boolean"},
                        }
                    )
                ),
                "cached": {**_COUNT, "description": "How many of the upstream calls would not be made."},
                "unanswerable": a_list(
                    an_object(
                        {
                            "artist__uuid": UUID_SCHEMA,
                            "platform__slug": _SLUG,
                            "status": {"const": RowStatus.NOT_PUBLISHED.value},
                            "reason": {"type": "string"},
                        }
                    )
                ),
                "not_comparable": {
                    **a_list(
                        an_object(
                            {
                                "platform__slug": _SLUG,
                                "status": {"const": "not_comparable"},
                                "reason": {"type": "string"},
                                "notes": NOTES_SCHEMA,
                            }
                        )
                    ),
                    "description": "What no data could compare, by the cadence of its figures.",
                },
            }
        ),
        "Tracks": _tracks(),
        "Monthly": _monthly(),
        "Artists": an_object({"artists": a_list(_found_artist())}),
        "Platforms": an_object(
            {
                "platforms": a_list(_platform()),
                "sections": a_list(
                    an_object({"name": _SECTION, "title": {"type": "string"}, "about": {"type": "string"}})
                ),
            }
        ),
        "Health": an_object({"status": {"const": "ok"}, "version": {"type": "string"}}),
        "Problem": an_object(
            {
                "type": {"type": "string"},
                "title": {"type": "string"},
                "status": {"type": "integer"},
                "detail": {"type": "string"},
                "errors": a_list(an_object({"field": {"type": "string"}, "message": {"type": "string"}})),
                "candidates": a_list(_found_artist()),
                "success": {"const": False},
                **_no_entries(),
            },
            optional=("errors", "candidates", "success", *_no_entries()),
        ),
    }


def _report() -> Schema:
    failure = {
        "artist__uuid": UUID_SCHEMA,
        "platform__slug": _SLUG,
        "reason": {"type": "string"},
        "retryable": {"type": "boolean"},
    }
    missing_file = {
        "format": {"type": "string", "enum": list(FILES)},
        "separator": {"type": "string", "description": "Of a CSV, where it is not the comma."},
        "reason": {"type": "string"},
    }
    return an_object(
        {
            "report_id": {"type": "string"},
            "revision": {"type": "integer", "minimum": 1},
            "status": {"type": "string", "enum": [status.value for status in Status]},
            "request": {
                "type": "object",
                "description": "The canonical request: post it to make the report again.",
            },
            "created_at": _INSTANT,
            "deadline": _INSTANT,
            "finished_at": {"type": ["string", "null"], "format": "date-time"},
            "progress": an_object(_PROGRESS),
            "platform_progress": a_list(an_object({"platform__slug": _SLUG, **_PROGRESS})),
            "upstream_calls": _COUNT,
            "cache_hits": _COUNT,
            "download_url": {"type": "string", "format": "uri"},
            "download_expires_at": _INSTANT,
            "downloads": {
                **a_list(
                    an_object(
                        {
                            "format": {"type": "string", "enum": list(FILES)},
                            "separator": {"type": "string", "enum": [",", ";"]},
                            "url": {"type": "string", "format": "uri"},
                        },
                        optional=("separator",),
                    )
                ),
                "description": "Every file by a link signed with this answer; CSV by what separates it.",
            },
            "failures": a_list(an_object(failure)),
            "failure": {"type": "string", "description": "Why the report failed as a whole."},
            "missing_files": {
                **a_list(an_object(missing_file, optional=("separator",))),
                "description": "Files that could not be written: repair writes them.",
            },
            "result": ref("Result"),
            "result_url": {
                "type": "string",
                "format": "uri",
                "description": "Where the whole result is, when its daily values are too many for here.",
            },
        },
        optional=(
            "download_url",
            "download_expires_at",
            "downloads",
            "failure",
            "missing_files",
            "result",
            "result_url",
        ),
    )


def _result() -> Schema:
    figures = {
        "first_value": _NUMBER,
        "latest_value": _NUMBER,
        "difference": _NUMBER,
        "difference_percent": _NUMBER,
        "period_average": _NUMBER,
        "peak_value": _NUMBER,
        "peak_date": _DATE,
        "data_points": {**_COUNT, "description": "Days with a value; of several artists, of all of them."},
        "expected_points": {
            **_COUNT,
            "description": "How many points a series has in the period by its cadence, the rarest it may be.",
        },
        "coverage": {
            "type": "number",
            "minimum": 0,
            "maximum": 1,
            "description": "Days with a value, or with a total of several artists, over the period's days.",
        },
        "status": {"type": "string", "enum": [status.value for status in RowStatus]},
        "note": {**_TEXT, "description": "What there is to know of the figures, in English."},
        "notes": NOTES_SCHEMA,
    }
    platform = {
        "platform__name": {"type": "string"},
        "platform__slug": _SLUG,
        "platform__color": {"type": "string"},
        "platform__audience_metric_name": {"type": "string"},
        "metric_kind": {"type": "string", "enum": [kind.value for kind in Kind]},
    }
    compared = an_object(
        {
            "period": _PERIOD,
            **figures,
            "first_date": _DATE,
            "latest_date": _DATE,
            "change": {**_NUMBER, "description": "Of the period averages."},
            "change_percent": _NUMBER,
            "latest_change": _NUMBER,
            "latest_change_percent": _NUMBER,
        }
    )
    row = {
        "artist__name": _TEXT,
        "artist__uuid": UUID_SCHEMA,
        **platform,
        "current_audience": _NUMBER,
        "month_average": _NUMBER,
        **figures,
        "first_date": _DATE,
        "latest_date": _DATE,
        "series": {"type": ["array", "null"], "items": _POINT},
    }
    return an_object(
        {
            "success": {"type": "boolean"},
            "summary": an_object(
                {"total_artists": _COUNT, "total_platforms": _COUNT, "date_range": _PERIOD, "country": _TEXT}
            ),
            "platform_summaries": a_list(
                an_object({**platform, **figures, "compared": compared}, optional=("compared",))
            ),
            "detailed_breakdown": a_list(an_object({**row, "compared": compared}, optional=("compared",))),
            "metadata": an_object(
                {
                    "artists": a_list(an_object({"uuid": UUID_SCHEMA, "name": _TEXT, "imageUrl": _TEXT})),
                    "platforms": a_list(an_object({"name": _TEXT, "slug": _SLUG, "color": _TEXT})),
                }
            ),
            "sections": {
                "type": "object",
                "properties": {"tracks": _tracks_section()},
                "description": "The sections asked for, by name.",
            },
        },
        optional=("sections",),
    )


def _tracks_section() -> Schema:
    """Describe the section of tracks: its rows are breakdowns."""
    row = {
        "artist__uuid": UUID_SCHEMA,
        "artist__name": _TEXT,
        "platform__slug": {"type": "string"},
        "status": {"type": "string"},
        "note": _TEXT,
    }
    return an_object(
        {
            "status": {"type": "string"},
            "note": _TEXT,
            "totals": a_list({"type": "object", "required": list(row)}),
            "rows": {"type": ["array", "null"], "items": {"oneOf": [ref("Tracks"), _no_tracks()]}},
            "fetched_from": _TEXT,
            "fetched_to": _TEXT,
            "upstream_calls": _COUNT,
            "cache_hits": _COUNT,
        }
    )


def _about_charts() -> Schema:
    """Describe whose charts they are, and of which platform."""
    return {
        "artist": an_object({"name": _TEXT, "uuid": UUID_SCHEMA}),
        "platform": an_object({"name": {"type": "string"}, "slug": {"type": "string", "enum": [*PLATFORMS]}}),
    }


def _of_charts() -> Schema:
    """Describe which charts they are, and what their figures are."""
    return {
        "country": _TEXT,
        "frequency": _FREQUENCY,
        "metric": {**_TEXT, "description": "What the figures are: streams, spins, views."},
        "status": _TRACKS_STATUS,
        "chart_days": _CHART_DAYS,
    }


def _tracks() -> Schema:
    track = {
        "track_name": {"type": "string"},
        "track_uuid": {"type": "string"},
        "track_credit": _TEXT,
        "total_streams": _NUMBER,
        "avg_daily_streams": _NUMBER,
        "peak_streams": _NUMBER,
        "best_position": _POSITION,
        "weeks_on_chart": {
            **_COUNT,
            "description": "Weeks on the chart so far, not of the period: the longest stay a ranking "
            "reports, else the weeks charted in the period.",
        },
        "data_points": {**_COUNT, "description": "Days with a figure, or weeks."},
    }
    summary = {"total_tracks": _COUNT, "total_streams": _NUMBER, "avg_streams_per_track": _NUMBER}
    top = {name: track[name] for name in ("track_name", "track_uuid", "total_streams")}
    return an_object(
        {
            "success": {"const": True},
            **_about_charts(),
            "period": _PERIOD,
            **_of_charts(),
            "tracks": {
                "type": ["array", "null"],
                "items": an_object(track),
                "description": "Most streams first; null in a report too large, whose result_url has them.",
            },
            "summary": an_object(summary),
            "top_track": {**an_object(top), "type": ["object", "null"]},
            "data_source": {"const": "chart_rankings"},
            **_noted(),
        }
    )


def _no_tracks() -> Schema:
    return an_object(
        {
            "success": {"const": False},
            **_no_entries(),
            "problem": ref("Problem"),
        }
    )


def _no_entries() -> Schema:
    """Describe what is told of an artist without entries."""
    return {
        **_about_charts(),
        "period": _PERIOD,
        "country": _TEXT,
        "frequency": _FREQUENCY,
        "chart_days": _CHART_DAYS,
        "notes": NOTES_SCHEMA,
    }


def _noted() -> Schema:
    return {"note": {"type": "string"}, "notes": NOTES_SCHEMA}


def _monthly() -> Schema:
    month = {
        "month": {"type": "string", "pattern": MONTH_PATTERN},
        "tracks": _COUNT,
        "total_streams": _NUMBER,
        "avg_daily_streams": _NUMBER,
        "peak_streams": {**_NUMBER, "description": "The largest total of a day, or week."},
        "best_position": _POSITION,
        "data_points": {**_COUNT, "description": "Days with a figure, or weeks."},
        "chart_days": _CHART_DAYS,
        "status": _TRACKS_STATUS,
    }
    return an_object(
        {
            **_about_charts(),
            **_of_charts(),
            "months": a_list(an_object(month)),
            **_noted(),
        }
    )


def _found_artist() -> Schema:
    return an_object(
        {"uuid": UUID_SCHEMA, "name": _TEXT, "slug": _TEXT, "image_url": _TEXT, "country_code": _TEXT}
    )


def _platform() -> Schema:
    return an_object(
        {
            "slug": _SLUG,
            "name": {"type": "string"},
            "color": {"type": "string"},
            "metric": {"type": "string"},
            "metric_kind": {"type": "string", "enum": [kind.value for kind in Kind]},
            "may_be": {"type": "string"},
            "endpoint": {"type": "string"},
            "cadence": {"type": "string"},
            "by_country": {"type": "boolean"},
            "country_granularity": {"type": "string", "enum": [places.value for places in Places]},
            "country_cadence": _TEXT,
            "country_note": {"type": "string"},
            "has_charts": {"type": "boolean", "description": "Whether there can be tracks of its charts."},
        }
    )
