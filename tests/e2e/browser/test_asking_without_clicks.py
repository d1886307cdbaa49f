"""Lists, addresses, lines and rosters: ways to ask that take no clicking, with answers made by hand."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.browser.conftest import Visit
from tests.e2e.browser.made_asking import (
    ANNALISA,
    ELODIE,
    MAHMOOD,
    NIRVANAS,
    Asked,
    a_problem,
    ambiguous,
    an_artist,
    answering,
    found,
    not_asked,
    unknown,
)
from tests.e2e.browser.visitor import Visitor, name_of
from tests.e2e.world import World

SPOTIFY = "https://open.spotify.com/artist/6qqNVTkY8uBg9cP3Jd7DAH"
A_LIST = "Rank;Artist;Label\r\n1;Annalisa;x\r\n2;Nirvana;y\r\n3;Anallisa;z\r\n4;Elodie;x\r\n5;Annalisa;x\r\n"


def answers() -> Asked:
    """One artist of the list is found at once, one is two, one is misspelt and one is not looked up."""
    return Asked(
        resolved={
            "Annalisa": [found(ANNALISA)],
            "Nirvana": [ambiguous("Nirvana", NIRVANAS)],
            "Mahmood": [found(MAHMOOD)],
            "Mahmod": [unknown("Mahmod", MAHMOOD)],
            "Elodie": [not_asked("Elodie"), found(ELODIE)],
        }
    )


def paste(visitor: Visitor, text: str) -> None:
    """Paste into what has the focus, as the keys do."""
    visitor.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visitor.page.evaluate("text => navigator.clipboard.writeText(text)", text)
    visitor.page.keyboard.press("Control+v")


def dialog(visitor: Visitor) -> Locator:
    return visitor.page.get_by_role("dialog")


def chips(visitor: Visitor) -> Locator:
    return visitor.page.locator(".chip-name")


def test_a_pasted_table_is_checked_line_by_line_and_nothing_is_lost(visitor: Visitor) -> None:
    asked = answering(visitor.page, answers())
    visitor.opened()
    visitor.artists.focus()
    paste(visitor, A_LIST)
    expect(dialog(visitor)).to_have_accessible_name("Check 4 artists")
    expect(visitor.heading("Check 4 artists")).to_be_focused()
    expect(dialog(visitor)).to_contain_text("Read from the column “Artist”. 1 line was there twice.")
    expect(dialog(visitor)).to_contain_text("1 found · 1 to choose · 1 not found · 1 not looked up")
    assert asked.sent == [["Annalisa", "Nirvana", "Anallisa", "Elodie"]]
    expect(dialog(visitor)).to_contain_text("3 lines will be left out.")
    visitor.assert_accessible()

    # With the keyboard alone: which of two, what it should have been, and once more.
    keys = visitor.page.keyboard
    which = visitor.page.get_by_role("group", name="Which “Nirvana”?")
    which.get_by_role("radio").first.focus()
    keys.press("ArrowDown")
    expect(which.get_by_role("radio", name=re.compile("United Kingdom"))).to_be_checked()
    expect(visitor.button("Add 2 artists")).to_be_visible()
    mend = visitor.page.get_by_role("group", name="Not looked up: “Elodie”")
    mend.get_by_role("button", name="Look up").press("Enter")
    expect(visitor.page.get_by_role("checkbox", name=re.compile("Elodie"))).to_be_focused()
    mend = visitor.page.get_by_role("group", name="Not found: “Anallisa”")
    mend.get_by_role("textbox").fill("Annalisa")
    mend.get_by_role("textbox").press("Enter")
    expect(dialog(visitor)).to_contain_text("named above")
    visitor.page.get_by_role("checkbox", name=re.compile("Elodie")).uncheck()
    expect(dialog(visitor)).to_contain_text("4 found")
    visitor.assert_accessible()
    # Gone back to, and checked again, the list asks nothing twice.
    number = len(asked.sent)
    visitor.button("Back").click()
    visitor.button("Check the list").click()
    expect(dialog(visitor)).to_contain_text("4 found")
    expect(which.get_by_role("radio", name=re.compile("United Kingdom"))).to_be_checked()
    expect(visitor.page.get_by_role("checkbox", name=re.compile("Elodie"))).not_to_be_checked()
    assert len(asked.sent) == number

    visitor.button("Add 2 artists").press("Enter")
    expect(dialog(visitor)).to_be_hidden()
    expect(chips(visitor)).to_have_text(["Annalisa", "Nirvana"])
    expect(visitor.artists).to_be_focused()
    expect(visitor.text("2 artists added. Left out: Elodie.")).to_be_visible()
    visitor.button("Look at what was left out").click()
    expect(dialog(visitor)).to_have_accessible_name("Check 1 artist")
    visitor.button("Add 1 artist").click()
    expect(chips(visitor)).to_have_text(["Annalisa", "Nirvana", "Elodie"])

    # Somebody of a similar name is offered, and never taken for the one who was written.
    visitor.artists.focus()
    paste(visitor, "Mahmod\nAnnalisa")
    expect(dialog(visitor)).to_contain_text("chosen already")
    expect(visitor.button("No artist to add yet.")).to_be_visible()
    similar = visitor.page.get_by_role("group", name="Nobody is called “Mahmod”")
    similar.get_by_role("radio").first.check()
    visitor.assert_accessible()
    visitor.button("Add 1 artist").click()
    expect(chips(visitor)).to_have_text(["Annalisa", "Nirvana", "Elodie", "Mahmood"])


def test_of_a_list_that_is_too_long_it_is_told_who_is_left_out(visitor: Visitor) -> None:
    names = [f"Artist {number:02d}" for number in range(53)]
    artists = [an_artist(100 + number, name) for number, name in enumerate(names)]
    asked = answering(visitor.page, answers())
    asked.resolved |= {artist["name"]: [found(artist)] for artist in artists}
    visitor.opened()
    visitor.button("Paste a list").click()
    text = visitor.page.get_by_role("textbox", name="Artists, one per line")
    expect(text).to_be_focused()
    visitor.button("Check the list").click()
    expect(visitor.text("There is no name or address in this text.")).to_be_visible()
    visitor.assert_accessible()
    text.fill("\n".join(names))
    visitor.refusals.add(503)
    asked.failing = True
    visitor.button("Check the list").click()
    expect(visitor.text("Soundcharts did not answer in time. Try again in a while.")).to_be_visible()
    expect(dialog(visitor)).to_contain_text("50 not looked up")
    asked.failing = False
    visitor.button("Look up the rest").click()
    over = "3 lines are beyond the 50 a report can have: Artist 50, Artist 51, Artist 52."
    expect(visitor.text(over)).to_be_visible()
    expect(visitor.button("Add 50 artists")).to_be_visible()
    assert asked.sent == [names[:50]]

    # Given up, it is still there, and can be changed.
    visitor.page.keyboard.press("Escape")
    expect(chips(visitor)).to_have_count(0)
    visitor.button("Paste a list").click()
    expect(text).to_have_value("\n".join(names))
    visitor.button("Check the list").click()
    visitor.button("Back").click()
    expect(text).to_be_focused()
    visitor.button("Check the list").click()
    visitor.button("Add 50 artists").click()
    expect(chips(visitor)).to_have_text(names[:50])
    told = "50 artists added. Left out: Artist 50, Artist 51, Artist 52."
    expect(visitor.text(told)).to_be_visible()


def test_an_address_is_its_artist_or_it_is_said_why_not(visitor: Visitor) -> None:
    visitor.refusals.add(422)
    track = "https://open.spotify.com/track/1"
    asked = answering(visitor.page, answers())
    asked.addresses = {
        SPOTIFY: (200, {"artists": [ANNALISA]}),
        track: a_problem(422, "this address is of a track", "q"),
    }
    visitor.opened()
    visitor.artists.focus()
    paste(visitor, track)
    expect(visitor.text("This address is of a track.")).to_be_visible()
    visitor.artists.fill("")
    paste(visitor, SPOTIFY)
    expect(visitor.options).to_have_count(1)
    visitor.page.keyboard.press("Enter")
    expect(chips(visitor)).to_have_text(["Annalisa"])


LINE = "Nirvana, Annalisa on spotify in IT for 2024-09 compare"


def test_a_line_fills_in_the_form_and_leaves_the_button_to_be_pressed(visitor: Visitor) -> None:
    visitor.refusals.add(422)
    asked = answering(visitor.page, answers())
    wrong = "Nirvana, Annalisa on spotifi in IT for 2024-09 compare"
    asked.lines = {
        wrong: a_problem(422, "“spotifi” is no platform.", "text", suggestion=LINE),
        LINE: (200, a_line(artists=[{"name": "Nirvana"}, {"name": "Annalisa"}])),
    }
    visitor.opened()
    line = visitor.page.get_by_role("textbox", name="Ask in one line")
    line.fill(wrong)
    line.press("Enter")
    expect(line).to_have_accessible_description("“spotifi” is no platform.")
    expect(line).to_be_focused()
    visitor.assert_accessible()
    visitor.button(f"Use “{LINE}”").click()
    expect(dialog(visitor)).to_have_accessible_name("Which artists are meant?")
    visitor.page.get_by_role("radio", name=re.compile("United States")).check()
    visitor.button("Fill in 2 artists").click()
    expect(visitor.button("Create report")).to_be_focused()
    expect(chips(visitor)).to_have_text(["Nirvana", "Annalisa"])
    expect(visitor.checkbox("Spotify Monthly Listeners")).to_be_checked()
    expect(visitor.page.get_by_role("combobox", name="Country")).to_have_value("Italy")
    expect(visitor.page.get_by_label("Compare with")).to_have_value("previous_period")
    assert "from=2024-09-01&to=2024-09-30&country=IT" in visitor.page.url
    assert not [call for call in visitor.asked if call == "POST /reports"]
    expect(visitor.text(f"Filled in: {LINE}.")).to_be_visible()
    visitor.assert_accessible()

    visitor.button("Undo").click()
    expect(chips(visitor)).to_have_count(0)
    expect(visitor.page.get_by_role("combobox", name="Country")).to_have_value("")
    expect(line).to_be_focused()


def a_line(**more: Any) -> dict[str, Any]:
    return {
        "artists": [],
        "platforms": ["spotify"],
        "start_date": "2024-09-01",
        "end_date": "2024-09-30",
        "country": "IT",
        "compare": "previous_period",
        "sections": [],
        "songs_limit": None,
        "line": LINE,
        **more,
    }


def test_the_report_of_a_whole_roster_is_two_clicks(world: World, visitor: Visitor) -> None:
    first, second = world.new_artists(2)
    asked = answering(visitor.page, answers())
    members = [{**an_artist(0, name_of(uuid)), "uuid": uuid} for uuid in (first, second)]
    asked.rosters.put("Others", [ANNALISA])
    asked.rosters.put("The round", members, starred=True)
    visitor.opened(
        {"artists": [], "platforms": ["spotify"], "start_date": "2024-09-01", "end_date": "2024-09-30"}
    )
    uses = visitor.page.locator(".use")
    expect(uses).to_have_text(["Use The round 2 artists", "Use Others 1 artist"])
    visitor.button("Use The round").click()
    expect(visitor.button("Use The round")).to_have_attribute("aria-current", "true")
    visitor.make()
    for uuid in (first, second):
        expect(visitor.row(name_of(uuid), "Spotify")).to_be_visible()


def test_rosters_are_kept_changed_and_deleted_and_no_click_loses_artists(visitor: Visitor) -> None:
    visitor.refusals |= {409}
    asked = answering(visitor.page, answers())
    visitor.opened()
    expect(visitor.text(re.compile("^A roster is a list of artists with a name"))).to_be_visible()
    choose(visitor, "Annalisa", "Mahmood")
    visitor.button("Save as a roster").click()
    name = dialog(visitor).get_by_role("textbox", name="Name")
    expect(name).to_be_focused()
    visitor.button("Save").and_(dialog(visitor).locator("button")).click()
    expect(name).to_have_accessible_description("Give it a name.")
    visitor.assert_accessible()
    name.fill("Pop")
    name.press("Enter")
    expect(visitor.button("Use Pop")).to_be_focused()
    expect(visitor.button("Save as a roster")).to_be_hidden()

    # In the place of others, and back.
    asked.rosters.put("Small", [ELODIE])
    visitor.page.reload()
    expect(visitor.button("Use Small")).to_be_visible()
    visitor.button("Use Small").click()
    expect(chips(visitor)).to_have_text(["Elodie"])
    expect(visitor.text("Small: 1 artist, in place of 2.")).to_be_visible()
    visitor.button("Undo").click()
    expect(chips(visitor)).to_have_text(["Annalisa", "Mahmood"])
    visitor.button("Add Small to the artists chosen").click()
    expect(chips(visitor)).to_have_text(["Annalisa", "Mahmood", "Elodie"])
    visitor.button("Star Small").click()
    expect(visitor.button("Star Small")).to_have_attribute("aria-pressed", "true")
    expect(visitor.page.locator(".use-name")).to_have_text(["Small", "Pop"])
    visitor.assert_accessible()

    # Two change the same one.
    visitor.button("Edit Pop").click()
    asked.rosters.put("Pop", [MAHMOOD])
    dialog(visitor).get_by_role("checkbox", name=re.compile("^Replace its 2 artists by the 3")).check()
    visitor.assert_accessible()
    dialog(visitor).get_by_role("button", name="Save", exact=True).click()
    expect(visitor.heading("“Pop” was changed meanwhile")).to_be_visible()
    expect(dialog(visitor).last).to_contain_text("Pop, 3 artists; only here: Annalisa, Elodie")
    visitor.assert_accessible()
    # Closed, the question leads back to what was changed.
    visitor.page.keyboard.press("Escape")
    expect(dialog(visitor)).to_have_count(1)
    expect(dialog(visitor).get_by_role("checkbox", name=re.compile("^Replace its 2 artists"))).to_be_checked()
    expect(name).to_be_focused()
    name.press("Enter")
    visitor.button("Save yours in its place").click()
    expect(visitor.text("Pop is saved.")).to_be_visible()
    assert kept(asked) == {"Small": ["Elodie"], "Pop": ["Annalisa", "Mahmood", "Elodie"]}

    # The same name is not taken twice; a used roster follows the form when told to.
    visitor.button("Edit Pop").click()
    dialog(visitor).get_by_role("textbox", name="Name").fill("Small")
    dialog(visitor).get_by_role("button", name="Save", exact=True).click()
    expect(visitor.text("Another roster has this name.")).to_be_visible()
    visitor.button("Cancel").click()
    visitor.button("Use Pop").click()
    visitor.button("Remove Elodie").click()
    expect(visitor.text("Pop has 3 artists, the form 2.")).to_be_visible()
    visitor.button("Update the roster").click()
    expect(visitor.text("Pop now has 2 artists.")).to_be_visible()
    visitor.button("Edit Small").click()
    visitor.button("Delete…").click()
    expect(visitor.button("Keep it")).to_be_focused()
    visitor.assert_accessible()
    visitor.button("Delete the roster").click()
    expect(visitor.button("Use Small")).to_be_hidden()
    assert kept(asked) == {"Pop": ["Annalisa", "Mahmood"]}

    # One that somebody else has deleted is told by the name it had, not by the one that was typed.
    visitor.refusals.add(404)
    visitor.button("Edit Pop").click()
    name.fill("Hits")
    asked.rosters.all.clear()
    name.press("Enter")
    expect(visitor.heading("“Pop” was deleted meanwhile")).to_be_visible()
    visitor.page.keyboard.press("Escape")
    expect(dialog(visitor)).to_have_count(1)
    expect(name).to_be_focused()
    expect(name).to_have_value("Hits")
    name.press("Enter")
    visitor.button("Leave it deleted").click()
    expect(visitor.text("Pop stays deleted.")).to_be_visible()


def choose(visitor: Visitor, *names: str) -> None:
    """Have artists chosen by a list of their names."""
    visitor.button("Paste a list").click()
    visitor.page.get_by_role("textbox", name="Artists, one per line").fill("\n".join(names))
    visitor.button("Check the list").click()
    visitor.button(re.compile("^Add [0-9]+ artist")).click()


def kept(asked: Asked) -> dict[str, list[str]]:
    return {roster["name"]: [artist["name"] for artist in roster["artists"]] for roster in asked.rosters.all}


@pytest.mark.parametrize("dark", [False, True])
def test_on_a_phone_lists_and_rosters_fit(visit: Visit, dark: bool) -> None:
    visitor = visit(
        viewport={"width": 390, "height": 844}, has_touch=True, color_scheme="dark" if dark else "light"
    )
    asked = answering(visitor.page, answers())
    asked.rosters.put(
        "A roster with rather a long name, as labels have them", [ANNALISA, ELODIE], starred=True
    )
    asked.rosters.put("Small", [MAHMOOD])
    visitor.opened()
    visitor.button("Use Small").click()
    visitor.assert_fits()
    visitor.assert_accessible()
    visitor.artists.focus()
    paste(visitor, A_LIST)
    expect(visitor.button("Add 1 artist")).to_be_visible()
    visitor.assert_fits()
    visitor.assert_accessible()
    width = dialog(visitor).evaluate("element => [element.scrollWidth, element.clientWidth]")
    assert width[0] <= width[1]
