"""What everybody speaks: requests, reports, periods, figures, countries, errors. No vendor, no clock."""
