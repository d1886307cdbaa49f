"""Section `engagement`: what an artist's posts and videos gained (contract 10.6)."""
