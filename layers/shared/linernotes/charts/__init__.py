"""Music charts: which there are, the rankings ingested of them, and what is stored of an artist's songs."""
