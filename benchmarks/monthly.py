"""What a stack costs by the month whether or not it is asked for anything, counted in its template.

`python -m benchmarks.monthly` prints the tables that docs/operations.md has.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from benchmarks.prices import ALARM_METRICS, CUSTOM_METRICS, DASHBOARDS, SECRETS, Charge
from benchmarks.tables import Table
from linernotes.telemetry import Metric
from local.template_loops import template_written_out

HOURS = 730
"""In a month, as AWS counts them."""
RECEIVES_A_MINUTE = 15
"""How often Lambda asks an empty queue for messages: by five pollers, each of which waits 20 s."""
RANKING_ENTRIES = 200
"""Artists on a long ranking, each an item; most rankings have fewer."""
WRITES_AN_ENTRY = 3
"""The entry itself, and the month it lies in, made again and noted."""

Template = Mapping[str, Any]


def monthly_cost(template: Template) -> Table:
    """Price what is there without any report."""
    alarms, secrets = alarm_metrics(template), len(_of_type(template, "AWS::SecretsManager::Secret"))
    queues, dashboards = queue_mappings(template), len(_of_type(template, "AWS::CloudWatch::Dashboard"))
    receives = queues * RECEIVES_A_MINUTE * 60 * HOURS
    idle = [
        ("Metrics that alarms look at", f"{alarms}", ALARM_METRICS.cost(alarms)),
        ("Secrets", f"{secrets}", SECRETS.cost(secrets)),
        (
            "Asking queues that are empty",
            f"{queues} × {RECEIVES_A_MINUTE} a minute",
            Charge.SQS_REQUESTS.value.cost(receives),
        ),
    ]
    metrics = len(Metric)
    rows = [
        *idle,
        ("**Idle**", "", sum(usd for *_, usd in idle)),
        ("Metrics of our own, if all were written in every hour", f"{metrics}", CUSTOM_METRICS.cost(metrics)),
        ("The dashboard, if the account has three others", f"{dashboards}", DASHBOARDS.cost(dashboards)),
    ]
    return Table(
        "By the month", ("For", "How many", "USD"), [[what, n, f"{usd:.2f}"] for what, n, usd in rows]
    )


def charts_cost(template: Template) -> Table:
    """Price a day of charts, as many rankings as one run may ask for, at most."""
    rankings = int(template["Parameters"]["RankingsPerRun"]["Default"])
    writes = rankings * RANKING_ENTRIES * WRITES_AN_ENTRY
    usd = Charge.WRITE_UNITS.value.cost(writes)
    return Table(
        "Charts, with every platform and country",
        ("Rankings a day", "Writes a day", "USD a day", "USD a month"),
        [[f"{rankings:,}", f"{writes:,}", f"{usd:.2f}", f"{usd * HOURS / 24:.0f}"]],
    )


def alarm_metrics(template: Template) -> int:
    """Count the metrics that alarms look at: what an alarm costs, not only each alarm."""
    return sum(
        sum("MetricStat" in query for query in alarm["Metrics"]) if "Metrics" in alarm else 1
        for alarm in _of_type(template, "AWS::CloudWatch::Alarm")
    )


def queue_mappings(template: Template) -> int:
    """Count the queues that functions are fed by, each of which is asked all the time."""
    return sum(
        event["Type"] == "SQS"
        for function in _of_type(template, "AWS::Serverless::Function")
        for event in function.get("Events", {}).values()
    )


def _of_type(template: Template, kind: str) -> list[Mapping[str, Any]]:
    return [resource["Properties"] for resource in template["Resources"].values() if resource["Type"] == kind]


def main() -> None:
    """Print both tables."""
    template = template_written_out()
    print(monthly_cost(template).markdown())
    print(charts_cost(template).markdown())


if __name__ == "__main__":
    main()
