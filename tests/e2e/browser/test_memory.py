"""What the page keeps of answers it no longer shows: nothing."""

from __future__ import annotations

from playwright.sync_api import CDPSession, expect

from tests.e2e.browser.made_reports import PLATFORMS, a_report, give
from tests.e2e.browser.visitor import Visitor

ANSWERS = 10
MOST_NODES, MOST_LISTENERS, MOST_HEAP_BYTES = 200, 10, 1_000_000
"""How much more there may be after ten answers: less than a tenth of what a single one is made of."""


def held(session: CDPSession) -> dict[str, float]:
    """Count what the page holds once everything that can be let go is."""
    for _ in range(3):
        session.send("HeapProfiler.collectGarbage")
    metrics = session.send("Performance.getMetrics")["metrics"]
    return {metric["name"]: metric["value"] for metric in metrics}


def test_ten_answers_leave_no_more_behind_than_one(visitor: Visitor) -> None:
    # Of different lengths, to be told apart by their titles.
    reports = [{**a_report(artists, list(PLATFORMS)), "report_id": f"of-{artists}"} for artists in (9, 10)]
    for report in reports:
        give(visitor.page, report)
    session = visitor.context.new_cdp_session(visitor.page)
    session.send("Performance.enable")
    visitor.opened(report=reports[0]["report_id"]).answered()
    visitor.page.evaluate("id => { history.pushState(null, '', `?report=${id}`); }", reports[1]["report_id"])

    def switch(to: int) -> None:
        if to:
            visitor.page.go_forward()
        else:
            visitor.page.go_back()
        expect(visitor.heading(f"{len(reports[to]['request']['artists'])} artists")).to_be_visible()
        expect(visitor.page.locator("canvas")).to_have_count(len(PLATFORMS))
        rows = len(reports[to]["result"]["detailed_breakdown"])
        expect(visitor.page.locator(".breakdown .row")).to_have_count(rows)

    for to in (0, 1, 0):
        switch(to)
    before = held(session)
    for answer in range(ANSWERS):
        switch(1 - answer % 2)
    after = held(session)
    grown = {name: after[name] - before[name] for name in ("Nodes", "JSEventListeners", "JSHeapUsedSize")}
    assert grown["Nodes"] <= MOST_NODES, grown
    assert grown["JSEventListeners"] <= MOST_LISTENERS, grown
    assert grown["JSHeapUsedSize"] <= MOST_HEAP_BYTES, grown
