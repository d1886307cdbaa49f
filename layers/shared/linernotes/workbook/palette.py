"""The colours of a chart's lines, as RRGGBB."""

from __future__ import annotations

# Told apart by lightness as well as by hue: not every reader sees all hues, and some print in black.
PALETTE = (
    "0072B2",
    "D55E00",
    "009E73",
    "CC79A7",
    "E69F00",
    "56B4E9",
    "6A3D9A",
    "8C5A2B",
    "333333",
    "A6A13A",
)
