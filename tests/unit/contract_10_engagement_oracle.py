"""Contract 10.6 said once more, in plain Python over what Soundcharts answers: no code of the product.

Slow and simple on purpose: days are texts, figures are fractions, nothing is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from typing import Any

FIELDS = {
    "followers_gained": "followerCount",
    "posts_gained": "postCount",
    "likes_gained": "likeCount",
    "views_gained": "viewCount",
}


def gains(items: Iterable[Mapping[str, Any]], start: str, end: str) -> dict[str, int | None]:
    """Give the latest less the first value there is of each in the period; None without two days."""
    found: dict[str, int | None] = {}
    for name, field in FIELDS.items():
        of_day: dict[str, int] = {}
        for item in items:
            day = item["date"][:10]
            if start <= day <= end and isinstance(item.get(field), int):
                of_day[day] = item[field]
        days = sorted(of_day)
        found[name] = of_day[days[-1]] - of_day[days[0]] if len(days) > 1 else None
    return found


def videos(items: Iterable[Mapping[str, Any]], start: str, end: str) -> dict[str, dict[str, Any]]:
    """Give the videos published in the period by their identifiers; the first one given of each counts."""
    found: dict[str, dict[str, Any]] = {}
    first_of_each: dict[str, Mapping[str, Any]] = {}
    for item in items:
        first_of_each.setdefault(item["identifier"], item)
    for item in first_of_each.values():
        day = (item.get("publishedAt") or item["createdAt"])[:10]
        if start <= day <= end:
            audience = item.get("latestAudience") or {}
            views = audience.get("viewCount")
            figures = {
                "published_on": day,
                "views": audience.get("playCount") if views is None else views,
                "likes": audience.get("likeCount"),
                "comments": audience.get("commentCount"),
            }
            found[item["identifier"]] = {**figures, "rate": rate([figures])}
    return found


def rate(of: Iterable[Mapping[str, Any]]) -> float | None:
    """Give likes and comments over views of videos with all three, 4 decimals; None without views."""
    counting = [video for video in of if video["views"] and None not in (video["likes"], video["comments"])]
    views = sum(video["views"] for video in counting)
    if not views:
        return None
    exact = Fraction(sum(video["likes"] + video["comments"] for video in counting), views)
    with localcontext(prec=60):
        return float(
            (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(Decimal("0.0001"), ROUND_HALF_UP)
        )
