"""The secrets callbacks are signed with."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linernotes.callbacks.secret import owner_secret, owner_secrets

TEXTS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=60)


@given(TEXTS, TEXTS)
def test_a_secret_is_what_the_standard_takes(master: str, owner: str) -> None:
    secret = owner_secret(master, owner)
    assert secret.startswith("whsec_")
    assert 24 <= len(base64.b64decode(secret.removeprefix("whsec_"), validate=True)) <= 64
    assert secret == owner_secret(master, owner)


@given(TEXTS, TEXTS, TEXTS)
def test_no_two_owners_and_no_two_stacks_share_a_secret(one: str, other: str, third: str) -> None:
    assert (owner_secret(third, one) == owner_secret(third, other)) is (one == other)
    # HMAC takes a key that ends in zeros for the same without them; Secrets Manager makes none that do.
    if one.rstrip("\0") != other.rstrip("\0"):
        assert owner_secret(one, third) != owner_secret(other, third)


def test_while_the_stacks_secret_is_changed_an_owner_has_two() -> None:
    assert owner_secrets(["new", "old"], "a") == [owner_secret("new", "a"), owner_secret("old", "a")]


def test_an_empty_secret_of_the_stack_gives_none() -> None:
    with pytest.raises(ValueError, match="empty secret"):
        owner_secret("", "a")
