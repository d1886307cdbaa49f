"""Soundcharts, the upstream: asked within its limits, many things at once, and read without trust."""
