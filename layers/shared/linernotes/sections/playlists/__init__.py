"""The playlists an artist's songs are on, were added to and removed from (contract 10.5)."""
