"""One simulated Soundcharts: everything but the network."""

from __future__ import annotations

import time
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from local.simulator.answers import QUOTA_SPENT, TOO_MANY_CALLS, Answer, Refusal, error, single
from local.simulator.api import Api
from local.simulator.calls import Call, Kind
from local.simulator.damage import damaged
from local.simulator.limits import Limits
from local.simulator.rule_book import RuleBook
from local.simulator.scenario import Fault, Rule, Scenario
from local.simulator.settings import Settings


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is decided when a call comes in: refused already, or let through; `rule` is what struck it."""

    refusal: Answer | None = None
    rule: Rule | None = None

    @property
    def fault(self) -> Fault | None:
        """Name the fault that struck, if it was one and not a mere status."""
        return self.rule.then if self.rule and isinstance(self.rule.then, Fault) else None


class Simulation:
    """Decides about calls and answers them."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._api = Api(settings)
        self.play(Scenario())

    @property
    def latency_s(self) -> float:
        """Give how long every answer takes."""
        return self._scenario.latency_s

    def play(self, scenario: Scenario) -> None:
        """Behave like this from now on, with all counts of limits and rules back at zero."""
        self._scenario = scenario
        self._limits = Limits(scenario.calls_per_minute, scenario.quota)
        self._rules = RuleBook(self._settings.seed, scenario.rules)

    def judge(self, call: Call, app_id: str, api_key: str) -> Verdict:
        """Decide about a call as it comes in: rate, credentials, rules, quota, in this order."""
        free = call.kind is Kind.USAGE
        if not free and not self._limits.take_rate(time.monotonic()):
            return Verdict(error(429, TOO_MANY_CALLS))
        if not self._settings.accepts(app_id, api_key):
            return Verdict(error(401))
        rule = self._rules.strike(call)
        if rule is not None:
            refusal = _refusal_by(rule)
            # What the server fails on is not charged for, nor what it refuses for want of quota or rate.
            if refusal is not None and (refusal.status >= 500 or refusal.status in (401, 429)):
                return Verdict(refusal, rule)
            if free or self._limits.take_quota():
                return Verdict(refusal, rule)
        elif free or self._limits.take_quota():
            return Verdict()
        return Verdict(error(429, QUOTA_SPENT))

    def answer(self, call: Call, verdict: Verdict) -> Answer:
        """Work out the answer to a call, damaged if the rule that struck it says so."""
        if verdict.refusal is not None:
            return verdict.refusal
        try:
            answer = self._answer(call)
        except Refusal as refusal:
            # That nobody has this identifier costs nothing: the artist is only looked for from then on.
            if call.kind is Kind.BY_PLATFORM and refusal.answer.status == HTTPStatus.NOT_FOUND:
                self._limits.give_back_quota()
            return refusal.answer
        return answer if verdict.fault is None else damaged(answer, call, verdict.fault)

    def headers(self, verdict: Verdict) -> dict[str, str]:
        """Give the headers that tell of quota and rate."""
        headers = self._limits.headers(time.monotonic(), quota_spent=self._rules.quota_is_spent())
        if verdict.rule is not None and verdict.fault is Fault.PER_MINUTE:
            headers |= {"x-ratelimit-remaining": "0", "x-ratelimit-reset": str(verdict.rule.reset_s)}
        if verdict.fault is Fault.QUOTA_SPENT:
            headers["x-quota-remaining"] = "0"
        return headers

    def _answer(self, call: Call) -> Answer:
        if call.method != "GET":
            raise Refusal(405)
        if call.kind is Kind.USAGE:
            return single("usage", self._usage())
        return self._api.answer(call, self._scenario)

    def _usage(self) -> dict[str, Any]:
        return self._limits.usage(
            time.monotonic(), self._settings.last_day(), quota_spent=self._rules.quota_is_spent()
        )


def _refusal_by(rule: Rule) -> Answer | None:
    if rule.then is Fault.QUOTA_SPENT:
        return error(429, rule.message or QUOTA_SPENT)
    if rule.then is Fault.PER_MINUTE:
        return error(429, rule.message or TOO_MANY_CALLS)
    if isinstance(rule.then, Fault):
        return None
    return error(rule.then, rule.message)
