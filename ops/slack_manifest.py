"""`make slack-manifest`: print the manifest of the Slack app, with the addresses of a stack filled in.

It is that of the stack STACK_NAME on AWS if one is named, with the credentials of the environment, else of
the local stack, which Slack reaches only through a tunnel of yours.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from typing import Any

from linernotes.slack.acknowledge import SHORTCUT
from linernotes.slack.blocks import COMMAND
from local.stack import running
from ops.stacks import AwsStack

SCOPES = ("commands", "chat:write", "chat:write.public", "channels:join", "files:write", "im:write")
OPTIONAL_SCOPES = ("channels:history", "groups:history", "im:history", "files:read", "users:read")
"""For recovery after a crash and the zones of members; whoever installs the app may leave them out."""


def manifest(api_url: str) -> Mapping[str, Any]:
    """Give the manifest of the app, as Slack reads it, for the API at this address."""
    api_url = api_url.rstrip("/")
    return {
        "display_information": {
            "name": "Liner Notes",
            "description": "Reports on artists' audiences, songs, radio and playlists, with a workbook",
        },
        "features": {
            # Private answers are direct messages, which Slack refuses and hides without the Messages tab.
            "app_home": {
                "home_tab_enabled": False,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": True,
            },
            "bot_user": {"display_name": "Liner Notes", "always_online": True},
            "shortcuts": [
                {
                    "name": "New report",
                    "type": "global",
                    "callback_id": SHORTCUT,
                    "description": "Opens the form for a report on artists",
                }
            ],
            "slash_commands": [
                {
                    "command": COMMAND,
                    "url": f"{api_url}/slack/commands",
                    "description": "How much did an artist do",
                    "usage_hint": "Billie Eilish on spotify, instagram in IT for 2024-09",
                    "should_escape": False,
                }
            ],
        },
        "oauth_config": {"scopes": {"bot": [*SCOPES, *OPTIONAL_SCOPES], "bot_optional": [*OPTIONAL_SCOPES]}},
        "settings": {
            "interactivity": {
                "is_enabled": True,
                "request_url": f"{api_url}/slack/interactions",
                "message_menu_options_url": f"{api_url}/slack/options",
            },
            "org_deploy_enabled": False,
            "socket_mode_enabled": False,
            "token_rotation_enabled": False,
        },
    }


def main() -> int:
    """Print it; what else there is to say goes to stderr, so that the output can be piped."""
    name = os.environ.get("STACK_NAME")
    local = None if name else running()
    if name:
        api_url = AwsStack(name).outputs()["ApiUrl"]
    elif local:
        api_url = local.api_url
        print("Slack reaches this address by a tunnel only; put the tunnel's in its place.", file=sys.stderr)
    else:
        print("No local stack is up: start one (make up), or name one on AWS: STACK_NAME=…", file=sys.stderr)
        return 1
    print(json.dumps(manifest(api_url), indent=2))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
