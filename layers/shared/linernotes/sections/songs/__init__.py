"""What an artist's songs gained, charted or not, by their running totals (contract 10.3)."""
