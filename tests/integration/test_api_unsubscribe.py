"""Over the API in process: the page that asks whether to unsubscribe, and unsubscribing by one click."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator

import pytest

from linernotes.aws.clients import client
from linernotes.bootstrap import subscriptions
from linernotes.subscriptions.mail.unsubscribe_token import Subscriber, token_of
from linernotes.subscriptions.subscription import EmailTarget, PausedBy, Subscription
from local.simulator import Simulator, start_simulator
from tests.integration.api_events import Answer, an_event, in_base64, send
from tests.integration.moto_stack import MotoStack, moto_stack
from tests.unit.subscription_builders import a_content, a_subscription

ADA, BOB = EmailTarget("ada@label.example"), EmailTarget("bob@label.example")
BOTH = a_subscription(content=a_content(deliver=(ADA, BOB)))
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture(scope="module")
def simulator() -> Iterator[Simulator]:
    with start_simulator() as simulator:
        yield simulator


@pytest.fixture
def stack(simulator: Simulator) -> Iterator[MotoStack]:
    with moto_stack(simulator.base_url) as stack:
        subscriptions.services().subscriptions.add(BOTH)
        yield stack


def path_of(target: EmailTarget = ADA, subscription: Subscription = BOTH) -> str:
    secret = subscriptions.services().unsubscribe_secrets.texts()[0]
    return f"/unsubscribe/{token_of(Subscriber.of(subscription, target), secret)}"


def asked(path: str, method: str = "GET") -> Answer:
    return send(an_event(method, path))


def clicked(path: str, body: bytes = b"List-Unsubscribe=One-Click") -> Answer:
    return send(in_base64(an_event("POST", path, headers=FORM), body))


def kept() -> Subscription:
    found = subscriptions.services().subscriptions.get("ada", "s-1")
    assert found is not None
    return found


@pytest.mark.usefixtures("stack")
def test_opening_the_link_asks_and_changes_nothing() -> None:
    path = path_of()
    for _ in range(3):
        answer = asked(path)
        assert (answer.status, answer.media_type) == (200, "text/html")
    assert '<form method="post">' in answer.text
    assert 'name="List-Unsubscribe" value="One-Click"' in answer.text
    assert "Where it goes to others, they go on getting it." in answer.text, "nothing is claimed of others"
    assert asked(path, "HEAD").status == 200
    assert kept() == BOTH


@pytest.mark.usefixtures("stack")
def test_one_click_takes_the_address_out_and_again_changes_nothing() -> None:
    path = path_of()
    first, again = clicked(path), clicked(path, b"")
    assert (first.status, first.text) == (again.status, again.text)
    assert "You are unsubscribed" in first.text
    assert "location" not in first.headers
    assert (kept().content.deliver, kept().version) == ((BOB,), 2)


@pytest.mark.usefixtures("stack")
def test_the_last_address_pauses_the_subscription() -> None:
    assert clicked(path_of(ADA)).status == clicked(path_of(BOB)).status == 200
    paused = kept().paused
    assert paused is not None
    assert (paused.by, kept().next_due, kept().content.deliver) == (PausedBy.UNSUBSCRIBED, None, ())


@pytest.mark.usefixtures("stack")
def test_an_address_that_never_got_a_mail_is_answered_like_one_that_did() -> None:
    strangers = [
        path_of(EmailTarget("eve@x.example")),
        path_of(subscription=a_subscription(subscription_id="s-9")),
    ]
    known = path_of()
    for call in (asked, clicked):
        answers = [call(path) for path in (known, *strangers)]
        assert len({(each.status, each.text) for each in answers}) == 1
    assert kept().content.deliver == (BOB,)


@pytest.mark.usefixtures("stack")
def test_a_link_that_is_cut_off_or_made_up_says_so_and_changes_nothing() -> None:
    path = path_of()
    for broken in (path[:-1], "/unsubscribe/x", f"{path}x", path.replace(".", "")):
        for answer in (asked(broken), clicked(broken)):
            assert (answer.status, answer.media_type) == (404, "text/html")
            assert "This link does not work" in answer.text
    assert kept() == BOTH


@pytest.mark.usefixtures("stack")
def test_a_link_works_after_the_secret_was_changed_once() -> None:
    services = subscriptions.services()
    secret_id, secrets = services.settings.callback_secret, client("secretsmanager")
    signed_with = secrets.get_secret_value(SecretId=secret_id)["SecretString"]
    path = f"/unsubscribe/{token_of(Subscriber.of(BOTH, ADA), signed_with)}"
    secrets.put_secret_value(SecretId=secret_id, SecretString="newer")
    assert services.unsubscribe_secrets.texts()[0] == "newer"
    assert clicked(path).status == 200
    assert kept().content.deliver == (BOB,)


@pytest.mark.usefixtures("stack")
def test_the_page_runs_no_script_and_fetches_nothing() -> None:
    answer = asked(path_of())
    policy = answer.headers["content-security-policy"]
    style = re.search(r"<style>(.*?)</style>", answer.text, re.DOTALL)
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{digest}'; form-action 'self'; frame-ancestors 'none'; "
        "base-uri 'none'"
    )
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert not re.search(r"<script|<img|<link|\bon\w+=|href|src=", answer.text)


@pytest.mark.usefixtures("stack")
def test_while_the_table_is_busy_nothing_is_claimed(monkeypatch: pytest.MonkeyPatch) -> None:
    path = path_of()
    monkeypatch.setattr(subscriptions.services().subscriptions, "replace", lambda _: False)
    answer = clicked(path)
    assert (answer.status, answer.headers["retry-after"]) == (503, "5")
    assert "Nothing was changed" in answer.text
    monkeypatch.undo()
    assert kept() == BOTH
