"""Chromium, started once for these tests and gone after them; a tab for each test."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.e2e.browser.visitor import Visitor
from tests.e2e.world import World

_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
_ARGUMENTS = [
    "--no-sandbox",  # there is none for root, as whom containers run
    "--disable-gpu",
    "--disable-quic",
    # It must not talk to anybody by itself.
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]

Visit = Callable[..., Visitor]


# Ended with the package: for as long as it is there, its event loop counts as running in this thread, and
# whatever else runs one there fails.
@pytest.fixture(scope="package")
def chromium(request: pytest.FixtureRequest) -> Iterator[Browser]:
    assert isinstance(request.node, pytest.Package), "without __init__.py this would end with the session"
    with sync_playwright() as driver:
        path = next(filter(None, map(shutil.which, _NAMES)), driver.chromium.executable_path)
        assert Path(path).exists(), "Chromium is needed: `make browser` fetches it"
        browser = driver.chromium.launch(executable_path=path, args=_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium: Browser, world: World) -> Iterator[Visit]:
    """Give a maker of visitors; what they have not said they expect must not have gone wrong."""
    visitors: list[Visitor] = []

    def make(**options: Any) -> Visitor:
        usual = {"viewport": {"width": 1440, "height": 1000}, "locale": "en-US", "reduced_motion": "reduce"}
        visitors.append(Visitor(chromium.new_context(**{**usual, **options}), world))
        return visitors[-1]

    yield make
    for visitor in visitors:
        visitor.context.close()
    for visitor in visitors:
        visitor.assert_nothing_went_wrong()


@pytest.fixture
def visitor(visit: Visit) -> Visitor:
    return visit()
