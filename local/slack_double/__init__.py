"""A double of Slack's side, for tests and the demo: the Web API's methods this app calls, and response URLs.

It keeps what a workspace would show, holds messages and forms to the published limits of Block Kit, and can
be told to misbehave in the ways Slack does. What it allows is what Slack's reference allows: channels have
members, methods need scopes, response URLs and triggers run out.
"""

from local.slack_double.channels import ALL_SCOPES, Channel, Kind
from local.slack_double.limits import broken_limits, texts_of, unspoken
from local.slack_double.server import BOT_TOKEN, SlackDouble, start_slack_double
from local.slack_double.signing import Slacker
from local.slack_double.text import as_text
from local.slack_double.workspace import Button, Fault, Member, ShownFile, ShownMessage, Workspace

__all__ = [
    "ALL_SCOPES",
    "BOT_TOKEN",
    "Button",
    "Channel",
    "Fault",
    "Kind",
    "Member",
    "ShownFile",
    "ShownMessage",
    "SlackDouble",
    "Slacker",
    "Workspace",
    "as_text",
    "broken_limits",
    "start_slack_double",
    "texts_of",
    "unspoken",
]
