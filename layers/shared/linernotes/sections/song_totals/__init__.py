"""Running totals of songs, whichever section shows them: an artist's lists of songs, and what each gained."""
