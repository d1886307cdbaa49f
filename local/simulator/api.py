"""The endpoints themselves: what an admitted call is answered with."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from local.simulator.answers import Answer, Refusal, collection, encode, page_block, single
from local.simulator.artists import ARTIST_BY_UUID, Artist, search
from local.simulator.asked import known_artist, period_of
from local.simulator.calls import Call, Kind
from local.simulator.chart_api import ChartApi
from local.simulator.families import FAMILIES
from local.simulator.paging import MAX_LIMIT, paging
from local.simulator.platforms import ALLOWED, NO_PROFILE, Endpoint
from local.simulator.profiles import (
    IDENTIFIED,
    artist_by_identifier,
    artist_object,
    identifier_items,
    light,
    search_item,
)
from local.simulator.rows import RowBook, Series
from local.simulator.scenario import Scenario, WhenMissing
from local.simulator.settings import Settings

MAX_SEARCH_LIMIT = 20
MAX_BATCH = 10

# Nobody may count on the order of items; these come newest first unless `sort` says otherwise.
_NEWEST_FIRST = frozenset({Kind.SOCIAL})

_ENDPOINTS = {
    Kind.STREAMING: Endpoint.STREAMING,
    Kind.LISTENING: Endpoint.LISTENING,
    Kind.SOCIAL: Endpoint.SOCIAL,
    Kind.AUDIENCE: Endpoint.AUDIENCE,
}
_OF_CHARTS = frozenset({Kind.CHART_PLATFORMS, Kind.CHART_LIST, Kind.CHART_RANKINGS, Kind.RANKING, Kind.SONG})


class Api:
    """Answers calls that were let through."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._rows = RowBook(settings.seed)
        self._charts = ChartApi(settings)
        families = [make(settings) for make in FAMILIES]
        self._families = {kind: family for family in families for kind in family.kinds}

    def answer(self, call: Call, scenario: Scenario) -> Answer:
        """Answer a call; the scenario has the choices of how to say that there is nothing.

        Raises `Refusal` for whatever cannot be answered.
        """
        if call.kind in _ENDPOINTS:
            return self._series(call, _ENDPOINTS[call.kind], scenario.no_profile)
        if call.kind in _OF_CHARTS:
            return self._charts.answer(call, scenario.charts)
        if call.kind in self._families:
            return self._families[call.kind].answer(call)
        if call.kind is Kind.SEARCH:
            return _search(call, scenario.no_match)
        if call.kind is Kind.METADATA:
            return _metadata(call)
        if call.kind is Kind.BY_PLATFORM:
            return _by_platform(call)
        if call.kind is Kind.IDENTIFIERS:
            return _identifiers(call)
        raise Refusal(404)

    def _series(self, call: Call, endpoint: Endpoint, no_profile: WhenMissing) -> Answer:
        allowed = ALLOWED[endpoint]
        if call.platform not in allowed:
            raise Refusal(400, f'Only "{", ".join(allowed)}" are supported platforms.')
        artist = known_artist(call.artist)
        today = self._settings.last_day()
        first, last = period_of(call, today)
        offset, limit = paging(call)
        has_profile = call.platform not in NO_PROFILE.get(artist.name, ())
        if not has_profile and no_profile is WhenMissing.NOT_FOUND:
            raise Refusal(404)
        rows: list[bytes] = []
        total = 0
        if has_profile or no_profile is WhenMissing.ZEROS:
            descending = call.query.get("sort", "desc" if call.kind in _NEWEST_FIRST else "asc") == "desc"
            series = Series(artist, endpoint, call.platform, flat_zero=not has_profile)
            page = self._rows.page(
                series, first, min(last, today), offset=offset, limit=limit, descending=descending
            )
            rows, total = page.rows, page.total
        block = page_block(_path_in_links(call), call.query, offset, limit, total)
        return collection(rows, block, _related(artist, call.platform, today))


def _path_in_links(call: Call) -> str:
    """Give the path that `next` names, which upstream is not always the one that was called."""
    return call.path.replace("/api/v2.37/", "/api/v2/", 1)


@lru_cache(maxsize=4096)
def _related(artist: Artist, platform: str, today: date) -> bytes:
    crawled = f"{today.isoformat()}T00:00:00+01:00"
    return encode({"artist": light(artist), "platform": platform, "lastCrawlDate": crawled})


def _search(call: Call, no_match: WhenMissing) -> Answer:
    offset, limit = paging(call, MAX_SEARCH_LIMIT)
    found = search(call.term)
    if not found and no_match is WhenMissing.NOT_FOUND:
        raise Refusal(404, f'No artist found for "{call.term}".')
    items = [encode(search_item(artist)) for artist in found[offset : offset + limit]]
    return collection(items, page_block(call.path, call.query, offset, limit, len(found)))


def _metadata(call: Call) -> Answer:
    uuids = call.artist.split(",")
    if len(uuids) == 1:
        return single("artist", artist_object(known_artist(call.artist)))
    if len(uuids) > MAX_BATCH:
        raise Refusal(400, f"At most {MAX_BATCH} artists can be asked for at once.")
    known = [ARTIST_BY_UUID[uuid] for uuid in uuids if uuid in ARTIST_BY_UUID]
    items = [encode(artist_object(artist)) for artist in known]
    return collection(items, page_block(call.path, call.query, 0, MAX_LIMIT, len(items)))


def _by_platform(call: Call) -> Answer:
    if call.platform not in IDENTIFIED:
        raise Refusal(400, "Invalid platform code.")
    artist = artist_by_identifier(call.platform, call.identifier)
    if artist is None:
        raise Refusal(404)
    return single("artist", artist_object(artist))


def _identifiers(call: Call) -> Answer:
    artist = known_artist(call.artist)
    platform = call.query.get("platform")
    if platform is not None and platform not in IDENTIFIED:
        raise Refusal(400, "Invalid platform code.")
    offset, limit = paging(call)
    items = identifier_items(
        artist, platform=platform, only_default=call.query.get("onlyDefault") in ("true", "1")
    )
    shown = [encode(item) for item in items[offset : offset + limit]]
    block = page_block(call.path, call.query, offset, limit, len(items))
    return collection(shown, block, encode(light(artist)))
