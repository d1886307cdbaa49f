"""A simulated Soundcharts: the documented API over made-up figures, and faults on demand.

Run it with `python -m local.simulator`, or from Python::

    with start_simulator() as simulator:
        simulator.misbehave(rules=[{"match": {"platform": "spotify"}, "then": 503, "times": 1}])
        requests.get(f"{simulator.base_url}/api/v2/artist/…/streaming/spotify", headers=…)
        simulator.calls()["by_status"]

Any `x-app-id` and `x-api-key` do, but for the key `wrong`. What can be made to fail, and how to see what was
called, is told in `local.simulator.control`. Where the real API is not known (the text of some errors, what
`limit=101` does) the simulator takes the stricter reading. Upstream, a `next` link may name another version
than the one called; on the followers endpoint it does so here too, and leads nowhere.

`CHARTS` are ranked on the 120 days from 2024-07-04 on and on the 30 days up to yesterday.
"""

from local.simulator.artists import ARTISTS, BILLIE_EILISH, TONES_AND_I, Artist, artists_named
from local.simulator.chart_list import CHART_BY_SLUG, CHARTS, SimulatedChart
from local.simulator.chart_songs import (
    BAD_GUY,
    SONG_WITHOUT_METADATA,
    SONGS_WITHOUT_ARTISTS,
    ChartSong,
    songs_of,
)
from local.simulator.profiles import identifier_of, url_of
from local.simulator.running import ControlError, Simulator, start_simulator

__all__ = [
    "ARTISTS",
    "BAD_GUY",
    "BILLIE_EILISH",
    "CHARTS",
    "CHART_BY_SLUG",
    "SONGS_WITHOUT_ARTISTS",
    "SONG_WITHOUT_METADATA",
    "TONES_AND_I",
    "Artist",
    "ChartSong",
    "ControlError",
    "SimulatedChart",
    "Simulator",
    "artists_named",
    "identifier_of",
    "songs_of",
    "start_simulator",
    "url_of",
]
