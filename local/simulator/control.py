"""The control plane: how tests, the demo and benchmarks look at the simulator and make it misbehave.

It lives under `/_control`, needs no credentials, is never counted, and is no part of the real API.

`GET /_control/calls?last=N`
    What was called since the start or the last reset: `total`, `by_endpoint` (search, metadata,
    by_platform, identifiers, streaming, listening, social, audience, chart_platforms, chart_list,
    chart_rankings, ranking, song, usage, other), `by_status` ("unanswered" for calls that got no whole
    answer), `in_flight`, `peak_in_flight`, and `recent`: the latest N calls (100 unless told, at most
    10,000), oldest first, each `{method, path, query, endpoint, time, status, fault}`.

`POST /_control/reset`
    Forgets all calls, faults and used quota, and breaks off the calls that hang.

`GET /_control/faults`, `PUT /_control/faults`
    What is to go wrong. A PUT replaces the whole document and starts every count in it (`times`, quota,
    calls this minute) again; what is not in it has its default. A document that is not understood is a 400
    that says why, and changes nothing. ::

        {"latency_s": 0,               # every answer takes so long
         "calls_per_minute": 5000,     # more in a minute: 429, as `per_minute` below
         "quota": 10000000,            # calls; after these and 10 % more: 429, as `quota_spent` below
         "no_match": "empty",          # a search without a match: "empty" items, or "not_found" (404)
         "no_profile": "empty",        # a platform the artist is not on: "empty", "not_found" or "zeros"
         "rules": [{"match": {"path": "/streaming/", "artist": "<uuid>", "platform": "spotify",
                              "start": "2024-09-01"},
                    "then": 503, "times": 2, "each": false, "probability": 0.5}],
         "charts": {"gone": ["global-28"],        # not listed any more, and 404
                    "empty": ["hits-31"],         # rankings without items
                    "revised": ["italia-55"],     # corrected: other positions, figures, one other song
                    "republished": ["global-2"],  # corrected too, and listed again an hour later
                    "broken_rows": ["global-28"], # a row without a song, and a position that is a text
                    "unranked": {"hits-31": ["2024-09-05"]},   # days on which a chart was not ranked
                    "songs_without_artists": ["<uuid>"]}}

    Of a rule only `then` is required. `match` is a regular expression found in the path, the artist's
    uuid, the platform's code, and the call's `startDate`; what is absent fits every call. The first rule
    that strikes decides. `times`: only the first N calls that match; with `each` the first N of each
    path and query. `probability`: by the seed and the count of calls that matched, so it strikes the same
    ones every time. `message` replaces the text of an error. Which artists are not on which platform is
    in `local.simulator.platforms.NO_PROFILE`, which charts there are in `local.simulator.chart_list.CHARTS`.

    `then` is one of

    ================  ==========================================================================
    400 … 504         an error of that status: 400, 401, 403, 404, 405, 409, 410, 429, 500, 502,
                      503, 504. A mere 429 says neither quota nor rate.
    `quota_spent`     429 with the quota's text; the usage endpoint and `x-quota-remaining` agree
    `per_minute`      429 with "maximum request count"; `x-ratelimit-reset` is `reset_s` (60)
    `slow`            the right answer after `seconds` (5), on top of `latency_s`
    `slow_drip`       the right answer, its bytes trickling over `seconds` (30)
    `hang`            no answer, ever; the connection stays open until a reset
    `disconnect`      half the body, then the connection is closed
    `garbage`         200, but not JSON
    `html`            200, a web page
    `wrong_shape`     200, JSON of another form
    `old_form`        series in the older in-house form: `items` with `source`, `type`, a plain date,
                      `countryPlots` of code and value only, and `total` beside them
    ================  ==========================================================================

    The usage endpoint is free: neither limit, nor the two rules of the same name, ever refuse it.
"""

from __future__ import annotations

import json
from typing import Any

from local.simulator.answers import Answer, encode
from local.simulator.call_log import KEPT, CallLog
from local.simulator.scenario import BadScenario, Scenario, read_scenario
from local.simulator.simulation import Simulation

PREFIX = "/_control/"
_DEFAULT_LAST = 100


class ControlPlane:
    """Answers what is asked under `/_control`; `log` is where calls are to be recorded."""

    def __init__(self, simulation: Simulation) -> None:
        self._simulation = simulation
        self._document: Any = {}
        self.log = CallLog()

    def answer(self, method: str, path: str, last: str | None, body: bytes) -> Answer:
        """Answer a call; `last` is that query parameter. A reset also needs the hanging calls broken off."""
        match method, path.removeprefix(PREFIX):
            case "GET", "calls":
                return self._calls(last)
            case "POST", "reset":
                return self._reset()
            case "GET", "faults":
                return Answer(200, encode(self._document))
            case "PUT", "faults":
                return self._play(body)
        return Answer(404, encode({"error": f"no {method} {path} on the control plane"}))

    def _calls(self, last: str | None) -> Answer:
        if last is None:
            return Answer(200, encode(self.log.shown(_DEFAULT_LAST)))
        if not (last.isascii() and last.isdigit()):
            return Answer(400, encode({"error": "last is a whole number"}))
        return Answer(200, encode(self.log.shown(min(int(last), KEPT))))

    def _reset(self) -> Answer:
        self.log = CallLog()
        self._document = {}
        self._simulation.play(Scenario())
        return Answer(200, encode({}))

    def _play(self, body: bytes) -> Answer:
        try:
            scenario = read_scenario(body)
        except BadScenario as problem:
            return Answer(400, encode({"error": str(problem)}))
        self._simulation.play(scenario)
        self._document = json.loads(body)
        return Answer(200, encode(self._document))
