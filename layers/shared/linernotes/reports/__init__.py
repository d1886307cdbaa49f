"""A report from request to files: accepted, fetched, finalized, repaired, shared."""
