"""HTTP as callers see it: requests checked, answers and problems written. No route lives here."""
