"""A report asked for in one line: read, and written so that it reads back as the same."""
