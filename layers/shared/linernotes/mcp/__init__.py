"""Reports for assistants, by the Model Context Protocol (contract 12)."""
