"""Subscriptions: reports that come by themselves (contract 11)."""
