"""Tests of the page in Chromium. This file makes them a package: their Chromium ends when they have run."""
