"""The rows of metric sources: followers, listeners and views of artists (contract 4)."""
