"""Soundcharts over HTTP: what is asked, within which limits, and what its answers mean."""
