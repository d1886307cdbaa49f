"""Where an artist's audience is: countries and cities of each source that has places (contract 10.1)."""
