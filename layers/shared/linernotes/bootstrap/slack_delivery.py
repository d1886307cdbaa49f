"""Slack as a target of subscriptions, and as the place their owners may have left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linernotes.bootstrap.slack_clients import ReachesSlack, make_slack_messenger, make_slack_secret

if TYPE_CHECKING:
    from linernotes.reports.ports import ReportFiles
    from linernotes.slack.subscription_delivery import SlackDelivery
    from linernotes.slack.subscription_owners import SlackOwners


def make_slack_delivery(settings: ReachesSlack, files: ReportFiles) -> SlackDelivery:
    """Make what delivers to channels and members. Nothing is asked of AWS or Slack before it is used."""
    from linernotes.slack.subscription_delivery import SlackDelivery

    return SlackDelivery(make_slack_messenger(make_slack_secret(settings), settings), files)


def make_slack_owners(settings: ReachesSlack) -> SlackOwners:
    """Make what says whether whoever made a workspace's subscription has left it."""
    from linernotes.slack.subscription_owners import SlackOwners

    return SlackOwners(make_slack_messenger(make_slack_secret(settings), settings))
