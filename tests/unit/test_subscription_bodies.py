"""What may be posted of a subscription: each field that is wrong is named with what is allowed."""

from __future__ import annotations

from dataclasses import replace
from datetime import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linernotes.api.subscriptions.bodies import (
    Rules,
    naming_its_place,
    parse_change,
    parse_changed,
    parse_subscription,
)
from linernotes.api.subscriptions.resource import content_json
from linernotes.model.errors import ArtistAmbiguous, InvalidRequest
from linernotes.model.request import Artist
from linernotes.subscriptions.subscription import (
    CallbackTarget,
    EmailTarget,
    Every,
    MovingPeriod,
    OnlyWhen,
    Rhythm,
    Skip,
    SlackTarget,
    SubscriptionContent,
)
from tests.unit.builders import LAURO, NOW
from tests.unit.openapi import errors_in
from tests.unit.subscription_bodies import REQUEST, WEEKLY, asking, body

RULES = Rules(NOW, (), sends_mail=True, delivers_to_slack=True)


def daily() -> dict[str, Any]:
    return {name: value for name, value in body(every="day").items() if name != "on"}


def content_of(sent: Any, rules: Rules = RULES) -> SubscriptionContent:
    asked = parse_subscription(sent, rules)
    return asked.resolved([artist for artist in asked.report.artists if isinstance(artist, Artist)])


def wrong_in(sent: Any, rules: Rules = RULES) -> dict[str, str]:
    with pytest.raises(InvalidRequest) as refused:
        parse_subscription(sent, rules)
    return dict(refused.value.errors)


def test_a_subscription_is_read_as_it_was_asked_for() -> None:
    content = content_of(body(skip="unchanged", only_when="unusual"))
    assert content.rhythm == Rhythm(Every.WEEK, time(8, 30), "Europe/Rome", on=1)
    assert content.deliver == (
        SlackTarget("C0123456789"),
        CallbackTarget("https://label.example/hook"),
        EmailTarget("ada@label.example"),
    )
    assert (content.title, content.skip, content.only_when) == (
        "Monday in Rome",
        Skip.UNCHANGED,
        OnlyWhen.UNUSUAL,
    )
    request = content.request.request
    assert content.request.period is MovingPeriod.LAST_WEEK
    assert (request.artists, request.country) == ((Artist(LAURO.uuid),), "IT")
    assert request.sections == (), "what only_when needs is added at each run"


def test_the_days_of_its_request_are_those_of_the_first_time_it_is_due() -> None:
    request = content_of(WEEKLY).request.request
    assert (request.start_date.isoformat(), request.end_date.isoformat()) == ("2025-01-13", "2025-01-19")


@pytest.mark.parametrize("period", MovingPeriod)
def test_any_period_is_taken_whenever_it_is_due(period: MovingPeriod) -> None:
    for sent in (asking(period=period), {**asking(period=period), "every": "month", "on": 1}):
        assert content_of(sent).request.period is period


def test_the_day_it_is_due_on_is_the_usual_one_unless_it_is_said() -> None:
    assert content_of(body(on=None)).rhythm.on == 1
    assert content_of(body(every="month", on=None)).rhythm.on == 3
    assert content_of(body(every="month", on=31.0)).rhythm.on == 31
    assert content_of(daily()).rhythm.on is None


@settings(max_examples=25)
@given(
    every=st.sampled_from(["week", "month"]),
    on=st.integers(1, 7),
    at=st.times().map(lambda at: f"{at:%H:%M}"),
    period=st.sampled_from(list(MovingPeriod)),
    skip=st.sampled_from(list(Skip)),
    only_when=st.sampled_from([None, *OnlyWhen]),
    kinds=st.sets(st.integers(0, 2), min_size=1),
)
def test_what_is_answered_of_a_subscription_makes_the_same_again(
    every: str, on: int, at: str, period: str, skip: str, only_when: str | None, kinds: set[int]
) -> None:
    deliver = [WEEKLY["deliver"][kind] for kind in kinds]
    sent = body(every=every, on=on, at=at, skip=skip, only_when=only_when, deliver=deliver)
    sent["request"] = {**REQUEST, "period": period, "sections": ["songs"]}
    content = content_of(sent)
    again = content_json(content)
    assert content_of(again) == content
    assert errors_in(again, "SubscriptionToCreate") == []


# ------------------------------------------------------------------------------------------- refusals

ONE_KIND = "give an object with exactly one of slack_channel, callback_url, email"
OF_PERIOD = "the days are given by `period`: leave it out"
IN_DELIVER = 'give it in `deliver`, as {"callback_url": "…"}, in place of here'
AN_ADDRESS = "give one plain e-mail address"


@pytest.mark.parametrize(
    ("sent", "field", "said"),
    [
        (body(title=None), "title", "this field is required"),
        (body(title=" "), "title", "give text of 1 to 200 characters"),
        (body(title="\u200b\u200b"), "title", "a character that can be seen"),
        (body(title="\u202e\u2066 \u3164"), "title", "a character that can be seen"),
        (body(title="x" * 201), "title", "give text of 1 to 200 characters"),
        (body(colour="red"), "colour", "unknown field; known are title, request, every, on"),
        (body(every="hour"), "every", "give one of day, week, month"),
        (body(every="day"), "on", "every day has no day to choose: leave it out"),
        (body(on=0), "on", "give a whole number, Monday 1 to Sunday 7"),
        (body(on=8), "on", "give a whole number, Monday 1 to Sunday 7"),
        (body(every="month", on=32), "on", "give a whole number, from 1 to 31"),
        (body(on=True), "on", "give a whole number"),
        (body(on="1"), "on", "give a whole number"),
        (body(on=1.5), "on", "give a whole number"),
        (body(at="8:30"), "at", "give a time of day from 00:00 to 23:59"),
        (body(at="24:00"), "at", "give a time of day from 00:00 to 23:59"),
        (body(at=830), "at", "give a time of day"),
        (body(at="08:30\n"), "at", "give a time of day"),
        (body(time_zone=None), "time_zone", "this field is required"),
        (body(time_zone="Rome"), "time_zone", "time zone"),
        (body(time_zone="../etc/passwd"), "time_zone", "time zone"),
        (body(time_zone=1), "time_zone", "give the name of a time zone"),
        (body(deliver=[]), "deliver", "give a list of 1 to 10"),
        (body(deliver=[{"email": f"{n}@label.example"} for n in range(11)]), "deliver", "a list of 1 to 10"),
        (body(deliver=["C0123456789"]), "deliver.0", ONE_KIND),
        (body(deliver=[{}]), "deliver.0", ONE_KIND),
        (body(deliver=[{"email": "a@b.example", "slack_channel": "C0123456789"}]), "deliver.0", ONE_KIND),
        (body(deliver=[{"sms": "1"}]), "deliver.0", ONE_KIND),
        (body(deliver=[{"slack_channel": "#general"}]), "deliver.0.slack_channel", "such as C0123456789"),
        (body(deliver=[{"slack_channel": None}]), "deliver.0.slack_channel", "such as C0123456789"),
        (body(deliver=[{"callback_url": "http://label.example"}]), "deliver.0.callback_url", "https"),
        (body(deliver=[{"callback_url": 1}]), "deliver.0.callback_url", "give an https address as text"),
        (body(deliver=[{"email": "Ada <ada@label.example>"}]), "deliver.0.email", AN_ADDRESS),
        (body(deliver=[{"email": "a@b.example,c@d.example"}]), "deliver.0.email", AN_ADDRESS),
        (body(deliver=[{"email": "a@b.example\nBcc: c@d.example"}]), "deliver.0.email", AN_ADDRESS),
        (body(deliver=[{"email": "ada@localhost"}]), "deliver.0.email", AN_ADDRESS),
        (body(deliver=[{"email": "a..b@label.example"}]), "deliver.0.email", AN_ADDRESS),
        (body(deliver=[{"email": f"{'a' * 65}@label.example"}]), "deliver.0.email", AN_ADDRESS),
        (body(deliver=[{"email": f"a@{'b.' * 130}example"}]), "deliver.0.email", AN_ADDRESS),
        (
            body(deliver=[{"email": "ada@LABEL.example"}, {"email": "ada@label.example"}]),
            "deliver.1",
            "it is in the list already: give it once",
        ),
        (body(skip="always"), "skip", "give one of never, empty, unchanged"),
        (body(only_when="usual"), "only_when", "give one of unusual"),
        (body(request=None), "request", "this field is required"),
        (body(request="all"), "request", "give a JSON object"),
        (asking(period=None), "request.period", "this field is required"),
        (asking(period="tomorrow"), "request.period", "give one of yesterday, last_7_days, last_week"),
        (asking(start_date="2025-01-01"), "request.start_date", OF_PERIOD),
        (asking(end_date="2025-01-01"), "request.end_date", OF_PERIOD),
        (asking(callback_url="https://label.example/"), "request.callback_url", IN_DELIVER),
        (asking(title="Another"), "request.title", "reports are called by the subscription's `title`"),
        (asking(artists=[]), "request.artists", "give at least one"),
        (asking(artists=["nobody"]), "request.artists.0", "a Soundcharts uuid is"),
        (asking(platforms=["myspace"]), "request.platforms.0", "give one of"),
        (asking(sections=["weather"]), "request.sections.0", "give one of"),
        (asking(country="Italy"), "request.country", "ISO 3166-1"),
        (asking(every="day"), "request.every", "unknown field; known are period, artists, platforms"),
        ([], "body", "give a JSON object"),
    ],
)
def test_what_is_not_allowed_is_named_with_what_is(sent: Any, field: str, said: str) -> None:
    wrong = wrong_in(sent)
    assert said in wrong[field]
    assert sent == [] or wrong.keys() == {field}


def test_a_target_this_installation_cannot_serve_is_refused_with_the_reason() -> None:
    assert wrong_in(WEEKLY, replace(RULES, sends_mail=False, delivers_to_slack=False)) == {
        "deliver.0.slack_channel": "this installation does not deliver to Slack: its parameter SlackEnabled "
        "is false",
        "deliver.2.email": "this installation sends no e-mail: its parameter MailFrom is empty",
    }
    assert content_of(body(deliver=[{"callback_url": "https://label.example/"}]))


def test_hosts_that_callbacks_may_go_to_are_those_of_reports() -> None:
    sent = body(deliver=[{"callback_url": "http://127.0.0.1:8000/"}])
    assert "deliver.0.callback_url" in wrong_in(sent)
    allowed = content_of(sent, replace(RULES, callback_hosts=("127.0.0.1",)))
    assert allowed.deliver == (CallbackTarget("http://127.0.0.1:8000/"),)


def test_the_title_may_be_said_in_the_request_too_if_it_is_the_same() -> None:
    assert content_of(asking(title=WEEKLY["title"])).request.request.title is None


def test_a_title_keeps_nothing_that_shows_it_in_another_order() -> None:
    assert content_of(body(title="Moc.\u202eevil\u2066 \x00 week")).title == "Moc.evil week"


def test_a_long_value_that_is_wrong_is_said_again_in_part_only() -> None:
    assert len(wrong_in(body(time_zone="x" * 5_000))["time_zone"]) < 200


@pytest.mark.parametrize(
    "again", ["https://EXAMPLE.org/hook", "https://example.org:443/hook", "HTTPS://Example.org:443/hook"]
)
def test_an_address_is_the_same_however_its_host_and_port_are_written(again: str) -> None:
    first = "https://example.org/hook"
    both = body(deliver=[{"callback_url": first}, {"callback_url": again}])
    assert wrong_in(both) == {"deliver.1": "it is in the list already: give it once"}
    others = [{"callback_url": url} for url in (again, first.upper(), f"{first}?a", f"{first}/", f"{first}s")]
    others.append({"callback_url": "https://example.org:8443/hook"})
    assert content_json(content_of(body(deliver=others)))["deliver"] == others, "each is kept as it was given"


def test_the_host_of_a_mailbox_is_written_small_and_its_name_as_it_is() -> None:
    assert content_of(body(deliver=[{"email": "Ada.L@Label.EXAMPLE"}])).deliver == (
        EmailTarget("Ada.L@label.example"),
    )


@pytest.mark.parametrize("again", ["Ada@label.example", "ada@Label.EXAMPLE", "ADA@LABEL.EXAMPLE"])
def test_a_mailbox_is_the_same_whatever_the_case_of_its_letters(again: str) -> None:
    both = body(deliver=[{"email": "ada@label.example"}, {"email": again}])
    assert wrong_in(both) == {"deliver.1": "it is in the list already: give it once"}


def test_a_name_that_means_several_is_told_by_its_place_with_whom_it_may_mean() -> None:
    with pytest.raises(ArtistAmbiguous) as refused, naming_its_place():
        raise ArtistAmbiguous([("artists.0.name", "2 artists are called so")], [{"uuid": "x"}])
    assert refused.value.errors == (("request.artists.0.name", "2 artists are called so"),)
    assert refused.value.candidates == ({"uuid": "x"},)


# ------------------------------------------------------------------------------------------- changes


def test_a_change_is_read_over_what_is_there() -> None:
    before = content_of(WEEKLY)
    changed = parse_changed(parse_change({"at": "09:00", "version": 3.0}), before, RULES)
    assert changed.resolved([Artist(LAURO.uuid)]) == replace(
        before, rhythm=replace(before.rhythm, at=time(9))
    )


def test_another_rhythm_has_its_own_usual_day_unless_one_is_given() -> None:
    before = content_of(body(on=5))

    def on(**fields: Any) -> int | None:
        return parse_changed(parse_change(fields), before, RULES).rhythm.on

    assert (on(every="month"), on(every="day"), on(every="week")) == (3, None, 5)
    assert (on(every="month", on=5), on(on=None), on(on=2)) == (5, 1, 2)


def test_what_is_known_of_artists_is_kept_with_those_who_stay() -> None:
    asked = parse_subscription(WEEKLY, RULES)
    content = asked.resolved([Artist(LAURO.uuid)], known=[LAURO])
    assert content.request.request.artists == (LAURO,)


def test_null_takes_away_what_need_not_be_there() -> None:
    before = content_of(body(only_when="unusual", skip="empty"))
    changed = parse_changed(parse_change({"only_when": None, "skip": None}), before, RULES)
    assert (changed.only_when, changed.skip) == (None, Skip.NEVER)


def test_what_only_when_needs_goes_with_it_and_what_was_asked_for_stays() -> None:
    for asked, left in (([], ()), (["songs"], ("songs",)), (["moments"], ("moments",))):
        before = content_of({**asking(sections=asked), "only_when": "unusual"})
        assert before.request.request.sections == left
        changed = parse_changed(parse_change({"only_when": None}), before, RULES)
        assert changed.resolved([Artist(LAURO.uuid)]) == replace(before, only_when=None)


# --------------------------------------------------------------------------- what the document says


@pytest.mark.parametrize(
    "sent",
    [WEEKLY, body(every="month", on=31, skip="unchanged", only_when="unusual"), daily(), body(on=None)],
)
def test_a_body_the_document_describes_is_taken(sent: dict[str, Any]) -> None:
    assert errors_in(sent, "SubscriptionToCreate") == []
    assert content_of(sent)


@pytest.mark.parametrize(
    "sent",
    [
        body(every="day"),
        body(on=8),
        body(at="8:30"),
        body(deliver=[]),
        body(deliver=[{"email": "a@b.example", "slack_channel": "C0123456789"}]),
        body(deliver=[{"email": "ada@localhost"}]),
        body(title=" "),
        asking(start_date="2025-01-01"),
        asking(title="Another"),
        asking(period=None),
    ],
)
def test_a_body_the_document_forbids_is_refused(sent: dict[str, Any]) -> None:
    assert errors_in(sent, "SubscriptionToCreate") != []
    assert wrong_in(sent)
