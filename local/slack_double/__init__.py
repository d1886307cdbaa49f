"""A double of Slack's side, for tests and the demo: the Web API's methods this app calls, and response URLs.

It keeps what a workspace would show, holds messages and forms to the published limits of Block Kit, and can
be told to misbehave in the ways Slack does.
"""

from local.slack_double.limits import broken_limits, texts_of
from local.slack_double.server import BOT_TOKEN, SlackDouble, start_slack_double
from local.slack_double.signing import Slacker
from local.slack_double.text import as_text
from local.slack_double.workspace import Fault, ShownFile, ShownMessage, Workspace

__all__ = [
    "BOT_TOKEN",
    "Fault",
    "ShownFile",
    "ShownMessage",
    "SlackDouble",
    "Slacker",
    "Workspace",
    "as_text",
    "broken_limits",
    "start_slack_double",
    "texts_of",
]
