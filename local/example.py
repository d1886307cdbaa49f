"""`make example`: the report the page shows to somebody without a key, made on the local stack.

What the simulated Soundcharts tells of real artists is told of artists there never were, so that nobody takes
it for real. A test makes it again: where what reports answer has changed, so must the example.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from typing import Any

from local.demo import make_report
from local.processes import StackError
from local.simulator import ARTISTS, artists_named
from local.stack import ROOT, LocalStack, running

EXAMPLE = ROOT / "functions" / "page" / "web" / "src" / "example" / "example.json"

MADE_UP = {
    "Annalisa": "The Imaginary Sisters",
    "Mahmood": "Nora Nowhere",
    "Geolier": "Placeholder Orchestra",
}
"""Who stands in whose place."""
REQUEST: dict[str, Any] = {
    "artists": [{"uuid": artists_named(name)[0].uuid} for name in MADE_UP],
    "platforms": ["spotify", "instagram", "tiktok", "youtube", "deezer"],
    "start_date": "2024-09-01",
    "end_date": "2024-09-30",
    "sections": ["places", "radio", "playlists", "engagement", "moments"],
    "compare": "previous_period",
}
_REAL = {artist.name for artist in ARTISTS}
_MADE_AT = "2024-10-01T08:00:00Z"
_OF_ONE_STACK = ("download_url", "download_expires_at", "downloads", "result_url", "callback")
"""What leads to files that are not there for long."""


def make_example(stack: LocalStack) -> dict[str, Any]:
    """Make the report and give it as the page shows it."""
    report = make_report(stack, REQUEST)
    if report["status"] != "succeeded":
        raise StackError(f"the report ended {report['status']}: {report['failures']}")
    return example_of(report)


def example_of(report: Mapping[str, Any]) -> dict[str, Any]:
    """Give a report without what is of one stack and one moment, and with artists there never were."""
    lasting = {name: value for name, value in report.items() if name not in _OF_ONE_STACK}
    moments = dict.fromkeys(("created_at", "deadline", "finished_at"), _MADE_AT)
    return {**_told_by_others(_lasting(lasting)), **moments, "report_id": "example"}


def _lasting(part: Any) -> Any:
    """Give a part as if all of it had been called for at one moment; no address in it leads anywhere."""
    if isinstance(part, list):
        return [_lasting(each) for each in part]
    if not isinstance(part, dict):
        return part
    counted = {name: _lasting(value) for name, value in part.items()}
    if "url" in counted:
        counted["url"] = None
    if counted.get("as_of"):
        counted["as_of"] = _MADE_AT.partition("T")[0]
    if counted.get("fetched_from"):
        counted |= {"fetched_from": _MADE_AT, "fetched_to": _MADE_AT}
    if "cache_hits" in counted:
        counted["upstream_calls"] += counted["cache_hits"]
        counted["cache_hits"] = 0
    return counted


def _told_by_others(report: Mapping[str, Any]) -> dict[str, Any]:
    """Put made-up artists in the place of real ones, wherever they are named."""
    text = json.dumps(report, ensure_ascii=False)
    for place, (name, made_up) in enumerate(MADE_UP.items(), 1):
        text = text.replace(artists_named(name)[0].uuid, f"00000000-0000-4000-8000-{place:012d}")
        text = text.replace(json.dumps(name, ensure_ascii=False)[1:-1], made_up)
    told: dict[str, Any] = json.loads(text)
    for artist in told["result"]["metadata"]["artists"]:
        artist["imageUrl"] = None
    if named := real_artists_in(told):
        raise StackError(f"real artists are left in the example: {', '.join(sorted(named))}")
    return told


def real_artists_in(part: Any, of: str = "") -> set[str]:
    """Find the names of real artists among the texts of a report; cities may have the same names."""
    if isinstance(part, dict):
        return set().union(*(real_artists_in(value, name) for name, value in part.items()))
    if isinstance(part, list):
        return set().union(*(real_artists_in(value, of) for value in part))
    return {part} & _REAL if isinstance(part, str) and of != "city" else set()


def main() -> int:
    """Write the example."""
    stack = running()
    if stack is None:
        print("The example is made on the local stack: start it with `make up`.", file=sys.stderr)
        return 1
    EXAMPLE.write_text(json.dumps(make_example(stack), ensure_ascii=False, separators=(",", ":")) + "\n")
    print(f"{EXAMPLE.relative_to(ROOT)} is written.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
