"""Rules of the county's other programmes in plain Python."""
