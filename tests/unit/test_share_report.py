"""Shared links: one report each, for a while, and nothing by guessing."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import timedelta

import pytest

from linernotes.model.errors import ReportNotFound
from linernotes.model.report import Report
from linernotes.reports.share_report import share_report, shared_report
from linernotes.reports.sharing import TOKEN, TOKEN_BYTES, page_link, token_digest
from tests.unit.builders import NOW, a_report
from tests.unit.memory import MemoryLinkStore, MemoryReportStore

DAY = timedelta(days=1)
REPORT = a_report()


class Shared:
    """A stored report and its links."""

    def __init__(self) -> None:
        self.reports = MemoryReportStore()
        self.links = MemoryLinkStore()
        self.reports.create(REPORT)
        self.now = NOW

    def share(self, report: Report = REPORT) -> str:
        return share_report(
            report,
            now=self.now,
            valid_for=DAY,
            new_token=lambda: secrets.token_urlsafe(TOKEN_BYTES),
            links=self.links,
        )

    def opens(self, token: str) -> bool:
        try:
            found = shared_report(token, now=self.now, links=self.links, reports=self.reports)
        except ReportNotFound:
            return False
        return found.report.report_id == REPORT.report_id


@pytest.fixture
def shared() -> Shared:
    return Shared()


def test_a_token_opens_the_report_it_was_made_for(shared: Shared) -> None:
    other = replace(REPORT, report_id="another")
    shared.reports.create(other)
    token, others = shared.share(), shared.share(other)
    assert shared.opens(token)
    assert not shared.opens(others)


def test_a_token_is_kept_nowhere(shared: Shared) -> None:
    token = shared.share()
    assert list(shared.links.links) == [token_digest(token)]
    assert token not in repr(shared.links.links)


def test_a_token_has_as_many_random_bytes_as_nobody_can_guess(shared: Shared) -> None:
    tokens = {shared.share() for _ in range(100)}
    assert len(tokens) == 100
    assert all(TOKEN.fullmatch(token) for token in tokens)
    assert TOKEN_BYTES >= 32


def test_a_link_closes_when_its_time_is_up_though_its_item_is_still_there(shared: Shared) -> None:
    token = shared.share()
    shared.now = NOW + DAY - timedelta(seconds=1)
    assert shared.opens(token)
    shared.now = NOW + DAY
    assert not shared.opens(token)
    assert shared.links.links


def test_revoking_closes_every_link_made_so_far_and_none_made_later(shared: Shared) -> None:
    before = [shared.share(), shared.share()]
    shared.now += timedelta(minutes=1)
    shared.reports.unshare(REPORT.report_id, now=shared.now)
    assert not any(map(shared.opens, before))
    shared.now += timedelta(minutes=1)
    assert shared.opens(shared.share())


def test_unknown_expired_and_revoked_links_are_refused_in_the_same_words(shared: Shared) -> None:
    expired = shared.share()
    shared.now = NOW + DAY
    revoked = shared.share()
    shared.reports.unshare(REPORT.report_id, now=shared.now)
    refusals = set()
    for token in (expired, revoked, "A" * 43, "", "../reports", "SHARED#x"):
        with pytest.raises(ReportNotFound) as refusal:
            shared_report(token, now=shared.now, links=shared.links, reports=shared.reports)
        refusals.add(str(refusal.value))
    assert len(refusals) == 1


def test_the_token_is_in_the_fragment_of_the_pages_address() -> None:
    assert page_link("https://example.org/v1/", "abc") == "https://example.org/v1/#shared=abc"
