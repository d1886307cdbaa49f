"""Whatever sections ask of Soundcharts besides windows of metric sources, and keep: lookups."""
