"""Tell a caller's address that a report has ended."""
