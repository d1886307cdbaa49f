"""List prices, and what a number of requests costs at them.

US East (N. Virginia), US dollars, without free tier and volume discounts, as the pricing pages below
aws.amazon.com list them: /lambda/pricing, /api-gateway/pricing, /sqs/pricing, /sns/pricing,
/dynamodb/pricing/on-demand, /s3/pricing, /cloudwatch/pricing, /secrets-manager/pricing, and
/ec2/pricing/on-demand for data transfer. Noted on 2026-11-22, SNS on 2026-11-30, what is charged by the month
on 2026-12-01, from public descriptions of those pages: look there before quoting a figure.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum


@dataclass(frozen=True, slots=True)
class Price:
    """What is charged for: `usd` for each `per` units."""

    name: str
    usd: float
    per: int

    @property
    def unit(self) -> str:
        """Write the price, e.g. "0.40 a million"."""
        exact, cents = f"{self.usd:g}", f"{self.usd:.2f}"
        return f"{max(exact, cents, key=len)} {_PER[self.per]}"

    def cost(self, units: float) -> float:
        """Give the dollars that so many units cost."""
        return units * self.usd / self.per


_MILLION = 1_000_000
_PER = {1: "each", 1_000: "a thousand", 10_000: "ten thousand", _MILLION: "a million", 2**30: "a GB"}


class Charge(Enum):
    """What a report is charged for."""

    API_REQUESTS = Price("REST API, requests", 3.50, _MILLION)
    LAMBDA_REQUESTS = Price("Lambda, requests", 0.20, _MILLION)
    API_GB_SECONDS = Price("Lambda arm64, GB-seconds of api", 13.3334, _MILLION)
    FETCH_GB_SECONDS = Price("Lambda arm64, GB-seconds of fetch", 13.3334, _MILLION)
    FINALIZE_GB_SECONDS = Price("Lambda arm64, GB-seconds of finalize", 13.3334, _MILLION)
    SQS_REQUESTS = Price("SQS standard, requests", 0.40, _MILLION)
    SNS_REQUESTS = Price("SNS standard, requests", 0.50, _MILLION)
    WRITE_UNITS = Price("DynamoDB on demand, write units", 0.625, _MILLION)
    READ_UNITS = Price("DynamoDB on demand, read units", 0.125, _MILLION)
    S3_PUTS = Price("S3 standard, PUT", 0.005, 1_000)
    S3_GETS = Price("S3 standard, GET", 0.0004, 1_000)
    SECRET_READS = Price("Secrets Manager, calls", 0.05, 10_000)
    LOG_BYTES = Price("CloudWatch Logs, bytes taken in", 0.50, 2**30)


TRANSFER_OUT = Price("Data transfer to the internet, bytes", 0.09, 2**30)

ALARM_METRICS = Price("CloudWatch, metrics that alarms look at, a month", 0.10, 1)
CUSTOM_METRICS = Price("CloudWatch, metrics of one's own, a month", 0.30, 1)
DASHBOARDS = Price("CloudWatch, dashboards beyond an account's first three, a month", 3.00, 1)
SECRETS = Price("Secrets Manager, secrets, a month", 0.40, 1)


def cost_of(usage: Mapping[Charge, float]) -> float:
    """Give the dollars for all that was used."""
    return sum(charge.value.cost(units) for charge, units in usage.items())
