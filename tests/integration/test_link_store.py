"""The contract of SharedLinkStore, and of unsharing, held to by DynamoDB and by the twins in memory alike."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from linernotes.reports.dynamo_links import DynamoLinkStore
from linernotes.reports.dynamo_reports import DynamoReportStore
from linernotes.reports.ports import ReportStore, SharedLinkStore
from linernotes.reports.sharing import SharedLink, token_digest
from tests.integration.template_tables import create_table, expiry_attribute
from tests.unit.builders import NOW, a_report
from tests.unit.memory import MemoryLinkStore, MemoryReportStore

LINK = SharedLink("a-report", created_at=NOW, expires_at=NOW + timedelta(days=30))
DIGEST = token_digest("a token")


@pytest.fixture
def table(dynamodb: Any) -> str:
    return create_table(dynamodb, "ReportsTable")


@pytest.fixture(params=["dynamo", "memory"])
def links(request: pytest.FixtureRequest) -> SharedLinkStore:
    if request.param == "memory":
        return MemoryLinkStore()
    return DynamoLinkStore(request.getfixturevalue("dynamodb"), request.getfixturevalue("table"))


@pytest.fixture(params=["dynamo", "memory"])
def reports(request: pytest.FixtureRequest) -> ReportStore:
    if request.param == "memory":
        return MemoryReportStore()
    dynamodb = request.getfixturevalue("dynamodb")
    return DynamoReportStore(dynamodb, request.getfixturevalue("table"), retention_days=90, clock=lambda: NOW)


def test_a_link_is_found_as_it_was_added(links: SharedLinkStore) -> None:
    links.add(DIGEST, LINK)
    assert links.find(DIGEST) == LINK


def test_there_is_no_link_nobody_added(links: SharedLinkStore) -> None:
    links.add(DIGEST, LINK)
    assert links.find(token_digest("another")) is None


def test_the_table_forgets_a_link_and_not_before_it_has_expired(dynamodb: Any, table: str) -> None:
    DynamoLinkStore(dynamodb, table).add(DIGEST, LINK)
    (item,) = dynamodb.scan(TableName=table)["Items"]
    assert int(item[expiry_attribute("ReportsTable")]["N"]) >= LINK.expires_at.timestamp()
    assert "a token" not in repr(item)


def test_a_report_remembers_when_its_links_were_revoked(reports: ReportStore) -> None:
    report = a_report()
    reports.create(report)
    reports.unshare(report.report_id, now=NOW)
    found = reports.get(report.report_id)
    assert found is not None
    assert found.unshared_at == NOW


def test_revoking_the_links_of_no_report_makes_none(reports: ReportStore) -> None:
    reports.unshare("nobody's", now=NOW)
    assert reports.get("nobody's") is None
