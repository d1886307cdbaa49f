"""What songs gained on Shazam, and where they are on its charts (contract 10.4)."""
