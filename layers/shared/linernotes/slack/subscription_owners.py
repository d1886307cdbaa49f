"""Whether whoever made a subscription in Slack has left the workspace (contract 11.3)."""

from __future__ import annotations

from linernotes.model.errors import SlackBusy, SlackRefused
from linernotes.slack.conversation import owner_of
from linernotes.slack.ports import Messenger
from linernotes.subscriptions.subscription import Subscription

LEFT = "Whoever made it has left the Slack workspace."
_GONE = frozenset({"user_not_found", "user_disabled"})


class SlackOwners:
    """Asks Slack about members."""

    def __init__(self, messenger: Messenger) -> None:
        self._messenger = messenger

    def why_gone(self, subscription: Subscription) -> str | None:
        """See `Owners.why_gone`: of a workspace's subscription, whether the member who made it has left.

        Where Slack does not say, be it busy or without the scope to ask, nobody is taken to have left.
        """
        if not subscription.owner.startswith(owner_of("")) or not subscription.made_by:
            return None
        try:
            gone = self._messenger.user(subscription.made_by).gone
        except SlackBusy:
            return None
        except SlackRefused as refusal:
            gone = refusal.code in _GONE
        return LEFT if gone else None
