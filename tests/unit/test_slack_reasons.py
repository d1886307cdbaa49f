"""What Slack refuses is said in words, with what to do about it."""

from __future__ import annotations

import pytest

from linernotes.model.errors import SlackRefused
from linernotes.slack.reasons import in_words
from linernotes.slack.web_api import TOKEN_CODES


@pytest.mark.parametrize("code", ["not_in_channel", "channel_not_found"])
def test_where_the_app_is_no_member_it_asks_to_be_invited(code: str) -> None:
    assert in_words(SlackRefused(code)) == (
        f"Invite @Liner Notes to this channel to get the file here ({code})"
    )


@pytest.mark.parametrize("code", ["not_in_channel", "channel_not_found"])
def test_to_where_nobody_can_be_invited_nobody_is_asked_to_invite_it(code: str) -> None:
    words = in_words(SlackRefused(code), "D0BOTH")
    assert "Invite" not in words
    assert "“privately”" in words
    assert words.endswith(f"({code})")


@pytest.mark.parametrize("code", sorted(TOKEN_CODES))
def test_of_each_token_that_is_no_good_it_is_said_what_to_do(code: str) -> None:
    words = in_words(SlackRefused(code))
    assert words.endswith(f" ({code})")
    assert "Slack refused it" not in words


def test_a_missing_scope_is_named() -> None:
    words = in_words(SlackRefused("missing_scope", "files:write"))
    assert words == "Ask an admin to reinstall the app, as the scope files:write is missing (missing_scope)"


def test_of_what_nobody_foresaw_slacks_own_word_is_quoted() -> None:
    assert in_words(SlackRefused("out_of_tea")) == "Slack refused it (out_of_tea)"
