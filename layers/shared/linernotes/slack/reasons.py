"""Why Slack refuses something, in words, with what to do about it and Slack's own word for it."""

from __future__ import annotations

from linernotes.model.errors import SlackRefused

APP = "@Liner Notes"
"""What the app is called in Slack; its manifest says so, too."""
DIRECT = "D"
"""Begins the id of a conversation of two people, or of one and the app."""
_INVITE = f"Invite {APP} to this channel to get the file here"
_NO_INVITATION = (
    f"{APP} cannot be invited to a direct message; with “privately” in the line the file comes in your "
    "messages with the app"
)
_REINSTALL = "Ask an admin to reinstall the app"
_MESSAGES_TAB = "Ask an admin to switch on the app's Messages tab"
_WORDS = {
    "not_in_channel": _INVITE,
    "channel_not_found": _INVITE,
    "token_revoked": _REINSTALL,
    "token_expired": _REINSTALL,
    "invalid_auth": _REINSTALL,
    "not_authed": _REINSTALL,
    "account_inactive": _REINSTALL,
    "org_login_required": "Slack is moving this workspace; try again later",
    "messages_tab_disabled": _MESSAGES_TAB,
    "is_archived": "This channel is archived",
    "user_not_found": "There is no such member in this workspace",
    "user_disabled": "This member has left the workspace",
    "user_not_visible": "The app may not see this member",
    "cannot_dm_bot": "An app takes no direct messages",
    "restricted_action": "This workspace does not let the app post here; ask an admin",
    "file_uploads_disabled": "This workspace takes no files from apps; ask an admin",
    "storage_limit_reached": "This workspace has no room for files left; ask an admin",
    "not_seen_after_upload": "Slack has not shown the file in time",
    "response_url_404": "Slack takes no more answers to this command; send it again",
}


_UNDELIVERED = {
    "channel_not_found": f"There is no such channel, or it is private and {APP} is not in it: invite the app",
    "not_in_channel": f"{APP} is not in this channel: invite it",
    "is_archived": "This channel is archived: choose another one",
}
"""Where it is a message and not a file that Slack does not take."""


def undelivered_in_words(refusal: SlackRefused) -> str:
    """Say why a message cannot be delivered to the channel or member somebody chose."""
    told = None if refusal.needed else _UNDELIVERED.get(refusal.code)
    return f"{told} ({refusal.code})" if told else in_words(refusal)


def in_words(refusal: SlackRefused, channel: str = "") -> str:
    """Say a refusal in words, a sentence without its full stop; what can be done depends on the channel."""
    if refusal.needed:
        told = f"Ask an admin to reinstall the app, as the scope {refusal.needed} is missing"
    else:
        told = _WORDS.get(refusal.code, "Slack refused it")
    if told == _INVITE and channel.startswith(DIRECT):
        told = _NO_INVITATION
    return f"{told} ({refusal.code})"
