"""The simulated Soundcharts, a call at a time and without a network: what sections are tested over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from http import HTTPStatus

from linernotes.model.errors import QuotaSpent, Throttled, UpstreamError
from linernotes.soundcharts.calls import Get
from linernotes.soundcharts.replies import Reply, error_of
from local.simulator.calls import read_call
from local.simulator.scenario import Scenario
from local.simulator.settings import Settings
from local.simulator.simulation import Simulation
from tests.unit.builders import NOW


def simulated(
    scenario: Scenario | None = None, *, today: date | None = None
) -> Callable[[Get], bytes | UpstreamError]:
    """Give what answers calls as the simulator does on `today`; `scenario` says what goes wrong."""
    simulation = Simulation(Settings(today=today or NOW.date()))
    if scenario is not None:
        simulation.play(scenario)

    def answer(get: Get) -> bytes | UpstreamError:
        call = read_call("GET", get.path, {name: str(value) for name, value in get.params.items()})
        verdict = simulation.judge(call, "app", "key")
        told = simulation.answer(call, verdict)
        if told.status == HTTPStatus.OK:
            return told.body
        headers = simulation.headers(verdict)
        if told.status == HTTPStatus.TOO_MANY_REQUESTS:
            spent = headers.get("x-quota-remaining") == "0"
            return QuotaSpent("the month's calls are used up") if spent else Throttled("too many", 10.0)
        return error_of(Reply(told.status, headers, told.body, NOW))

    return answer
