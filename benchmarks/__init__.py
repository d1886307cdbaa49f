"""`make bench`: speed, cold starts, cost and the workbook, measured here and printed as tables.

Whatever is compared is measured in turn in one run, so that a busy machine slows both sides alike.
"""
