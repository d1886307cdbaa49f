"""E-mail: what a mail of a subscription says, how it looks and is sent, and how one unsubscribes."""
