"""Values and points, as every source and chart has them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

Number = int | Decimal
"""A value as Soundcharts gave it: never a float, so that sums and means are exact."""


Points = Sequence[tuple[date, Number]]
"""Days with a value, each day once, in order."""
