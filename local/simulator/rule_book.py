"""Which rule strikes which call: the counting that `times`, `each` and `probability` ask for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from local.simulator.calls import Call, Kind
from local.simulator.chance import fraction
from local.simulator.scenario import Fault, Rule

# Upstream, asking for the usage is free: neither limit can refuse it.
_NEVER_ON_USAGE = frozenset({Fault.QUOTA_SPENT, Fault.PER_MINUTE})


class RuleBook:
    """Goes through the rules in order; the first that strikes decides."""

    def __init__(self, seed: int, rules: Sequence[Rule]) -> None:
        self._seed = seed
        self._rules = tuple(rules)
        self._matched: Counter[tuple[int, str]] = Counter()
        self._drawn: Counter[int] = Counter()

    def strike(self, call: Call) -> Rule | None:
        """Give the rule that strikes this call, if any, and count it."""
        for number, rule in enumerate(self._rules):
            spared = call.kind is Kind.USAGE and rule.then in _NEVER_ON_USAGE
            if not spared and rule.match.fits(call) and self._strikes(number, rule, call):
                return rule
        return None

    def quota_is_spent(self) -> bool:
        """Say whether a rule is in force that pretends the month's quota to be used up."""
        return any(
            rule.then is Fault.QUOTA_SPENT and not self._exhausted(number, rule)
            for number, rule in enumerate(self._rules)
        )

    def _strikes(self, number: int, rule: Rule, call: Call) -> bool:
        if rule.times is not None:
            counted = (number, f"{call.path}?{sorted(call.query.items())}" if rule.each else "")
            if self._matched[counted] >= rule.times:
                return False
            self._matched[counted] += 1
        if rule.probability >= 1:
            return True
        self._drawn[number] += 1
        return fraction(self._seed, "rule", number, self._drawn[number]) < rule.probability

    def _exhausted(self, number: int, rule: Rule) -> bool:
        return rule.times is not None and not rule.each and self._matched[number, ""] >= rule.times
