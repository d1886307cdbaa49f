"""Whether whoever made a subscription in Slack has left the workspace."""

from __future__ import annotations

from linernotes.model.errors import SlackRefused
from linernotes.slack.conversation import owner_of
from linernotes.slack.ports import Messenger
from linernotes.subscriptions.subscription import Subscription

_GONE = frozenset({"user_not_found", "user_disabled"})


class SlackOwners:
    """Asks Slack about members."""

    def __init__(self, messenger: Messenger) -> None:
        self._messenger = messenger

    def is_gone(self, subscription: Subscription) -> bool:
        """Say whether the member who made it was deactivated; False for one that is no workspace's.

        It is False, too, where Slack does not say: without the scope to ask nobody is taken to have left.
        Raises SlackBusy.
        """
        if not subscription.owner.startswith(owner_of("")) or not subscription.made_by:
            return False
        try:
            return self._messenger.user(subscription.made_by).gone
        except SlackRefused as refusal:
            return refusal.code in _GONE
