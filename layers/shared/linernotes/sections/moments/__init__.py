"""Unusual days of the daily series of a report, and unusual weeks of a country's (contract 10.7)."""
