"""The picture of a report's main chart: what it shows, how it is drawn, and how it is said in words."""
