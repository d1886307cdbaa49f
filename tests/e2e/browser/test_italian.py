"""The page in Italian, in a real browser: from asking to the answer, and to English and back."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from local.simulator import BILLIE_EILISH
from tests.e2e.browser.conftest import Visit
from tests.e2e.browser.visitor import WITHIN_MS, Visitor, name_of
from tests.e2e.world import World

_SECTIONS = ["places", "radio", "playlists", "engagement", "moments"]
_SAID = """() => {
    // Rows are of names, of songs, stations, playlists and cities; and of the artists of other reports.
    const names = "td, tbody th, .chips, .part-head h4, .answer-head h2, .recent-list, [lang=en], script";
    const said = [];
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
        const text = texts.currentNode.textContent.trim();
        if (text && !texts.currentNode.parentElement.closest(names)) said.push(text);
    }
    for (const element of document.querySelectorAll("[aria-label], [placeholder]")) {
        if (!element.closest(names)) said.push(element.ariaLabel ?? "", element.placeholder ?? "");
    }
    return said;
}"""
_ENGLISH = re.compile(
    r"\b(the|of|and|with|without|not|is|are|was|this|that|for|by|from|at|your|you|no longer|changed?|days?|"
    r"weeks?|months?|today|songs|tracks|stations?|spins|countries|cities|values?|followers|listeners|"
    r"views|streams|plays|added|removed|best|gained|peak|start|end|status|show all|create|choose|search)\b",
    re.IGNORECASE,
)


def italian(visit: Visit) -> Visitor:
    """Give somebody whose browser is Italian."""
    return visit(locale="it-IT")


def assert_italian(visitor: Visitor) -> None:
    """Hold everything that is said, but names, to be Italian, and marked where it is not."""
    assert visitor.page.evaluate("document.documentElement.lang") == "it"
    said: list[str] = visitor.page.evaluate(_SAID)
    assert len(said) > 20
    assert [text for text in said if _ENGLISH.search(text)] == []


def test_from_asking_to_the_answer_everything_is_italian_and_a_draft_outlives_the_way_to_english_and_back(
    world: World, visit: Visit
) -> None:
    visitor = italian(visit)
    request = world.a_request(platforms=["spotify"], compare="previous_period", sections=_SECTIONS)
    visitor.open({**request, "artists": []})
    expect(visitor.checkbox("Spotify Ascoltatori mensili")).to_be_visible()
    visitor.page.get_by_role("combobox", name="Artisti", exact=True).press_sequentially(
        name_of(BILLIE_EILISH)[:6]
    )
    visitor.options.filter(has_text=name_of(BILLIE_EILISH)).first.click()
    expect(visitor.text(re.compile(r"chiamate su .* rimaste questo mese"))).to_be_visible()
    assert_italian(visitor)
    visitor.assert_accessible()

    visitor.button("Crea il report").click()
    expect(visitor.heading("Creazione del report")).to_be_visible()
    expect(visitor.button("Esporta in Excel")).to_be_visible(timeout=WITHIN_MS)
    expect(visitor.heading("Luoghi")).to_be_visible()
    folded = visitor.page.locator("details.section-part:not([open]) > summary")
    while folded.count():
        folded.first.click()
    assert_italian(visitor)
    visitor.assert_accessible()
    report = visitor.report_id

    visitor.button("Modifica la richiesta").click()
    visitor.page.get_by_label("Confronta con").select_option("previous_year")
    expect(visitor.text(re.compile("il modulo è cambiato"))).to_be_visible()
    visitor.button("English").click()
    expect(visitor.button("Export to Excel")).to_be_visible()
    expect(visitor.text(re.compile("the form has changed"))).to_be_visible()
    expect(visitor.page.get_by_label("Compare with")).to_have_value("previous_year")
    assert visitor.report_id == report
    assert visitor.page.evaluate("document.documentElement.lang") == "en"

    visitor.button("Italiano").click()
    expect(visitor.button("Esporta in Excel")).to_be_visible()
    expect(visitor.page.get_by_label("Confronta con")).to_have_value("previous_year")
    visitor.button("Annulla le modifiche").click()
    expect(visitor.page.get_by_label("Confronta con")).to_have_value("previous_period")
    visitor.page.reload()
    expect(visitor.button("Esporta in Excel")).to_be_visible()
    assert visitor.report_id == report

    visitor.page.set_viewport_size({"width": 390, "height": 844})
    visitor.assert_fits()
    visitor.assert_accessible()
