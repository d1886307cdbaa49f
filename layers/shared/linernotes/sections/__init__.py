"""The sections of a report, a package each, behind one door."""
