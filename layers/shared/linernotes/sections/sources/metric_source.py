"""What a metric source is (contract 3): one thing that can be fetched for an artist."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from linernotes.sections.sources.cadence import Cadence


class Kind(StrEnum):
    """What may be done with a metric's figures."""

    GAUGE = "gauge"
    ROLLING = "rolling"
    TOTAL = "total"
    COUNT = "count"
    RANK = "rank"

    @property
    def allowed_operations(self) -> str:
        """Say in words what the figures allow, and what they do not."""
        return _ALLOWED_OPERATIONS[self]


_ALLOWED_OPERATIONS = {
    Kind.GAUGE: "differenced and averaged; never summed over days",
    Kind.ROLLING: "averaged and differenced; never summed over days",
    Kind.TOTAL: "differenced: the difference is what happened in the period",
    Kind.COUNT: "summed",
    Kind.RANK: "best and latest",
}


class Places(StrEnum):
    """How a source splits its figures by country."""

    NONE = "none"
    TOP_MARKETS = "top_markets"
    TOP_CITIES = "top_cities"


_STREAMING_PATH = "/api/v2/artist/{uuid}/streaming/{code}"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A family of Soundcharts endpoints: its path and the field of an item that holds the figure.

    `count_fields` hold further running counts of the same day, as far as the platform publishes them.
    """

    path: str
    value_field: str
    count_fields: tuple[str, ...] = ()


STREAMING = Endpoint(_STREAMING_PATH, "value")
"""Streaming audience with places (spotify, youtube)."""

LISTENING = Endpoint(_STREAMING_PATH + "/listening", "value")
"""Streaming audience without places."""

SOCIAL = Endpoint("/api/v2.37/artist/{uuid}/social/{code}/followers/", "value")
"""Followers with places (instagram, tiktok, youtube). The trailing slash is part of the path."""

LIKES, POSTS, VIEWS = "likeCount", "postCount", "viewCount"

AUDIENCE = Endpoint("/api/v2/artist/{uuid}/audience/{code}", "followerCount", (LIKES, POSTS, VIEWS))
"""The main fan figure of a platform, whatever the platform calls it, without places, and what it counts."""


@dataclass(frozen=True, slots=True)
class MetricSource:
    """One metric of one platform.

    `slug` names it in requests, `code` is Soundcharts' own word for the platform. `cadence` says how
    often the source's own figures change, `place_cadence` how often those by country do; None where there
    are none. `place_cadence_words` say it to a reader, where the cadence's own words would not be all.
    """

    slug: str
    name: str
    color: str
    metric: str
    kind: Kind
    endpoint: Endpoint
    code: str
    cadence: Cadence
    places: Places = Places.NONE
    place_cadence: Cadence | None = None
    place_cadence_words: str | None = None

    def path(self, artist_uuid: str) -> str:
        """Give the path to ask for this artist's figures."""
        return self.endpoint.path.format(uuid=artist_uuid, code=self.code)

    def publishes(self, country: str | None) -> bool:
        """Say whether there is anything to ask for: a country needs a source that has places."""
        return country is None or self.places is not Places.NONE

    def cadence_of(self, country: str | None) -> Cadence | None:
        """Give the cadence of a country's figures, or without one the source's own; None without places."""
        return self.cadence if country is None else self.place_cadence

    def expected_points(self, start: date, end: date, country: str | None) -> int:
        """Count the points there can be from `start` to `end`, both inclusive (contract 4.3)."""
        cadence = self.cadence_of(country)
        return cadence.expected_points(start, end) if cadence else 0

    @property
    def country_cadence(self) -> str | None:
        """Say in words how often figures by country come; None where there are none."""
        return self.place_cadence_words or (self.place_cadence.words if self.place_cadence else None)

    @property
    def country_note(self) -> str:
        """Say in words what a country figure of this source is."""
        match self.places:
            case Places.NONE:
                return f"{self.name} {self.metric} are not published by country."
            case Places.TOP_MARKETS:
                return f"Published for the top markets only, {self.country_cadence}."
            case Places.TOP_CITIES:
                return f"A lower bound: {self._sum_of_cities}"

    @property
    def blank_country_note(self) -> str:
        """Say in words what a country figure of this source would be, beside a blank one."""
        if self.places is Places.TOP_CITIES:
            return f"By country it is {self._sum_of_cities}"
        return self.country_note

    @property
    def _sum_of_cities(self) -> str:
        return f"the sum of the country's cities among the artist's top 50 cities, {self.country_cadence}."

    def nothing_due(
        self, start: date, end: date, country: str | None, *, called: str = "The period"
    ) -> str | None:
        """Say that no figure can be of these days, ends included; None where one can, or none is ever.

        `called` names the days where they are not those of the report.
        """
        cadence = self.cadence_of(country)
        if cadence is None or cadence.expected_points(start, end):
            return None
        return f"{called} has no {cadence.unit}, and figures by country come {self.country_cadence}."
