"""A visitor of the page: a tab of a real Chromium, and everything that went wrong in it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, Request, Response, expect

from local.simulator import ARTISTS
from tests.e2e.caller import Caller
from tests.e2e.world import World
from tests.unit.web import WEB

WITHIN_MS = 60_000
expect.set_options(timeout=WITHIN_MS / 2)
_AXE = (WEB / "node_modules" / "axe-core" / "axe.min.js").read_text()
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_NAMES = {artist.uuid: artist.name for artist in ARTISTS}


class Visitor:
    """One tab. `refusals` are the statuses the test means to get; any other error fails it."""

    def __init__(self, context: BrowserContext, world: World) -> None:
        self.world = world
        self.context = context
        self.page: Page = context.new_page()
        self.page.set_default_timeout(WITHIN_MS)
        self.refusals: set[int] = set()
        self.asked: list[str] = []
        self._wrong: list[str] = []
        self.page.on("console", self._on_console)
        self.page.on("pageerror", lambda error: self._wrong.append(f"uncaught: {error}"))
        self.page.on("request", self._on_request)
        self.page.on("response", self._on_response)

    # Addresses

    def open(self, request: Mapping[str, Any] | None = None, *, key: str | None = None, **more: str) -> None:
        """Open the page with its form filled in for a request, and with the stack's own key unless told."""
        key = self.world.stack.api_key if key is None else key
        fragment = f"#key={key}" if key else ""
        self.page.goto(f"{self.world.stack.api_url}/{address_of(request or {}, **more)}{fragment}")

    def opened(self, request: Mapping[str, Any] | None = None, **more: str) -> Visitor:
        """Open the page and wait until it knows the platforms, also where a report folds the form away."""
        self.open(request, **more)
        known = self.page.get_by_role("checkbox", name="Spotify Monthly Listeners", include_hidden=True)
        expect(known).to_be_attached()
        return self

    @property
    def report_id(self) -> str:
        """The report the address bar leads to."""
        match = re.search(r"[?&]report=([^&#]+)", self.page.url)
        assert match, self.page.url
        return match[1]

    # What is on the page

    def button(self, name: str | re.Pattern[str]) -> Locator:
        return self.page.get_by_role("button", name=name)

    def checkbox(self, name: str) -> Locator:
        return self.page.get_by_role("checkbox", name=name, exact=True)

    def heading(self, name: str | re.Pattern[str]) -> Locator:
        return self.page.get_by_role("heading", name=name, exact=isinstance(name, str))

    def text(self, text: str | re.Pattern[str]) -> Locator:
        return self.page.get_by_text(text)

    @property
    def artists(self) -> Locator:
        return self.page.get_by_role("combobox", name="Artists")

    @property
    def options(self) -> Locator:
        """Give what the open list offers."""
        return self.page.get_by_role("listbox").get_by_role("option")

    def card(self, platform: str) -> Locator:
        return self.page.get_by_role("article").filter(has=self.heading(platform))

    def row(self, artist: str, platform: str) -> Locator:
        """Give a row of the table, by the button that opens it: grouped, the name stands above the rows."""
        opener = self.button(re.compile(rf"^Details of {re.escape(artist)} on {re.escape(platform)}\b"))
        return self.page.get_by_role("row").filter(has=opener)

    def change(self) -> None:
        """Unfold the form a report was made with."""
        self.button("Change what is asked for").click()
        expect(self.button("Create report")).to_be_visible()

    def make(self) -> None:
        """Press the button and wait for the answer."""
        self.button("Create report").click()
        self.answered()

    def answered(self) -> None:
        expect(self.button("Export to Excel")).to_be_visible(timeout=WITHIN_MS)

    # What must hold

    def assert_accessible(self) -> None:
        """Hold what is on the page now to WCAG 2.2 AA, as far as axe can tell."""
        self.page.evaluate(_AXE)
        found = self.page.evaluate(
            "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})", _RULES
        )
        assert found["passes"]
        violations = {
            violation["id"]: [node["html"] for node in violation["nodes"]]
            for violation in found["violations"]
        }
        assert not violations, violations

    def assert_fits(self) -> None:
        """Hold the page to the width of the window."""
        widths = self.page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
        assert widths[0] <= widths[1]

    def assert_nothing_went_wrong(self) -> None:
        """No error, nothing the policy refused, nobody asked but the stack."""
        assert self._wrong == []

    def _on_console(self, message: ConsoleMessage) -> None:
        # Of a status that is an error Chromium says so in the console; the status itself is looked at below.
        if message.type in ("error", "warning") and not message.text.startswith("Failed to load resource"):
            self._wrong.append(f"console: {message.text}")

    def _on_request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        self.asked.append(f"{request.method} {parts.path.rpartition('/v1')[2] or parts.path}")
        if parts.netloc != urlsplit(self.world.stack.api_url).netloc:
            self._wrong.append(f"asked another host: {request.url}")

    def _on_response(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self.refusals:
            self._wrong.append(f"{response.status} from {response.url}")


def name_of(uuid: str) -> str:
    """Give the name of an artist of the simulated Soundcharts."""
    return _NAMES[uuid]


def address_of(request: Mapping[str, Any], **more: str) -> str:
    """Write the query of the page's address for a request, as somebody else would who makes a link."""
    query = [("artist", f"{uuid} {name_of(uuid)}") for uuid in request.get("artists", ())]
    if request:
        query.append(("platforms", ",".join(request["platforms"])))
        query += [("from", request["start_date"]), ("to", request["end_date"])]
    query += [(name, request[name]) for name in ("country", "compare") if name in request]
    if request.get("sections"):
        query.append(("sections", ",".join(request["sections"])))
    query += more.items()
    return f"?{urlencode(query)}" if query else ""


def grouped(value: float) -> str:
    """Write a whole number as people who read American English do."""
    return f"{value:,.0f}"


def result_of(caller: Caller, report_id: str) -> dict[str, Any]:
    """Give the result of a report as the API tells it."""
    result: dict[str, Any] = caller.report(report_id)["result"]
    return result


def downloaded(visitor: Visitor, folder: Path) -> Path:
    """Export the report by a click on the button; gives where the workbook is."""
    with visitor.page.expect_download() as waiting:
        visitor.button("Export to Excel").click()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path
