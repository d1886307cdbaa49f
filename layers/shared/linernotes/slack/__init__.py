"""Slack as its users see it: what they send, signed, and what they are shown."""
