"""Subscriptions as the API takes and gives them (contract 11)."""
