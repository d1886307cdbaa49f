"""Rosters: lists of artists that an owner keeps by name, to ask for reports of."""
