"""Liner Notes: how much did an artist do, in a country, in a period."""

__version__ = "0.1.0"
