"""Notify callers, by a callback to the address they gave, that a report has ended."""
