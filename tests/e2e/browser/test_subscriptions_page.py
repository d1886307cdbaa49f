"""What is sent regularly, on the page: made, listed, changed, paused, run and deleted, with receipts.

The API's answers are made by hand: what it does itself is tested where it is called.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.browser.conftest import Visit
from tests.e2e.browser.made_asking import a_problem
from tests.e2e.browser.made_reports import REPORT_ID, a_report, give
from tests.e2e.browser.made_subscriptions import (
    HOOK,
    MAIL,
    SLACK,
    Subscriptions,
    a_run,
    a_subscription,
    answering,
    received,
)
from tests.e2e.browser.visitor import Visitor

NOW = datetime(2026, 12, 1, 10, 0, tzinfo=UTC)
IN_LONDON = {"timezone_id": "Europe/London"}
See = Callable[..., tuple[Visitor, Subscriptions]]


@pytest.fixture
def see(visit: Visit) -> See:
    """Give what opens the page for a key with these subscriptions."""

    def open_page(subscriptions: Subscriptions, **options: Any) -> tuple[Visitor, Subscriptions]:
        visitor = visit(**{**IN_LONDON, **options})
        visitor.page.clock.set_fixed_time(NOW)
        visitor.page.route(
            re.compile(r"/reports\?limit"), lambda route: route.fulfill(status=200, json={"reports": []})
        )
        return visitor, answering(visitor.page, subscriptions)

    return open_page


def listed(visitor: Visitor, title: str) -> Locator:
    """Give a subscription in the list."""
    region = visitor.page.get_by_role("region", name="Subscriptions", exact=True)
    return region.locator(".subscription").filter(has=visitor.page.get_by_role("heading", name=title))


def press(visitor: Visitor, action: str, title: str) -> None:
    visitor.page.get_by_role("button", name=f"{action}: {title}", exact=True).click()


def dialog_of(visitor: Visitor, name: str | re.Pattern[str]) -> Locator:
    return visitor.page.get_by_role("dialog", name=name)


def open_list(visitor: Visitor) -> None:
    visitor.opened()
    visitor.button("Subscriptions").click()
    expect(visitor.heading("Subscriptions")).to_be_focused()


def test_a_report_is_had_regularly_from_the_button_beside_share(see: See) -> None:
    visitor, subscriptions = see(Subscriptions())
    give(visitor.page, a_report(2, ["spotify"], country="IT"))
    visitor.open(report=REPORT_ID)
    visitor.page.locator(".actions").get_by_role("button", name="Send it regularly…").click()
    dialog = dialog_of(visitor, "Send this report regularly")
    expect(dialog.get_by_label("Title")).to_have_value("Annalisa, Mahmood, Italy")
    # September suggests the month before, on the third.
    expect(dialog.get_by_label("Period of each report")).to_have_value("last_month")
    expect(dialog.get_by_role("option", name="Last month (now Nov 1 – 30)")).to_be_attached()
    expect(dialog.get_by_label("On day")).to_have_value("3")
    expect(dialog.get_by_role("combobox", name="Time zone")).to_have_value("Europe/London")

    dialog.get_by_label("Period of each report").select_option("last_week")
    dialog.get_by_label("How often").select_option("week")
    dialog.get_by_label("On", exact=True).select_option(label="Tuesday")
    dialog.get_by_label("At", exact=True).fill("09:15")
    zone = dialog.get_by_role("combobox", name="Time zone")
    zone.fill("rome")
    expect(visitor.options.first).to_contain_text("Europe/Rome")
    zone.press("Enter")
    expect(zone).to_have_value("Europe/Rome")
    expect(dialog.locator(".forecast")).to_contain_text("told here once this is right: Deliver to.")
    dialog.get_by_label("Target 1", exact=True).fill(SLACK["slack_channel"])
    dialog.get_by_role("button", name="Add another target").click()
    expect(dialog.get_by_label("Target 2", exact=True)).to_be_focused()
    dialog.get_by_label("Kind of target 2").select_option("email")
    dialog.get_by_label("Target 2", exact=True).fill(MAIL["email"])
    dialog.get_by_role("checkbox", name="Only when something is unusual").check()
    expect(dialog).to_contain_text("At most 20 calls to Soundcharts a month: 5 runs of up to 4.")
    expect(dialog.get_by_role("listitem").filter(has_text="Dec 7")).to_have_text(
        re.compile(r"^Mon, Dec 7, 2026, 7:30\sAM for you \(8:30\sAM in Europe/Rome\)$")
    )
    visitor.assert_accessible()
    dialog.get_by_role("button", name="Create").click()

    title = "Annalisa, Mahmood, Italy"
    expect(listed(visitor, title).get_by_role("heading", name=title)).to_be_focused()
    expect(visitor.page).to_have_url(re.compile(r"#subscription=s1$"))
    (body,) = [sent for method, path, sent in subscriptions.sent if (method, path) == ("POST", "")]
    assert body == {
        "title": title,
        "request": {
            "period": "last_week",
            "artists": [f"00000000-0000-4000-8000-{number:012d}" for number in range(2)],
            "platforms": ["spotify"],
            "country": "IT",
        },
        **{"every": "week", "on": 2, "at": "09:15", "time_zone": "Europe/Rome"},
        **{"deliver": [SLACK, MAIL], "skip": "never", "only_when": "unusual"},
    }
    # The way back leads to the report.
    visitor.page.go_back()
    visitor.answered()


def test_what_is_wrong_with_a_subscription_is_told_at_its_field(see: See) -> None:
    visitor, subscriptions = see(Subscriptions())
    give(visitor.page, a_report(1))
    visitor.open(report=REPORT_ID)
    visitor.page.locator(".actions").get_by_role("button", name="Send it regularly…").click()
    dialog = dialog_of(visitor, "Send this report regularly")
    target, create = (
        dialog.get_by_label("Target 1", exact=True),
        dialog.get_by_role("button", name="Create"),
    )
    create.click()
    expect(target).to_be_focused()
    expect(target).to_have_accessible_description(re.compile("^Give the id of a channel or person in Slack"))
    dialog.get_by_label("Title").fill(" ")
    expect(dialog.locator(".forecast")).to_contain_text("once this is right: Title and Deliver to.")
    create.click()
    expect(dialog.get_by_label("Title")).to_be_focused()
    expect(dialog.get_by_label("Title")).to_have_accessible_description("Give it a title.")
    visitor.assert_accessible()
    assert subscriptions.sent == []

    # What only the API knows is told as soon as it says it.
    visitor.refusals.add(422)
    refused = "this installation does not deliver to Slack: its parameter SlackEnabled is false"
    subscriptions.refuse["POST preview"] = a_problem(422, refused, "deliver.0.slack_channel")
    dialog.get_by_label("Title").fill("Mondays")
    target.fill(SLACK["slack_channel"])
    expect(target).to_have_accessible_description(refused)
    expect(dialog.locator(".forecast")).to_contain_text("once this is right: Deliver to.")
    figures: dict[str, Any] = {"runs_a_month": 31, "upstream_calls": 9_300, "limit": 5_000}
    del subscriptions.refuse["POST preview"]
    subscriptions.refuse["POST"] = a_problem(422, "Too much.", kind="subscription-too-expensive", **figures)
    target.fill("C9999999999")
    create.click()
    expect(dialog.get_by_role("alert")).to_contain_text(
        "It would take up to 9,300 calls a month in 31 runs; a month has 5,000."
    )
    dialog.get_by_role("button", name="Cancel").click()
    expect(dialog).to_be_hidden()


def test_the_month_to_date_says_what_it_is_on_the_first_and_a_local_webhook_may_be_edited(see: See) -> None:
    local = {"callback_url": "http://127.0.0.1:8080/hook"}
    visitor, subscriptions = see(Subscriptions([a_subscription(1, "Local", deliver=[local])]))
    open_list(visitor)
    press(visitor, "Edit", "Local")
    dialog = dialog_of(visitor, "Change “Local”")
    what = "On the 1st this is the whole month before"
    expect(dialog).not_to_contain_text(what)
    dialog.get_by_label("Period of each report").select_option("Month to date (now Nov 1 – 30)")
    expect(dialog).to_contain_text(what)
    visitor.assert_accessible()
    dialog.get_by_role("button", name="Save").click()
    expect(listed(visitor, "Local")).to_contain_text("Month to date (on the 1st the month before")
    kept = subscriptions.all[0]
    assert (kept["deliver"], kept["request"]["period"]) == ([local], "month_to_date")


def test_the_form_is_had_regularly_once_it_is_filled_in_whatever_its_days(see: See) -> None:
    visitor, _ = see(Subscriptions())
    visitor.opened()
    visitor.button("Send it regularly…").click()
    expect(visitor.artists).to_be_focused()
    expect(visitor.text("Not created yet. See: Artists and Platforms.")).to_be_visible()
    visitor.page.goto(
        visitor.page.url.partition("?")[0]
        + "?artist=00000000-0000-4000-8000-000000000000+Annalisa&platforms=spotify&from=&to="
    )
    expect(visitor.checkbox("Spotify Monthly Listeners")).to_be_checked()
    visitor.button("Send it regularly…").click()
    expect(dialog_of(visitor, "Send this report regularly").get_by_label("Title")).to_have_value("Annalisa")


def test_the_list_says_when_each_is_due_by_both_clocks_to_whom_it_goes_and_why_it_is_paused(see: See) -> None:
    why = "Its last three runs failed: Soundcharts did not answer."
    paused = {"by": "failures", "at": "2026-11-30T08:00:00Z", "why": why}
    visitor, _ = see(
        Subscriptions(
            [
                a_subscription(1, "Monday in Italy", deliver=[SLACK, MAIL, HOOK], skip="empty", failures=2),
                a_subscription(2, "Monthly", every="month", on=31, paused=paused, next_due=None),
            ]
        )
    )
    open_list(visitor)
    weekly, monthly = listed(visitor, "Monday in Italy"), listed(visitor, "Monthly")
    expect(weekly).to_contain_text("Annalisa, Mahmood · Italy · Spotify")
    expect(weekly).to_contain_text(re.compile(r"Every Monday at 8:30\sAM \(Europe/Rome\)"))
    expect(weekly).to_contain_text(
        re.compile(r"Next: Mon, Dec 7, 2026, 7:30\sAM for you \(8:30\sAM in Europe/Rome\)")
    )
    expect(weekly.get_by_role("list", name="Goes to").get_by_role("listitem")).to_have_text(
        [
            re.compile("Slack channel C0123456789"),
            re.compile("E-mail ada@label.example"),
            re.compile("Webhook https://label.example/hook"),
        ]
    )
    expect(weekly).to_contain_text("Last week (now Nov 23 – 29) · up to 20 calls a month")
    expect(weekly).to_contain_text("not sent when empty")
    expect(weekly).to_contain_text("2 runs failed in a row; three pause it.")
    expect(monthly).to_contain_text("On the last day of every month")
    expect(monthly).to_contain_text("Paused because it failed three times in a row. Since Nov 30, 2026")
    expect(monthly).to_contain_text(why)
    expect(monthly).not_to_contain_text("Next:")
    visitor.assert_accessible()


def test_what_is_overdue_is_not_said_to_come_and_what_nobody_would_get_is_not_run(see: See) -> None:
    unsubscribed = {
        "by": "unsubscribed",
        "at": "2026-11-30T08:00:00Z",
        "why": "Its last target, an e-mail address, was unsubscribed. Give it another and resume it.",
    }
    visitor, _ = see(
        Subscriptions(
            [
                a_subscription(1, "Overdue", next_due="2026-11-30T07:30:00Z"),
                a_subscription(2, "Nobody's", paused=unsubscribed, next_due=None, deliver=[]),
                a_subscription(3, "Given another", paused=unsubscribed, next_due=None),
            ]
        )
    )
    open_list(visitor)
    expect(listed(visitor, "Overdue")).to_contain_text("Was due Mon, Nov 30")
    expect(listed(visitor, "Overdue")).not_to_contain_text("Next: ")
    for action in ("Run now", "Resume"):
        expect(visitor.button(f"{action}: Nobody's")).to_be_disabled()
        expect(visitor.button(f"{action}: Given another")).to_be_enabled()
    expect(listed(visitor, "Nobody's")).to_contain_text("Give it another")
    expect(listed(visitor, "Given another")).not_to_contain_text("Give it another")


def test_a_subscription_is_paused_resumed_run_now_and_deleted_once_that_is_confirmed(see: See) -> None:
    title, other = "Monday in Italy", "Another"
    visitor, subscriptions = see(Subscriptions([a_subscription(1, title), a_subscription(2, other)]))
    open_list(visitor)
    press(visitor, "Pause", title)
    expect(visitor.button(f"Resume: {title}")).to_be_focused()
    expect(listed(visitor, title)).to_contain_text("Paused by hand.")
    press(visitor, "Resume", title)
    expect(visitor.button(f"Pause: {title}")).to_be_focused()
    expect(listed(visitor, title)).to_contain_text("Next: ")

    press(visitor, "Run now", title)
    receipt = listed(visitor, title).get_by_role("row").nth(1)
    expect(receipt).to_contain_text("Run by hand")
    expect(receipt).to_contain_text("Running")
    # What goes on is read again by itself.
    subscriptions.runs["s1"] = [a_run(None)]
    expect(receipt).to_contain_text("Delivered")

    press(visitor, "Delete", title)
    question = dialog_of(visitor, f"Delete {title}?")
    question.get_by_role("button", name="Keep it").click()
    expect(listed(visitor, title)).to_be_visible()
    press(visitor, "Delete", title)
    question.get_by_role("button", name="Delete it").click()
    expect(listed(visitor, title)).to_have_count(0)
    expect(visitor.heading(other)).to_be_focused()
    assert [one["title"] for one in subscriptions.all] == [other]


def look_again(visitor: Visitor) -> None:
    """Have the page believe that somebody has come back to its tab."""
    visitor.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def test_what_is_done_elsewhere_is_on_the_list_once_somebody_looks_at_it_again(see: See) -> None:
    title = "Monday in Italy"
    all_of_them = [a_subscription(1, title), a_subscription(2, "Ended"), a_subscription(3, "Last")]
    visitor, subscriptions = see(Subscriptions(all_of_them))
    open_list(visitor)
    press(visitor, "Runs", title)
    expect(listed(visitor, title)).to_contain_text("It has not run yet.")
    visitor.button(f"Pause: {title}").focus()

    paused = {"by": "failures", "at": "2026-12-01T09:00:00Z", "why": "Its last three runs failed."}
    subscriptions.all[0].update(paused=paused, next_due=None)
    del subscriptions.all[1]
    subscriptions.all.insert(0, a_subscription(4, "New"))
    subscriptions.runs["s1"] = [a_run("2026-11-30T07:30:00Z", "failed", targets=[])]
    look_again(visitor)
    expect(listed(visitor, title)).to_contain_text("Paused because it failed three times in a row.")
    # What was opened and what had the focus stay so.
    expect(listed(visitor, title).get_by_role("row").nth(1)).to_contain_text("Failed")
    expect(visitor.button(f"Resume: {title}")).to_be_focused()
    expect(visitor.page.locator(".subscription h3")).to_have_text(["New", title, "Last"])
    expect(visitor.text("Ended is deleted.")).to_be_visible()

    # By time, too: what should have come by then is said to be late.
    visitor.page.clock.set_fixed_time(datetime(2026, 12, 7, 8, 0, tzinfo=UTC))
    look_again(visitor)
    expect(listed(visitor, "Last")).to_contain_text("Was due Mon, Dec 7, 2026")


def test_the_list_is_read_again_each_minute_but_not_under_an_open_dialog(visit: Visit) -> None:
    visitor = visit(**IN_LONDON)
    visitor.page.clock.install(time=NOW)
    subscriptions = answering(visitor.page, Subscriptions([a_subscription(1, "First")]))
    open_list(visitor)
    expect(listed(visitor, "First")).to_be_visible()
    subscriptions.all[0]["failures"] = 2
    visitor.page.clock.fast_forward(61_000)
    expect(listed(visitor, "First")).to_contain_text("2 runs failed in a row")

    press(visitor, "Edit", "First")
    dialog = dialog_of(visitor, "Change “First”")
    expect(dialog.locator(".forecast ol")).to_be_visible()
    read = len(subscriptions.sent)
    subscriptions.all[0]["failures"] = 1
    visitor.page.clock.fast_forward(61_000)
    assert not [sent for sent in subscriptions.sent[read:] if sent[:2] == ("GET", "")]
    dialog.get_by_role("button", name="Cancel").click()
    expect(visitor.button("Edit: First")).to_be_focused()
    expect(listed(visitor, "First")).to_contain_text("1 run failed in a row")


def test_one_that_was_deleted_elsewhere_leaves_the_list_when_something_is_done_with_it(see: See) -> None:
    actions = ["Pause", "Run now", "Runs", "Edit"]
    there = [a_subscription(number, action) for number, action in enumerate([*actions, "Here"])]
    visitor, subscriptions = see(Subscriptions(there))
    visitor.refusals.add(404)
    open_list(visitor)
    for action, following in pairwise(actions):
        expect(listed(visitor, action)).to_be_visible()
        del subscriptions.all[0]
        press(visitor, action, action)
        expect(listed(visitor, action)).to_have_count(0)
        expect(visitor.text("This subscription is not there")).to_be_visible()
        expect(visitor.heading(following)).to_be_focused()

    # In its dialog what was typed stays until somebody gives it up.
    press(visitor, "Edit", "Edit")
    dialog = dialog_of(visitor, "Change “Edit”")
    del subscriptions.all[0]
    dialog.get_by_label("Title").fill("Still here")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.get_by_role("alert")).to_contain_text("It was deleted meanwhile.")
    dialog.get_by_role("button", name="Cancel").click()
    expect(listed(visitor, "Edit")).to_have_count(0)
    expect(listed(visitor, "Here")).to_be_visible()


def test_of_a_receipt_whose_report_was_deleted_the_form_is_not_said_to_have_its_request(see: See) -> None:
    run = a_run("2026-11-30T07:30:00Z", report_id=REPORT_ID)
    visitor, _ = see(Subscriptions([a_subscription(1, "Monday in Italy")], {"s1": [run]}))
    visitor.refusals.add(404)
    visitor.open(artist="00000000-0000-4000-8000-000000000007 Elodie", platforms="deezer")
    visitor.button("Subscriptions").click()
    press(visitor, "Runs", "Monday in Italy")
    visitor.page.get_by_role("link", name=re.compile("^Open the report of")).click()
    expect(visitor.heading("This report is no longer there")).to_be_visible()
    expect(visitor.text("The form still has what it asked for")).to_have_count(0)


def test_a_link_opens_a_subscription_with_its_receipts_each_with_its_report_and_targets(see: See) -> None:
    runs = [
        a_run(
            "2026-11-30T07:30:00Z",
            "partial",
            report_id=REPORT_ID,
            late_s=7_200,
            repair_due="2026-12-01T07:30:00Z",
            targets=[
                received(SLACK, link="https://label.slack.com/archives/C0123456789/p1"),
                received(MAIL, "failed", error="the address does not take mail from here"),
            ],
        ),
        a_run("2026-11-23T07:30:00Z", "failed", why="Soundcharts could not be reached.", targets=[]),
        a_run("2026-11-16T07:30:00Z", "skipped_late", report_id=None, calls=0, targets=[]),
        *(a_run(f"2026-{month:02d}-02T07:30:00Z", "skipped_unchanged") for month in range(10, 1, -1)),
    ]
    many = [a_subscription(number, f"Number {number}") for number in range(1, 6)]
    visitor, _ = see(Subscriptions(many, {"s5": runs}))
    give(visitor.page, a_report(2))
    visitor.opened()
    visitor.page.evaluate("location.hash = 'subscription=s5'")
    expect(visitor.heading("Number 5")).to_be_focused()
    visitor.page.reload()
    expect(visitor.heading("Number 5")).to_be_focused()
    table = visitor.page.get_by_role("table", name="Runs of Number 5")
    rows = table.get_by_role("row")
    expect(rows).to_have_count(11)
    for text in (
        *("Mon, Nov 30, 2026", "Europe/Rome", "Delivered incomplete", "What is missing is fetched again"),
        *("2 hours", "Slack channel C0123456789: delivered", "E-mail ada@label.example: failed"),
        "the address does not take mail from here",
    ):
        expect(rows.nth(1)).to_contain_text(text)
    message = rows.nth(1).get_by_role("link", name=re.compile("^See the message"))
    expect(message).to_have_attribute("href", "https://label.slack.com/archives/C0123456789/p1")
    expect(rows.nth(2)).to_contain_text("Soundcharts could not be reached.")
    expect(rows.nth(3)).to_contain_text("Skipped: too late")
    expect(rows.nth(3).get_by_role("link")).to_have_count(0)
    visitor.assert_accessible()
    listed(visitor, "Number 5").get_by_role("button", name="Show more").click()
    expect(rows).to_have_count(13)
    expect(visitor.button("Show more")).to_be_hidden()

    rows.nth(1).get_by_role("link", name=re.compile("^Open the report of")).click()
    visitor.answered()
    assert visitor.report_id == REPORT_ID
    visitor.page.go_back()
    expect(visitor.heading("Number 5")).to_be_focused()


def test_a_link_to_a_subscription_that_is_gone_says_so_above_those_there_are(see: See) -> None:
    visitor, _ = see(Subscriptions([a_subscription(1, "Monday in Italy")]))
    visitor.opened()
    visitor.page.evaluate("location.hash = 'subscription=gone'")
    expect(visitor.text("This subscription is not there")).to_be_visible()
    expect(listed(visitor, "Monday in Italy")).to_be_visible()


def test_what_a_subscription_asks_for_is_put_into_the_form_and_taken_from_it_again(see: See) -> None:
    title = "Monday in Italy"
    visitor, subscriptions = see(Subscriptions([a_subscription(1, title)]))
    open_list(visitor)
    press(visitor, "Fill in the form", title)
    expect(visitor.button("Create report")).to_be_focused()
    # The days its period means now.
    expect(visitor.page.get_by_label("From", exact=True)).to_have_value("2026-11-23")
    visitor.button("Clear the country").click()
    press(visitor, "Edit", title)
    dialog = dialog_of(visitor, f"Change “{title}”")
    dialog.get_by_role("checkbox", name=re.compile("^Ask for what the form asks for: .*Worldwide")).check()
    dialog.get_by_role("button", name="Save").click()
    expect(listed(visitor, title)).to_contain_text("Annalisa, Mahmood · Worldwide · Spotify")
    kept = subscriptions.all[0]["request"]
    assert (kept["period"], kept.get("country")) == ("last_week", None)
    press(visitor, "Edit", title)
    expect(dialog.get_by_label("Title")).to_be_focused()
    expect(dialog.get_by_role("checkbox", name=re.compile("^Ask for"))).to_have_count(0)


def test_whoever_saves_after_somebody_else_is_asked_whose_stays_and_after_a_run_is_not(see: See) -> None:
    title = "Monday in Italy"
    visitor, subscriptions = see(Subscriptions([a_subscription(1, title)]))
    visitor.refusals.add(409)
    open_list(visitor)
    kept = subscriptions.all[0]

    def edit(at: str, *, meanwhile: dict[str, Any]) -> None:
        press(visitor, "Edit", title)
        dialog = dialog_of(visitor, f"Change “{title}”")
        kept.update(meanwhile, version=kept["version"] + 1)
        dialog.get_by_label("At", exact=True).fill(at)
        dialog.get_by_role("button", name="Save").click()

    # A run has counted the version up and changed nothing that anybody wrote.
    edit("09:00", meanwhile={"failures": 1})
    expect(visitor.text(f"{title} is saved.")).to_be_visible()
    expect(visitor.button(f"Edit: {title}")).to_be_focused()
    assert kept["at"] == "09:00"

    conflict = dialog_of(visitor, f"“{title}” was changed meanwhile")
    edit("10:00", meanwhile={"deliver": [HOOK]})
    expect(conflict).to_contain_text("Deliver to: Webhook https://label.example/hook")
    expect(conflict).to_contain_text(re.compile(r"Every Monday at 10:00\sAM \(Europe/Rome\)"))
    conflict.get_by_role("button", name="Save yours in its place").click()
    expect(listed(visitor, title)).to_contain_text(re.compile(r"Every Monday at 10:00\sAM"))
    assert (kept["at"], kept["deliver"]) == ("10:00", [SLACK, MAIL])

    edit("11:00", meanwhile={"skip": "empty"})
    conflict.get_by_role("button", name="Keep theirs").click()
    expect(visitor.text(f"{title} stays as somebody else left it.")).to_be_visible()
    assert (kept["at"], kept["skip"]) == ("10:00", "empty")


@pytest.mark.parametrize(
    ("options", "title", "edit"),
    [
        ({"color_scheme": "dark"}, "Subscriptions", "Edit"),
        ({"viewport": {"width": 360, "height": 740}, "locale": "it-IT"}, "Invii regolari", "Modifica"),
    ],
    ids=["dark", "phone-italian"],
)
def test_on_a_phone_in_the_dark_and_in_italian_nothing_is_cut_off_or_hard_to_read(
    see: See, options: dict[str, Any], title: str, edit: str
) -> None:
    long = "A title that goes on and on for everybody who wants to know " * 3
    runs = [a_run("2026-11-30T07:30:00Z"), a_run("2026-11-23T07:30:00Z", "skipped_usual", targets=[])]
    visitor, _ = see(Subscriptions([a_subscription(1, long, deliver=[SLACK, HOOK])], {"s1": runs}), **options)
    visitor.open()
    visitor.page.get_by_role("button", name=title, exact=True).click()
    expect(visitor.page.locator(".subscription")).to_have_count(1)
    buttons = visitor.page.locator(".subscription .recent-actions button")
    buttons.nth(4).press("Enter")
    expect(visitor.page.locator(".runs-table tbody tr")).to_have_count(2)
    visitor.assert_fits()
    visitor.assert_accessible()
    visitor.page.get_by_role("button", name=re.compile(f"^{edit}: ")).press("Enter")
    dialog = visitor.page.get_by_role("dialog")
    expect(dialog.locator(".forecast ol")).to_be_visible()
    assert dialog.evaluate("each => each.scrollWidth <= each.clientWidth")
    visitor.assert_accessible()
    visitor.page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
