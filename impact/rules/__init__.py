"""Rules of the numbers in plain Python: small cells, baselines, premiums, what a report may say."""
