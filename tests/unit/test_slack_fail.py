"""What fails unexpectedly is told to whoever asked, once, and never leaves them without a word."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace
from typing import Any

import pytest

from linernotes.model.errors import SlackBusy
from linernotes.request_line.reading import read_line
from linernotes.request_line.written import line_text
from linernotes.slack import answer as answering
from linernotes.slack import share as sharing
from linernotes.slack.conversation import RETRY_AFTER_S, Route
from linernotes.slack.fail import NOT_RECORDED, UNEXPECTED_RETRY_AFTER_S, fail_message, tell_failure
from linernotes.slack.ports import SlackAction, SlackMessage
from local.slack_double import Fault, texts_of
from tests.unit.builders import NOW
from tests.unit.memory import Killed
from tests.unit.slack_world import CHANNEL, SlackWorld, found


class Unexpected(Exception):
    """An error no code knows of."""


def breaks(*_: Any, **__: Any) -> Any:
    raise Unexpected


def run(world: SlackWorld, message: SlackMessage) -> None:
    """Have a message done as the function and its queues do, until nothing of it is left to deliver."""
    waiting = [message]
    while waiting:
        now = waiting.pop()
        for _ in range(5):
            try:
                world.handle(now)
            except Unexpected:
                if fail_message(now, world.services()) is None:
                    continue  # the function ends with the error, and SQS delivers the message again
            break
        else:
            tell_failure(now, world.services())
        waiting += [each.message for each in world.slack_queue.waiting if each.message.action is now.action]
        world.slack_queue.waiting.clear()


def said(world: SlackWorld) -> list[str]:
    """Give every text that says something went wrong, wherever it is to be seen now."""
    texts = ["\n".join(texts_of(message.body["blocks"])) for message in world.slack.messages]
    texts += ["\n".join(texts_of(message.body["blocks"])) for message in world.slack.only_to_one()]
    return [text for text in dict.fromkeys(texts) if "Something went wrong" in text]


@pytest.mark.parametrize("broken", ["artists_of", "create_if_agreed", "read_canonical", "deliver"])
@pytest.mark.parametrize("token", [True, False])
def test_an_unexpected_error_is_told_once_with_what_to_quote(
    world: SlackWorld, monkeypatch: pytest.MonkeyPatch, broken: str, token: bool
) -> None:
    world.token = world.token if token else None
    monkeypatch.setattr(answering, broken, breaks)
    run(world, world.ask())
    (text,) = said(world)
    assert "a-conversation" in text
    assert (world.reports.get("a-conversation") is None) is (broken != "deliver")
    assert world.slack.in_channel(CHANNEL) == []
    assert world.slack.called("chat.postMessage") <= 1
    before = len(world.slack.calls)
    run(world, world.ask())  # delivered once more
    assert len(world.slack.calls) == before


def test_what_passes_is_tried_again_before_anything_is_told(
    world: SlackWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask = world.ask()
    with monkeypatch.context() as patched:
        patched.setattr(answering, "create_if_agreed", breaks)
        with pytest.raises(Unexpected):
            world.handle(ask)
        assert fail_message(ask, world.services()) == f"retrying in {UNEXPECTED_RETRY_AFTER_S[0]} s"
    world.deliver(within_s=UNEXPECTED_RETRY_AFTER_S[0] + 1)
    assert said(world) == []
    assert world.report().request.artists


@pytest.mark.parametrize("method", ["begin", "claim", "save"])
def test_where_conversations_cannot_be_kept_it_is_told_by_the_response_url(
    world: SlackWorld, monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    monkeypatch.setattr(world.conversations, method, breaks)
    run(world, world.ask())
    assert len(said(world)) == 1


def test_an_end_that_cannot_be_rendered_is_told_in_place_and_the_next_revision_answers_again(
    world: SlackWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.handle(world.ask())
    tell = world.end_report(failed=1)
    with monkeypatch.context() as patched:
        patched.setattr(answering, "render_answer", breaks)
        run(world, tell)
        (text,) = said(world)
        assert "a-conversation" in text
    world.handle(world.an_action(SlackAction.REPAIR, click="a-click"))
    world.handle(world.end_report())
    assert said(world) == []
    assert world.shown.body["blocks"][0]["text"]["text"].startswith("Report")


def test_after_a_repair_an_end_that_cannot_be_rendered_is_told_too(
    world: SlackWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.handle(world.ask())
    world.handle(world.end_report(failed=1))
    for number in range(2):
        world.handle(world.an_action(SlackAction.REPAIR, click=f"click-{number}"))
        assert said(world) == []
        tell = world.end_report(failed=1)
        with monkeypatch.context() as patched:
            patched.setattr(answering, "render_answer", breaks)
            run(world, tell)
        assert len(said(world)) == 1


@pytest.mark.parametrize("busy", [False, True])
def test_a_workbook_that_cannot_be_uploaded_is_said_in_the_answer(
    world: SlackWorld, monkeypatch: pytest.MonkeyPatch, busy: bool
) -> None:
    def refuses(*_: Any, **__: Any) -> Any:
        raise SlackBusy("never ready") if busy else Unexpected

    world.handle(world.ask())
    tell = replace(world.end_report(), tries=len(RETRY_AFTER_S) if busy else 0)
    monkeypatch.setattr(answering, "upload_workbook", refuses)
    with pytest.raises(SlackBusy) if busy else nullcontext():
        run(world, tell)
    assert world.shown.body["blocks"][0]["text"]["text"].startswith("Report")
    text = "\n".join(texts_of(world.shown.body["blocks"]))
    assert "The workbook is not in the thread. Something went wrong (a-conversation)." in text


@pytest.mark.parametrize("action", [SlackAction.REPAIR, SlackAction.SHARE, SlackAction.UNSHARE])
def test_a_click_that_fails_leaves_the_answer_and_tells_who_clicked_once(
    world: SlackWorld, monkeypatch: pytest.MonkeyPatch, action: SlackAction
) -> None:
    world.handle(world.ask())
    world.handle(world.end_report(failed=1))
    module = answering if action is SlackAction.REPAIR else sharing
    monkeypatch.setattr(module, "response_url_of_click", breaks)
    run(world, world.an_action(action, click="a-click"))
    assert len(world.slack.only_to_one()) == 1
    assert world.slack.messages[0].body["blocks"][0]["text"]["text"].startswith("Report")


@pytest.mark.parametrize("action", [SlackAction.ASK, SlackAction.RERUN, SlackAction.REPAIR])
def test_a_message_that_kills_its_call_each_time_is_told_by_way_of_the_dead_letters(
    world: SlackWorld, monkeypatch: pytest.MonkeyPatch, action: SlackAction
) -> None:
    world.handle(world.ask(conversation_id="before"))
    about = "before" if action is SlackAction.REPAIR else "a-conversation"
    message = world.an_action(
        action,
        about,
        click="" if action is SlackAction.ASK else "a-click",
        original_id="before",
        line="Elisa on spotify for 2024-09",
    )

    def dies(*_: Any, **__: Any) -> Any:
        raise Killed

    monkeypatch.setattr(answering, "read_canonical", dies)
    if action is SlackAction.REPAIR:
        monkeypatch.setattr(answering, "clicked", dies)
    for _ in range(5):
        with pytest.raises(Killed):
            world.handle(message)
    for _ in range(3):
        tell_failure(message, world.services())
    assert len(said(world)) == 1


def test_a_line_that_does_not_read_back_is_refused_and_not_tried_again(world: SlackWorld) -> None:
    assert world.handle(world.ask("Elisa on myspace for 2024-09")) == "refused"
    assert "no platform" in "\n".join(texts_of(world.slack.messages[0].body["blocks"]))
    assert world.slack_queue.waiting == []


@pytest.mark.parametrize("name", ["Class of 2024", "only for me", 'Band, of "Horses" vs 2023', "for us"])
def test_an_artist_of_words_of_clauses_is_answered(world: SlackWorld, name: str) -> None:
    world.upstream.found[name] = [found(name, 7)]
    quoted = '"' + name.replace('"', '""') + '"'
    line = line_text(read_line(f"{quoted} on deezer for 2024-09", today=NOW.date()))
    assert world.handle(world.ask(line)) == "begun"
    assert world.report().request.artists[0].name == name


def test_slack_held_off_while_it_is_told_is_told_later(
    world: SlackWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answering, "read_canonical", breaks)
    ask = world.ask()
    with pytest.raises(Unexpected):
        world.handle(ask)
    world.slack.misbehave(Fault("response_url", status=429, error="ratelimited", retry_after=1))
    with pytest.raises(Exception, match="429"):
        tell_failure(ask, world.services())
    tell_failure(ask, world.services())
    assert len(said(world)) == 1


def test_without_an_conversation_or_an_address_there_is_nobody_to_tell(world: SlackWorld) -> None:
    assert tell_failure(SlackMessage(SlackAction.POLL, "unknown"), world.services()) == "nobody to tell"
    assert tell_failure(world.an_action(SlackAction.OTHER_MONTH, "unknown"), world.services()) == NOT_RECORDED


def test_the_route_without_a_token_tells_too(world: SlackWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    world.token = None
    world.handle(world.ask())
    assert world.conversations.conversations["a-conversation"].route is Route.RESPONSE_URL
    tell = world.end_report()
    monkeypatch.setattr(answering, "render_answer", breaks)
    run(world, tell)
    assert len(said(world)) == 1
