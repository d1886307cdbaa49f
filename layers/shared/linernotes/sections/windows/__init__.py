"""Windows of days fetched of metric sources, and kept: the cache, and what reports are made of."""
